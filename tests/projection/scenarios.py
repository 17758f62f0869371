"""Random courses of events, from a seed or from hypothesis, over all that a scenario can say."""

from collections.abc import Sequence
from functools import cache
from random import Random

from hypothesis import strategies as st

import seriatim
from seriatim.collateral.conventions import ADVANCING, SEVERITY_BASES
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.projection.model import DealModel

DEALS = ("cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6")
MOST_PSA, MOST_SDA, MOST_LIBOR, LONGEST_LAG = 1000.0, 500.0, 0.15, 36


@cache
def model_of(name: str) -> DealModel:
    return seriatim.load(name).model


def random_scenarios(count: int, *, seed: int) -> tuple[Scenario, ...]:
    """The same scenarios for the same seed."""
    chance = Random(seed)
    return tuple(_scenario(chance) for _ in range(count))


def _vector(chance: Random, most: float) -> tuple[float, ...]:
    return tuple(chance.uniform(0, most) for _ in range(chance.choice((2, 24, 90, 400))))


def _speed(chance: Random) -> dict[str, object]:
    kind = chance.choice(("psa", "psa", "psa", "cpr", "smm", "psa vector", "cpr vector", "smm vector", "none"))
    if kind == "none":
        return {}
    name = kind.split()[0]
    most = {"psa": MOST_PSA, "cpr": 0.6, "smm": 0.07}[name]
    return {name: _vector(chance, most) if "vector" in kind else chance.uniform(0, most)}


def _defaults(chance: Random) -> dict[str, object]:
    kind = chance.choice(("sda", "sda", "sda", "cdr", "sda vector", "cdr vector", "liquidate", "none"))
    if kind == "none":
        return {}
    if kind == "liquidate":
        first = chance.randint(1, 100)
        return {"liquidate": Liquidation(chance.uniform(0, 0.3), first, first + chance.randint(0, 120))}
    name = kind.split()[0]
    most = {"sda": MOST_SDA, "cdr": 0.1}[name]
    return {name: _vector(chance, most) if "vector" in kind else chance.uniform(0, most)}


def _scenario(chance: Random) -> Scenario:
    libor = _vector(chance, MOST_LIBOR) if chance.random() < 0.2 else chance.uniform(0, MOST_LIBOR)
    conventions = {
        "lag_months": chance.choice((None, 0, 1, 6, 12, 13, chance.randint(0, LONGEST_LAG))),
        "advancing": chance.choice((None, *ADVANCING)),
        "severity_base": chance.choice((None, *SEVERITY_BASES)),
        "defaults_in_last_lag_months": chance.choice((None, True, False)),
    }
    severity = chance.choice((0.0, 1.0, *(chance.random() for _ in range(6))))
    return Scenario(**_speed(chance), **_defaults(chance), severity=severity, libor=libor, **conventions)


def _vectors(most: float) -> st.SearchStrategy[float | tuple[float, ...]]:
    number = st.floats(0, most, allow_subnormal=False)
    return number | st.lists(number, min_size=1, max_size=130).map(tuple)


def _one_of(fields: dict[str, st.SearchStrategy[object]]) -> st.SearchStrategy[dict[str, object]]:
    """Nothing, or one of the fields."""
    return st.one_of(st.just({}), *(st.fixed_dictionaries({name: values}) for name, values in fields.items()))


@st.composite
def _liquidations(draw: st.DrawFn) -> Liquidation:
    first = draw(st.integers(1, 120))
    return Liquidation(draw(st.floats(0, 0.4)), first, first + draw(st.integers(0, 240)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario; the simplest has no prepayments and no defaults."""
    speed = draw(_one_of({"psa": _vectors(MOST_PSA), "cpr": _vectors(0.6), "smm": _vectors(0.07)}))
    defaults = draw(_one_of({"sda": _vectors(MOST_SDA), "cdr": _vectors(0.2), "liquidate": _liquidations()}))
    conventions = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "severity": st.floats(0, 1),
                "libor": _vectors(MOST_LIBOR),
                "lag_months": st.integers(0, LONGEST_LAG),
                "advancing": st.sampled_from(ADVANCING),
                "severity_base": st.sampled_from(SEVERITY_BASES),
                "defaults_in_last_lag_months": st.booleans(),
            },
        )
    )
    return Scenario(**speed, **defaults, **conventions)


def describe(scenario: Scenario) -> str:
    """What a scenario states, without what it leaves open; long vectors cut short."""

    def short(value: object) -> str:
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 4:
            return f"({', '.join(f'{each:.4g}' for each in value[:4])}, ... {len(value)} in all)"
        return repr(value)

    stated = {name: value for name, value in vars(scenario).items() if value is not None}
    return ", ".join(f"{name}={short(value)}" for name, value in stated.items())
