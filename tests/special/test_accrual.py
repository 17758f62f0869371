"""Several accrual classes that pay the same classes, and an accrual class in a shortfall of interest."""

from pathlib import Path

import pytest

import seriatim
from seriatim import Deal
from seriatim.collateral.scenario import Scenario
from tests.compile.small import small_deal, variant
from tests.projection.histories import write_history

NOTHING = Scenario()
engines = pytest.mark.parametrize("engine", ["lanes", "exact"])
SECOND = "    ends: following day\n  - source: supplement p. 1\n    class: A-4\n    directed to: {}\n    ends: {}\n"


def both(folder: Path, order: str = "[A-2, A-3]", ends: str = "following day") -> Deal:
    """A-1 (12,000) and A-4 (7,850) accrue; both pay A-2 (20) and A-3 (130). $60 and $39.25 on day 1."""
    return variant("accrual", folder, {"    ends: following day\n": SECOND.format(order, ends)})


def amounts(deal: Deal, item: str, day: int, engine: str = "lanes") -> dict[str, float]:
    flows = deal.run(NOTHING, engine=engine).flows
    values = {name: round(float(flows.item(name, item)[day - 1, 0]), 2) for name in deal.classes}
    return {name: value for name, value in values.items() if value}


@pytest.mark.requirement("SPEC-02")
@engines
@pytest.mark.parametrize("order", ["[A-2, A-3]", "[A-3, A-2]"])
def test_on_the_last_day_they_share_what_is_needed_by_interest(engine, order, tmp_path) -> None:
    """Day 1: all 99.25. Day 2: 50.75 is needed of 60.30 and 39.45: 30.68 and 20.07, whatever each one's order is."""
    deal = both(tmp_path, order)
    assert sum(amounts(deal, "principal", 1, engine).values()) == pytest.approx(99.25)
    assert amounts(deal, "accretion", 2, engine) == {"A-1": 60.30, "A-4": 39.45}
    principal = amounts(deal, "principal", 2, engine)
    assert principal["A-1"] == pytest.approx(60.30 - 30.68)
    assert principal["A-4"] == pytest.approx(39.45 - 20.07)
    assert sum(principal[name] for name in ("A-2", "A-3") if name in principal) == pytest.approx(50.75)
    assert amounts(deal, "balance", 2, engine) == {"A-1": 12_090.68, "A-4": 7909.32}


@engines
def test_from_then_on_each_has_its_interest(engine, tmp_path) -> None:
    interest = amounts(both(tmp_path), "interest", 3, engine)
    assert interest == {"A-1": 60.45, "A-4": 39.55}
    assert amounts(both(tmp_path), "accretion", 3, engine) == {}


@pytest.mark.requirement("SPEC-02", "VAR-15")
def test_where_the_rest_is_interest_on_the_same_day(tmp_path) -> None:
    """A-4's rest of the last day is interest, A-1's principal: each by its own rule, of the same share."""
    deal = both(tmp_path, ends="same day")
    assert amounts(deal, "interest", 2)["A-4"] == pytest.approx(39.45 - 20.07)
    assert amounts(deal, "accretion", 2) == {"A-1": 60.30, "A-4": 20.07}
    assert amounts(deal, "balance", 2) == {"A-1": 12_090.68, "A-4": 7909.32}


def test_classes_that_are_not_the_same_are_paid_one_after_the_other(tmp_path) -> None:
    """A-4 pays A-3 alone: A-1 comes first, as the file has it."""
    deal = both(tmp_path, "[A-3]")
    assert amounts(deal, "principal", 2)["A-3"] == pytest.approx(50.75)
    assert "A-1" in amounts(deal, "principal", 2) or amounts(deal, "principal", 2)["A-4"] == 39.45


@pytest.mark.requirement("DIST-12")
@engines
def test_an_accrual_class_in_a_shortfall_accretes_what_it_is_paid(engine, tmp_path) -> None:
    """Half of $100 is withheld: of its 60 A-1 adds 30; a month later the other 30 come in, and are redirected too."""
    rows = [{"period": 1, "interest_withheld": 50}, {"period": 2, "late_interest": 50}]
    deal = small_deal("accrual").under(write_history(rows, tmp_path / "events.csv"))
    assert amounts(deal, "accretion", 1, engine) == {"A-1": 30}
    assert amounts(deal, "interest_shortfall", 1, engine)["A-1"] == 30
    assert amounts(deal, "principal", 1, engine) == {"A-2": 20, "A-3": 10}
    assert amounts(deal, "accretion", 2, engine) == {"A-1": 90.15}
    assert amounts(deal, "principal", 2, engine) == {"A-3": 90.15}
    assert amounts(deal, "balance", 2, engine)["A-1"] == 12_120.15
    assert amounts(deal, "interest_shortfall", 2, engine) == {}


@pytest.mark.requirement("DIST-12")
def test_so_does_the_accrual_class_of_1994(tmp_path) -> None:
    """DIST-12: the accretion is the interest less the class's share of the shortfall; late interest is added later."""
    short = 1_200_000
    rows = [{"period": 1, "interest_withheld": short}, {"period": 2, "late_interest": short}]
    deal = seriatim.load("cmsi-1994-5")
    deal = deal.under(write_history(rows, tmp_path / "events.csv"))
    flows = deal.run(NOTHING).flows
    accruing = deal.terms.accrual[0].name
    rate = float(deal.terms.classes.named(accruing).rate) / 12
    accrued = flows.item(accruing, "opening_balance")[:, 0] * rate
    unpaid = flows.item(accruing, "interest_shortfall")[:, 0]
    accretion = flows.item(accruing, "accretion")[:, 0]
    assert unpaid[0] > 1000
    assert unpaid[1] == 0
    other = deal.terms.classes.senior[0]
    due = float(other.balance) * float(other.rate) / 12
    assert unpaid[0] / accrued[0] == pytest.approx(flows.item(other.name, "interest_shortfall")[0, 0] / due)
    assert accretion[0] == pytest.approx(accrued[0] - unpaid[0])
    assert accretion[1] == pytest.approx(accrued[1] + unpaid[0])
    assert flows.item(accruing, "interest")[:2].sum() == 0
