"""Scenarios of the loans: speeds, defaults, liquidations, severity and LIBOR of one scenario."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from numbers import Real
from typing import Literal, TypeGuard

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.conventions import (
    CONVENTION_FIELDS,
    Advancing,
    Conventions,
    SeverityBase,
    convention_reason,
    whole_number_reason,
)

Call = Literal["never", "first"] | date
"""Exercise of the clean-up call by its holder: never, as soon as it may, or as soon as it may from a day on."""
Vector = float | tuple[float, ...]
"""One value for every distribution, or one for each; the last value of a tuple holds from there on."""

PREPAYMENT_SPEEDS = ("psa", "cpr", "smm")
DEFAULT_SPEEDS = ("sda", "cdr", "liquidate")


def by_month(value: Vector, months: int) -> NDArray[np.float64]:
    """A value or vector spread over the distributions 1..months, shape `[month]`; the last value holds.

    >>> by_month((0.05, 0.06), 4).tolist()
    [0.05, 0.06, 0.06, 0.06]
    """
    given = np.atleast_1d(np.asarray(value, dtype=np.float64))
    return given[np.minimum(np.arange(months), len(given) - 1)]


def _is_vector(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, Sequence | np.ndarray) and not isinstance(value, str | bytes)


def _numbers(value: object) -> tuple[float, ...]:
    """The numbers of a value or vector; empty when it is neither."""
    items: Iterable[object] = value if _is_vector(value) else (value,)
    numbers = [float(item) for item in items if not isinstance(item, bool) and isinstance(item, Real)]
    return tuple(numbers) if len(numbers) == len(tuple(items)) else ()


def _speed_reason(name: str, value: object, *, decimal: bool) -> Iterator[tuple[str, str]]:
    """Faults of a speed: (reason, hint) pairs, none when it is fine."""
    numbers = _numbers(value)
    if not numbers:
        yield f"{name} is {value!r}", "it is a number, or a list of one number for each distribution"
    elif not all(math.isfinite(number) for number in numbers):
        yield f"{name} is not finite", "give numbers of 0 or more"
    elif min(numbers) < 0:
        yield f"{name} is negative: {min(numbers):g}", "it is 0 or more"
    elif decimal and max(numbers) > 1:
        yield f"{name} looks like percent: {max(numbers):g}", f"write {max(numbers) / 100:g}"


@dataclass(frozen=True)
class Liquidation:
    """A fixed liquidation schedule: loans go straight to liquidation, whatever the model months.

    `fraction` of the *initial* balance, spread evenly over the distributions `first` to `last`; the loss falls in
    the same month. Raises ProblemsError for a fraction outside 0..1 and for distributions out of order.

    Source: supplement 1994-5 p. S-40, yield considerations of the offered class B (0.50 %, months 25 to 84).

    >>> Liquidation(fraction=0.005).distributions
    60
    """

    fraction: float = 0.005
    first: int = 25
    last: int = 84

    def __post_init__(self) -> None:
        found = [*_speed_reason("liquidated fraction", self.fraction, decimal=True)]
        found += whole_number_reason("first distribution of the liquidations", self.first, low=1, high=9999)
        found += whole_number_reason("last distribution of the liquidations", self.last, low=1, high=9999)
        if not found and self.last < self.first:
            found.append((f"liquidations end ({self.last}) before they begin ({self.first})", "swap them"))
        if found:
            raise ProblemsError(Problem("", None, reason, hint) for reason, hint in found)

    @property
    def distributions(self) -> int:
        """The number of distributions that liquidate, over which the fraction is spread."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Scenario:
    """Assumptions of one run: a prepayment speed, a default speed or liquidation schedule, severity, LIBOR, the call.

    At most one of `psa` (percent of the model: 350 is 350 %), `cpr` and `smm` (decimals); none is 0 % PSA. At most
    one of `sda` (percent of the model), `cdr` (decimal) and `liquidate`. A speed is one value or a vector by
    distribution month whose last value holds. `severity` and `libor` are decimals; `libor` counts from the second
    distribution on where a class states its first rate. `call` says when the clean-up call is used: "never", "first"
    (as soon as the deal allows it), or as soon as it allows it from a day on. In the `zero_column` of a table the loans
    are those that the document assumes for it, where the deal states some. `by_pool` gives pools of a series speeds and
    losses of their own, as ``{"II": Scenario(psa=300)}``; LIBOR and the call are those of the whole. A convention left
    at None is the deal's, else the market's (`Conventions`).

    Raises ProblemsError, a ValueError, that names every field in error.

    >>> Scenario(psa=350, sda=100, severity=0.2).prepayment_model
    'psa'
    >>> Scenario(cpr=-0.06)
    Traceback (most recent call last):
    seriatim.basics.problems.ProblemsError: cpr is negative: -0.06 (it is 0 or more)
    """

    psa: Vector | None = None
    cpr: Vector | None = None
    smm: Vector | None = None
    sda: Vector | None = None
    cdr: Vector | None = None
    liquidate: Liquidation | None = None
    severity: float = 0.0
    lag_months: int | None = None
    advancing: Advancing | None = None
    severity_base: SeverityBase | None = None
    defaults_in_last_lag_months: bool | None = None
    smm_exponent: float | None = None
    libor: Vector = 0.0
    call: Call = "never"
    zero_column: bool = False
    by_pool: "Mapping[str, Scenario] | tuple[tuple[str, Scenario], ...]" = ()

    def __post_init__(self) -> None:
        found = [*self._speed_problems(), *self._other_problems()]
        if found:
            raise ProblemsError(Problem("", None, reason, hint) for reason, hint in found)
        if isinstance(self.by_pool, Mapping):
            object.__setattr__(self, "by_pool", tuple(self.by_pool.items()))
        for name in ("psa", "cpr", "smm", "sda", "cdr", "libor"):
            value = getattr(self, name)
            if value is not None:
                numbers = _numbers(value)
                object.__setattr__(self, name, numbers if _is_vector(value) else numbers[0])

    def _given(self, names: tuple[str, ...]) -> list[str]:
        return [name for name in names if getattr(self, name) is not None]

    def _speed_problems(self) -> Iterator[tuple[str, str]]:
        for names, kind in ((PREPAYMENT_SPEEDS, "prepayment"), (DEFAULT_SPEEDS, "default")):
            given = self._given(names)
            if len(given) > 1:
                yield f"{' and '.join(given)} are given together", f"give one {kind} speed"
            for name in given:
                if name != "liquidate":
                    yield from _speed_reason(name, getattr(self, name), decimal=name not in ("psa", "sda"))

    def _other_problems(self) -> Iterator[tuple[str, str]]:
        yield from _severity_reason(self.severity)
        numbers = _numbers(self.libor)
        if not numbers or not all(-1 < number <= 1 for number in numbers):
            yield f"libor is {self.libor!r}", "it is a decimal such as 0.0532, or a list of them"
        yield from _liquidate_reason(self.liquidate)
        if self.call not in ("never", "first") and not isinstance(self.call, date):
            yield f"call is {self.call!r}", "it is 'never', 'first', or a day"
        for name in self._given(CONVENTION_FIELDS):
            yield from convention_reason(name, getattr(self, name))
        pools: dict[str, object] = dict(self.by_pool)
        for pool, own in pools.items():
            if not isinstance(own, Scenario) or own.by_pool:
                yield f"by_pool of {pool!r} is {own!r}", "give each pool a Scenario of its own"

    def of_pool(self, pool: str) -> "Scenario":
        """The scenario of the loans of one pool."""
        return dict(self.by_pool).get(pool, self)

    @property
    def prepayment_model(self) -> Literal["psa", "cpr", "smm"]:
        """The field that states the prepayment speed; "psa" when none does."""
        if self.cpr is not None:
            return "cpr"
        return "smm" if self.smm is not None else "psa"

    def calls(self, day: date) -> bool:
        """True where the holder of the clean-up call would exercise it on a distribution day."""
        return self.call == "first" or (isinstance(self.call, date) and day >= self.call)

    def conventions(self, deal: Conventions) -> Conventions:
        """The deal's conventions with those that this scenario states in their place."""
        own = (self.lag_months, self.advancing, self.severity_base, self.defaults_in_last_lag_months, self.smm_exponent)
        if own == (None, None, None, None, None):
            return deal
        return replace(deal, **{name: getattr(self, name) for name in self._given(CONVENTION_FIELDS)})


def _severity_reason(value: object) -> Iterator[tuple[str, str]]:
    if _is_vector(value):
        yield f"severity is {value!r}", "it is one decimal such as 0.2"
    else:
        yield from _speed_reason("severity", value, decimal=True)


def _liquidate_reason(value: object) -> Iterator[tuple[str, str]]:
    if value is not None and not isinstance(value, Liquidation):
        yield f"liquidate is {value!r}", "give a Liquidation(fraction, first, last)"
