"""A month with everything in it, in a series of two pools: it balances, and its figures are explained to the cent.

All kinds of loss, each with principal and interest, in both pools; a payment withheld, another late, a recovery, a
court's reduction, a shortfall under the Servicemembers Act, a prepayment with a part of its interest, delinquencies.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

import seriatim
from seriatim import Scenario
from seriatim.collateral.items import EVENT_ITEMS, ITEMS, LOSS_KINDS
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.statement import Statement, statement_in
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from tests.cli.asking import ask
from tests.projection.histories import Row, write_history

DEAL = "example-two-pools"
SCENARIO = Scenario(psa=200, sda=100, severity=0.4, libor=0.05)
DAY = 7
NOTHING = Decimal("1e-18")
WORDS = ("", *(f"{kind}_" for kind in LOSS_KINDS))


def losses(amounts: Mapping[str, float]) -> Row:
    """Of each kind that principal, and a twentieth of it interest."""
    return {
        f"{kind}{part}": amount * share
        for kind, amount in amounts.items()
        for part, share in (("loss", 1), ("interest_loss", 0.05))
    }


def month(pool: str, scale: float = 1.0, **other: float) -> Row:
    """The month with everything in it, for one of the pools."""
    return {
        "period": DAY,
        "pool": pool,
        **losses({kind: scale * (1000 + 137.77 * place) for place, kind in enumerate(WORDS)}),
        "liquidation_proceeds": 31_415.92,
        "prepayment": 271_828.18,
        "prepayment_interest": 314.15,
        "repurchase": 50_000.01,
        "recovery": 1234.56,
        "principal_withheld": 11_111.11,
        "interest_withheld": 222_222.22,
        "late_principal": 7000.07,
        "late_interest": 80_000.08,
        "debt_service_reduction_principal": 99.99,
        "debt_service_reduction_interest": 77.77,
        "servicemembers_shortfall": 555.55,
        "delinquent_60": 100_000,
        **other,
    }


BEFORE = {"period": DAY - 1, "principal_withheld": 9000, "interest_withheld": 90_000, "loss": 20_000}
AFTER = {"period": DAY + 1, "late_interest": 150_000, "recovery": 10_000.01, "extraordinary_loss": 500}
COURSES: Mapping[str, tuple[Row, ...]] = {
    "subordinated classes bear most": (month("I"), month("II")),
    "beyond the limits": (month("I", 300), month("II", 200)),
    "beyond all support of one group": (month("I", 10), month("II", 10, loss=5_000_000)),
    "beyond all support": (month("I", 10, loss=7_000_000), month("II", 10, loss=6_000_000)),
}
"""Losses of the month grow, from a few thousands to more than the subordinated classes of both groups have."""


PLAIN = "subordinated classes bear most"


@cache
def file(name: str) -> Path:
    rows = [{**row, "pool": pool} for pool in ("I", "II") for row in (BEFORE, AFTER)]
    return write_history([*rows, *COURSES[name]], Path(mkdtemp()) / "events.csv")


@cache
def model(name: str) -> DealModel:
    plain = seriatim.load(DEAL).model
    return plain.under(plain.read_events(file(name)))


@cache
def traced(name: str) -> TracedRun:
    return traced_run(model(name), SCENARIO, DAY)


@cache
def told(name: str) -> Statement:
    return statement_in(traced(name), model(name), SCENARIO)


def explained(name: str, item: str) -> dict[str, Decimal]:
    """That item of every class that has it, by its tree, which follows and is the figure of the cash-flow table."""
    table = simulate(model(name), [SCENARIO])
    found = {}
    for subject in (key.subject for key in traced(name).plan.reported if key.item == item):
        answer = explain_in(traced(name), Question(subject, DAY, item))
        assert answer.check() == (), f"{item} of {subject}"
        shown = float(table.item(subject, item)[DAY - 1, 0])
        assert float(answer.amount) == pytest.approx(shown, rel=1e-9, abs=1e-5), f"{item} of {subject}"
        found[subject] = answer.amount
    return found


every_run = pytest.mark.parametrize("name", COURSES)


def test_everything_is_in_the_month() -> None:
    """In both pools there is something of every item of the loans' record, what only events bring about included."""
    record = project_pool(model(PLAIN), [SCENARIO])[:, :, DAY - 1, 0]
    for pool in ("I", "II"):
        rows = [place for place, strip in enumerate(model(PLAIN).strip_names) if strip.startswith(f"{pool}/")]
        amounts = dict(zip((*ITEMS, *EVENT_ITEMS), record[rows].sum(axis=0), strict=True))
        assert {item for item, amount in amounts.items() if not amount} == set()


@pytest.mark.requirement("DIST-01")
@every_run
def test_sources_are_uses(name: str) -> None:
    assert told(name).check() == ()
    assert abs(told(name).difference) < NOTHING


def test_the_trace_of_the_month() -> None:
    speeds = ("--psa", 200, "--sda", 100, "--severity", "40%", "--libor", "5%")
    answer = ask("trace", DEAL, "--events", file(PLAIN), "--date", DAY, *speeds)
    assert answer.status == 0
    assert re.search(r"Cash in less cash out +0\.00\n", answer.out)


@every_run
def test_balances_follow(name: str) -> None:
    """Each class's from principal, accretion and losses; all of them together from the loans'."""
    assert {roll.subject for roll in told(name).classes} == set(model(name).initial)
    assert max(abs(roll.difference) for roll in told(name).classes) < NOTHING
    assert max(abs(roll.difference) for roll in told(name).loans) < Decimal("1e-6")
    assert abs(told(name).closing_gap - told(name).opening_gap) < Decimal("0.01")


@pytest.mark.requirement("DIST-01", "CLASS-07")
@every_run
def test_every_cent_that_came_in_is_explained_as_somebodys(name: str) -> None:
    """Interest and principal by their trees: of all classes but the composites, which are their components again."""
    interest, principal = explained(name, "interest"), explained(name, "principal")
    series = model(name).deal
    whole = {composite.name: [part.name for part in composite.components] for composite in series.composites}
    paid = [amount for item in (interest, principal) for subject, amount in item.items() if subject not in whole]
    assert abs(sum(paid, -told(name).total_received)) < NOTHING
    for composite, parts in whole.items():
        for item in (interest, principal):
            if composite in item:
                assert abs(item[composite] - sum(item[part] for part in parts)) < NOTHING


@every_run
@pytest.mark.parametrize("item", ["balance", "loss"])
def test_every_tree_sums_to_the_table(name: str, item: str) -> None:
    found = explained(name, item)
    rolls = {roll.subject: roll for roll in told(name).classes}
    assert rolls.keys() <= found.keys()
    for subject, roll in rolls.items():
        assert found[subject] == (roll.closing if item == "balance" else roll.taken[1])


def test_who_bears_the_losses_of_each_month() -> None:
    """The most junior class; beyond the limits everyone; then all juniors of a group, or all juniors and seniors.

    Of the last two the most junior class is left what the day's recoveries raised it by.
    """
    lost = {name: {roll.subject: float(roll.taken[1]) for roll in told(name).classes} for name in COURSES}
    left = {name: {roll.subject: float(roll.closing) for roll in told(name).classes} for name in COURSES}
    one, two, three, four = COURSES
    juniors = {group: [f"{group}B-{rank}" for rank in range(1, 7)] for group in ("I", "II")}
    assert min(left[one][name] for names in juniors.values() for name in names) > 100_000
    assert lost[two]["IA-1"] > 100 * lost[one]["IA-1"] > 0
    assert sum(left[three][name] for name in juniors["II"]) < 1234.56 < sum(left[three][name] for name in juniors["I"])
    assert sum(left[four][name] for names in juniors.values() for name in names) < 2 * 1234.56
    assert min(lost[four]["IA-1"], lost[four]["IIA-1"]) > 800_000
