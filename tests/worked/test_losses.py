"""Losses in both engines: the order of adjustments, limits, interest parts, recoveries, super senior support."""

import pytest

import seriatim
from seriatim import Deal
from tests.compile.small import small_deal, variant
from tests.worked.both import Both, worked_deal


@pytest.mark.requirement("LOSS-01", "LOSS-04", "LOSS-05", "LOSS-06", "LOSS-20", "VAR-10", "VAR-13")
def test_the_adjustments_of_one_day_in_order(happen) -> None:
    """Losses of both kinds on both strips and $10,000 of principal, each step after the ones before it.

    1: the PO class bears its $100 and $50. 2: the $300 beyond subordination are shared by balance. 4: principal, of
    which $50 of B-2's are diverted to the PO class for the subordinated loss, and reduce B-2. 5: $1,150 fall on B-2.
    """
    told = happen(
        worked_deal("mixed"),
        {"period": 1, "line": "discount", "extraordinary_loss": 400, "loss": 200},
        {"period": 1, "line": "seven", "loss": 1000},
        {"period": 1, "line": "eight", "prepayment": 10_000},
    )
    assert told("principal", 1) == {"A": 9000, "PO": 50, "B-1": 600, "B-2": 350}
    assert told("balance", 1) == {
        "A": 270_000 - 270 - 9000,
        "PO": 25_000 - 100 - 50,
        "IO": 225_000 - 1000 - 10_000,
        "B-1": 18_000 - 18 - 600,
        "B-2": 12_000 - 12 - 400 - 1150,
    }
    assert told("interest", 1) == {"A": 1350, "IO": 287.5, "B-1": 90, "B-2": 60}


@pytest.mark.requirement("LOSS-06", "LOSS-07")
def test_a_fraud_loss_beyond_its_limit_on_both_strips(happen) -> None:
    """The limit is used up in month 1; then all bear it, and the PO class is not reimbursed for its part."""
    told = happen(
        worked_deal("mixed"),
        {"period": 1, "line": "seven", "fraud_loss": 1000},
        {"period": 2, "line": "discount", "fraud_loss": 1000},
        {"period": 2, "line": "eight", "prepayment": 10_000},
    )
    assert told("loss", 1) == {"B-2": 1000}
    before = told("balance", 1)
    shared = {name: round(750 * before[name] / 299_000, 2) for name in ("A", "B-1", "B-2")}
    assert told("loss", 2) == shared | {"PO": 250}
    assert "PO" not in told("principal", 2)


@pytest.mark.requirement("LOSS-04")
@pytest.mark.parametrize("kind", ["loss", "special_hazard_loss", "fraud_loss", "bankruptcy_loss"])
def test_kinds_of_loss_that_subordination_covers(happen, kind: str) -> None:
    assert happen(small_deal("weather"), {"period": 1, kind: 900})("loss", 1) == {"B-2": 900}


@pytest.mark.requirement("LOSS-15", "DIST-08")
@pytest.mark.parametrize("kind", ["interest_loss", "fraud_interest_loss", "bankruptcy_interest_loss"])
def test_the_interest_part_of_a_covered_loss_is_borne_through_cash(happen, kind: str) -> None:
    """Nobody is written down; the most junior class waits for its interest."""
    told = happen(small_deal("weather"), {"period": 1, kind: 150})
    assert told("loss", 1) == {}
    assert told("interest", 1) == {"A": 4500, "B-1": 300, "B-2": 50}
    assert told("interest_shortfall", 1) == {"B-2": 150}


@pytest.mark.requirement("LOSS-06", "ALLOC-21")
def test_the_interest_part_beyond_a_limit_is_shared_by_accrued_interest(happen) -> None:
    rows = {"period": 1, "bankruptcy_loss": 1000}, {"period": 2, "bankruptcy_interest_loss": 100}
    told = happen(small_deal("weather"), *rows)
    accrued = {"A": 4500.0, "B-1": 300.0, "B-2": 195.0}
    left = 1 - 100 / sum(accrued.values())
    assert told("interest", 2) == {name: round(amount * left, 2) for name, amount in accrued.items()}
    assert told("interest_shortfall", 2) == {}


def recovering(folder, order: str) -> Deal:
    words = "order: seniors, then as unscheduled principal\n    written up: unreimbursed losses"
    return variant("weather", folder, {words: f"order: {order}"})


@pytest.mark.requirement("LOSS-17", "VAR-11")
@pytest.mark.parametrize(
    ("order", "recovered", "received"),
    [
        ("by seniority", 980, {"A": 900, "B-1": 60, "B-2": 20}),
        ("by seniority", 700, {"A": 700}),
        ("by seniority, the rest to the most subordinated", 1100, {"A": 900, "B-1": 60, "B-2": 140}),
    ],
)
def test_a_recovery_by_seniority(happen, tmp_path, order: str, recovered: float, received: dict[str, float]) -> None:
    """$1,000 were shared 900 : 60 : 40. 1999: up to losses; 1994: the rest is B-2's. No balance changes."""
    deal = recovering(tmp_path, order)
    told = happen(deal, {"period": 1, "extraordinary_loss": 1000}, {"period": 2, "recovery": recovered})
    assert told("loss", 1) == {"A": 900, "B-1": 60, "B-2": 40}
    assert told("principal", 2) == received
    assert told("balance", 2) == told("balance", 1)


@pytest.mark.requirement("T-109", "LOSS-18")
def test_the_support_amounts_are_the_support_class() -> None:
    terms = seriatim.load("cmsi-2006-6").terms
    amounts = {pair.name: int(pair.amount) for pair in terms.losses.super_senior}
    assert amounts == {"A-4": 1_343_000, "A-6": 3_830_000}
    told = Both(seriatim.load("cmsi-2006-6"))
    assert told("balance", 0)["A-11"] == sum(amounts.values()) == 5_173_000


DEPLETED = {"period": 1, "loss": 1100}


@pytest.mark.requirement("LOSS-18")
def test_a_support_class_bears_losses_up_to_its_amounts(happen) -> None:
    """B's 1,000 are gone on day 1. On day 2 A-3 bears its own losses and those of A-1 and A-2; on day 3 amounts end."""
    told = happen(small_deal("super-senior"), DEPLETED, {"period": 2, "loss": 989}, {"period": 3, "loss": 1000})
    assert told("loss", 1) == {"A-1": 60.61, "A-2": 30.3, "A-3": 9.09, "B": 1000}
    assert told("loss", 2) == {"A-3": 989}
    before = told("balance", 2)
    own = {name: 1000 * balance / sum(before.values()) for name, balance in before.items()}
    left = 700 - 989 * 59_939.39 / 98_900
    assert 0 < left < own["A-1"]
    assert told("loss", 3) == {
        "A-1": pytest.approx(own["A-1"] - left, abs=0.02),
        "A-3": pytest.approx(own["A-3"] + left + own["A-2"], abs=0.02),
    }


@pytest.mark.requirement("LOSS-18")
def test_losses_that_subordination_never_covers_are_not_shifted(happen) -> None:
    told = happen(small_deal("super-senior"), DEPLETED, {"period": 2, "extraordinary_loss": 989})
    before = told("balance", 1)
    assert told("loss", 2) == {name: round(989 * balance / 98_900, 2) for name, balance in before.items()}


LIMITS = {
    "cmsi-1999-7": {
        "special hazard": (2_987_861, "1.20"),
        "fraud": (2_489_504, "1.00"),
        "bankruptcy": (100_000, "0.04"),
    },
    "cmsi-1994-5": {
        "special hazard": (2_588_914, "1.00"),
        "fraud": (5_177_828, "2.00"),
        "bankruptcy": (103_557, "0.04"),
    },
}


@pytest.mark.requirement("T-116", "LOSS-07", "VAR-09", "INC-14")
@pytest.mark.parametrize("name", LIMITS)
def test_the_loss_limits_of_the_deals(name: str) -> None:
    """1 % of 248,950,359 is the fraud limit to the dollar; 1.20 % would be a special hazard limit of 2,987,404."""
    deal = seriatim.load(name)
    pool = deal.terms.mortgage_loans.balance
    stated = {limit.kind: limit.amount for limit in deal.terms.losses.limits.limits}
    assert {kind: (round(amount), f"{100 * amount / pool:.2f}") for kind, amount in stated.items()} == LIMITS[name]


@pytest.mark.requirement("T-116", "LOSS-07", "INC-20")
def test_the_fraud_limit_of_1999_covers_its_amount_and_no_more(happen) -> None:
    """Before the second anniversary too; of $1,000 more, class A bears its share of the day."""
    deal = seriatim.load("cmsi-1999-7")
    for period in (1, 20):
        told = happen(deal, {"period": period, "line": "premium", "fraud_loss": 2_489_504})
        assert not seniors(told, "loss", period)
        told = happen(deal, {"period": period, "line": "premium", "fraud_loss": 2_490_504})
        opening = told("balance", period - 1)
        whole = sum(amount for name, amount in opening.items() if name not in ("A-10", "A-IO"))
        expected = 1000 * seniors(told, "balance", period - 1) / whole
        assert seniors(told, "loss", period) == pytest.approx(expected, abs=0.1)


def seniors(told: Both, item: str, period: int) -> float:
    return sum(told(item, period).get(f"A-{k}", 0) for k in range(1, 10))
