"""Losses: from the bottom up, then the seniors pro rata; the PO strip's; super senior classes and their support."""

import pytest

import seriatim
from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from tests.compile.small import annual, losing, paid, small_deal, variant


@pytest.mark.requirement("T-033", "LOSS-05")
def test_the_most_junior_class_is_written_down_to_zero_before_the_next(tmp_path) -> None:
    """T-033: of $1,500, B-6 and B-5 with $1,000 each are left with 0 and 500."""
    changes = {"B-6, balance: 2000": "B-6, balance: 1000", "307,000": "306,000", "pool,307000": "pool,306000"}
    deal = variant("impaired", tmp_path, changes)
    loss = losing(1500 / 306_000)
    assert paid(deal, loss, "loss") == {"B-5": 500, "B-6": 1000}
    balances = paid(deal, loss, "balance")
    assert (balances["B-5"], "B-6" in balances, balances["B-4"]) == (500, False, 1000)


@pytest.mark.requirement("LOSS-01")
def test_losses_come_after_the_distributions_of_the_day() -> None:
    """B-6 is paid its share of principal on its balance before the loss."""
    scenario = losing(0.005, smm=(0.0, 0.01, 0.0), month=2)
    deal = small_deal("impaired")
    assert paid(deal, scenario, "principal", 2)["B-6"] == 20
    assert paid(deal, scenario, "loss", 2) == {"B-6": 307_000 * 0.005}


@pytest.mark.requirement("LOSS-01", "LOSS-05")
def test_beyond_the_subordinated_classes_the_seniors_share_by_balance() -> None:
    """A tenth of a million: six classes of 10,000, and 40,000 on two seniors after the day's principal."""
    deal = small_deal("two-and-six")
    loss = paid(deal, losing(0.1), "loss")
    balances = {name: 470_000 - paid(deal, losing(0.1), "principal").get(name, 0) for name in ("A-1", "A-2")}
    left = 100_000 - sum(loss[f"B-{n}"] for n in range(1, 7))
    for name in ("A-1", "A-2"):
        assert loss[name] == pytest.approx(left * balances[name] / sum(balances.values()), abs=0.011)


@pytest.mark.requirement("LOSS-01")
def test_an_accrual_class_shares_at_no_more_than_its_initial_balance() -> None:
    """After a day of accretion A-1 has 12,060, of which 12,000 count beside 90 and 7,850; $199.40 are lost."""
    deal = small_deal("accrual")
    loss = paid(deal, losing(0.01, month=2), "loss", 2)
    weights = {"A-1": 12_000, "A-3": 90 - 60.30, "A-4": 7850}
    for name, weight in weights.items():
        assert loss[name] == pytest.approx(200 * weight / sum(weights.values()), abs=0.006)


def test_if_those_weights_run_out_the_rest_falls_on_the_balances() -> None:
    deal = small_deal("accrual")
    assert paid(deal, losing(1.0, month=2), "balance", 2) == {}
    loss = paid(deal, losing(1.0, month=2), "loss", 2)
    assert loss["A-1"] == pytest.approx(12_060 + 60.30, abs=0.01)


@pytest.mark.requirement("T-109", "LOSS-18")
def test_the_support_amounts_of_2006_make_up_the_support_class() -> None:
    """T-109: 1,343,000 + 3,830,000 = 5,173,000."""
    terms = seriatim.load("cmsi-2006-6").terms
    pairs = terms.losses.super_senior
    assert [(pair.name, pair.support_class) for pair in pairs] == [("A-4", "A-11"), ("A-6", "A-11")]
    assert sum(pair.amount for pair in pairs) == terms.classes.named("A-11").balance == 5_173_000


DAY_1 = 0.011
"""$1,100 of 100,000: B is gone with 1,000, and $100 falls on the seniors 60 : 30 : 9; the date is the next day's."""


def losing_twice(second: float, *more: float) -> Scenario:
    rates = (annual(DAY_1), annual(second), *(annual(part) for part in more), 0.0)
    return Scenario(cdr=rates, lag_months=0, severity=1.0)


@pytest.mark.requirement("LOSS-18")
def test_no_support_on_the_day_the_subordinated_classes_run_out() -> None:
    loss = paid(small_deal("super-senior"), losing_twice(0.0), "loss")
    assert loss == {"A-1": 60.61, "A-2": 30.30, "A-3": 9.09, "B": 1000}


@pytest.mark.requirement("LOSS-18")
def test_after_the_depletion_date_losses_fall_on_the_support_class() -> None:
    """1 % of 98,900: A-3 bears its own and those of A-1 and A-2."""
    loss = paid(small_deal("super-senior"), losing_twice(0.01), "loss", 2)
    assert loss == {"A-3": 989}


@pytest.mark.requirement("LOSS-18")
def test_support_ends_with_its_amount() -> None:
    """A-1 is supported with $700 in all, A-2 with 5,000; then each bears its own."""
    deal, scenario = small_deal("super-senior"), losing_twice(0.01, 0.01)
    supported = 60_000 - 60.61
    first = 98_900 * 0.01 * supported / 98_900
    assert first < 700
    second = 97_911 * 0.01 * supported / 97_911
    loss = paid(deal, scenario, "loss", 3)
    assert loss["A-1"] == pytest.approx(first + second - 700, abs=0.02)
    assert "A-2" not in loss
    assert sum(loss.values()) == pytest.approx(979.11, abs=0.02)


@pytest.mark.requirement("LOSS-18", "INC-21")
def test_support_ends_with_the_support_class(tmp_path) -> None:
    """30 % of 98,900: A-3 bears all it has; what A-1 and A-2 would shift is cut in proportion."""
    deal = variant("super-senior", tmp_path, {"amount: 700": "amount: 3000"})
    loss = paid(deal, losing_twice(0.3), "loss", 2)
    balances = paid(deal, losing_twice(0.3), "opening_balance", 2)
    assert loss["A-3"] == balances["A-3"]
    own = {name: 0.3 * balance for name, balance in balances.items()}
    room = balances["A-3"] - own["A-3"]
    wanted = {"A-1": 3000, "A-2": 5000}
    assert room < 8000 < own["A-1"] + own["A-2"]
    for name, amount in wanted.items():
        assert loss[name] == pytest.approx(own[name] - room * amount / 8000, abs=0.02)


READINGS = ("text", "reimbursed amount", "whole loss")


def stripped(folder, reading: str) -> Deal:
    wording = {"subordinated write-down: reimbursed amount": f"subordinated write-down: {reading}"}
    return variant("stripped", folder, wording)


PART_REIMBURSED = losing(0.01, smm=(0.005, 0.01, 0.0))
"""$100 of the PO strip and $1,000 of the other are lost; the subordinated classes have $50 of principal, 30 and 20."""


@pytest.mark.requirement("DIST-05", "VAR-13")
@pytest.mark.parametrize(
    ("reading", "b_1", "b_2"),
    [
        ("text", 6000 - 30, 4000 - 20 - 1000),  # diverted principal reduces the classes that gave it
        ("reimbursed amount", 6000, 4000 - 50 - 1000),  # they keep it, and the most junior is written down by it
        ("whole loss", 6000, 4000 - 100 - 1000),  # the most junior is written down by all of the PO loss
    ],
)
def test_losses_of_the_po_strip_in_three_readings(tmp_path, reading: str, b_1: float, b_2: float) -> None:
    deal = stripped(tmp_path, reading)
    assert paid(deal, PART_REIMBURSED, "principal") == {"A": 450, "PO": 50 + 50}
    balances = paid(deal, PART_REIMBURSED, "balance")
    assert balances == {"A": 89_550, "PO": 10_000 - 100 - 50, "B-1": b_1, "B-2": b_2}


@pytest.mark.requirement("DIST-05")
@pytest.mark.parametrize("reading", READINGS)
def test_what_is_not_reimbursed_that_day_is_reimbursed_later(tmp_path, reading: str) -> None:
    """$50 of the $100 are open after the first day; B-2's principal of the second gives them, B-1's the rest."""
    deal = stripped(tmp_path, reading)
    principal = paid(deal, PART_REIMBURSED, "principal", 2)
    own = 9850 * 0.01
    assert principal["PO"] == pytest.approx(own + 50, abs=0.02)
    last = deal.run(losing(0.01, smm=(0.005, 0.01, 0.01))).flows.item("PO", "principal")[2, 0]
    assert last == pytest.approx((9850 - own) * 0.01, abs=0.02)


@pytest.mark.requirement("DIST-05")
@pytest.mark.parametrize(("lost", "b_1", "b_2"), [(10, 60, 30), (40, 60, 0), (55, 45, 0)])
def test_the_most_junior_class_gives_its_principal_first(lost: float, b_1: float, b_2: float) -> None:
    """$60 and $40 of principal; the PO strip of 10,000 loses less than that."""
    principal = paid(small_deal("stripped"), losing(lost / 10_000, smm=(0.01, 0.0)), "principal")
    assert principal == {"A": 900, "PO": 100 + lost, "B-1": b_1, **({"B-2": b_2} if b_2 else {})}


@pytest.mark.parametrize("reading", READINGS)
def test_all_cash_is_paid_in_every_reading(tmp_path, reading: str) -> None:
    deal = stripped(tmp_path, reading)
    run, loans = deal.run(losing(0.05, smm=0.01)), deal.collateral(losing(0.05, smm=0.01)).to_polars()
    paid_out = sum(run[name].interest.sum() + run[name].principal.sum() for name in deal.classes)
    received = sum(
        loans[item].sum() for item in ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")
    )
    assert paid_out == pytest.approx(received, rel=1e-12)


def test_without_subordinated_principal_the_po_class_waits() -> None:
    """No principal on the first day: nothing can be diverted, and the loss stays open."""
    scenario = losing(0.01, smm=(0.0, 0.05, 0.0))
    deal = small_deal("stripped")
    assert paid(deal, scenario, "principal") == {}
    assert paid(deal, scenario, "balance") == {"A": 90_000, "PO": 9900, "B-1": 6000, "B-2": 3000}
    assert paid(deal, scenario, "principal", 2)["PO"] == pytest.approx(9900 * 0.05 + 100, abs=0.01)
    assert paid(deal, scenario, "loss", 2)["PO"] == -100


@pytest.mark.requirement("DIST-05")
def test_when_the_subordinated_classes_are_gone_po_losses_are_not_reimbursed() -> None:
    scenario = losing(0.2, smm=(0.0, 0.05, 0.0))
    deal = small_deal("stripped")
    assert paid(deal, scenario, "balance").keys() == {"A", "PO"}
    assert paid(deal, scenario, "principal", 2)["PO"] == pytest.approx(8000 * 0.05, abs=0.01)
