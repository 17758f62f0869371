"""Distributions: cash by seniority, what falls short, what comes late, in both engines."""

from collections.abc import Mapping

import pytest

import seriatim
from seriatim import Deal, Scenario
from tests.compile.small import annual, small_deal, variant
from tests.worked.both import Both, small, worked_deal


def short_of(part: float, **other: object) -> Scenario:
    """That part of the loans defaults in month 1 and pays nothing."""
    return Scenario(cdr=(annual(part), 0.0), lag_months=12, advancing="none", **other)


@pytest.mark.requirement("T-032", "DIST-04", "CLASS-02")
def test_b_1_before_b_2() -> None:
    """Each is due $1,000 of interest and $200 of principal; $1,350 are left for them."""
    told = Both(small_deal("priorities"), short_of(0.21, smm=(0.001, 0.0)))
    assert told("interest", 1) == {"A": 3000, "B-1": 1000, "B-2": 150}
    assert told("principal", 1) == {"A": 600, "B-1": 200}


@pytest.mark.requirement("DIST-10", "ALLOC-20")
def test_arrears_of_a_class_before_its_principal_and_before_its_juniors() -> None:
    told = Both(small_deal("priorities"), short_of(0.21, smm=(0.0, 0.001, 0.0)))
    assert told("interest_shortfall", 1) == {"B-1": 50, "B-2": 1000}
    assert told("interest", 2) == {"A": 3000, "B-1": 1050, "B-2": 58}
    assert told("principal", 2) == {"A": 474, "B-1": 158}


@pytest.mark.requirement("T-013", "DIST-02")
def test_a_payment_and_a_prepayment_of_march_1(happen, tmp_path) -> None:
    """The scheduled payment is distributed in March, the prepayment of $1,000 in April, with the payment of April 1."""
    deal = variant("weather", tmp_path, {"first,80000,6.25%,240,240,239": "first,80000,6.25%,240,240,0"})
    assert [day.isoformat() for day in deal.run().flows.dates[3:5]] == ["2007-03-25", "2007-04-25"]
    told, plain = happen(deal, {"period": 5, "line": "first", "prepayment": 1000}), Both(deal)
    assert told("principal", 4) == plain("principal", 4) != {}
    more = sum(told("principal", 5).values()) - sum(plain("principal", 5).values())
    assert more == pytest.approx(1000, abs=0.02)


def with_fee(folder, covered_by: str, *, residual: bool = False, excess: bool = False) -> Deal:
    """$1,020,000 at 8 % net of a quarter percent, and a class of 2 % less, or as much as the case needs."""
    rule = "distributions:\n  source: supplement p. 1\n  prepayment interest:\n    source: supplement p. 1\n"
    rule += f"    covered by: {covered_by}\n" + ("    residual shares: true\n" if residual else "")
    top = "excess interest:\n  source: supplement p. 1\n  above: 6%\n\n" if excess else ""
    changes = {
        "servicing fee: 0%": "servicing fee: 0.25%",
        "1020000,6%": "1020000,8.25%",
        "structuring assumptions:": f"{rule}\nstructuring assumptions:",
        "allocations:": f"{top}allocations:",
    }
    return variant("interest", folder, changes if excess else changes | {"1020000, rate: 6%": "1020000, rate: 8%"})


@pytest.mark.requirement("DIST-15", "VAR-04")
@pytest.mark.parametrize(
    ("covered_by", "borne"), [("half the servicing fee", 680 - 106.25), ("the servicing fee", 467.5), ("nothing", 680)]
)
def test_what_the_servicing_fee_covers(happen, tmp_path, covered_by: str, borne: float) -> None:
    """$102,000 prepaid without the month's interest of 680; the fee on $1,020,000 is 212.50."""
    told = happen(with_fee(tmp_path, covered_by), {"period": 1, "prepayment": 102_000, "prepayment_interest": 0})
    assert told("interest", 1) == {"A": 6800 - borne}
    assert told("interest_shortfall", 1) == {}


@pytest.mark.requirement("DIST-17", "DIST-18", "VAR-04", "VAR-02")
@pytest.mark.parametrize(
    ("prepaid", "certificates", "residual"), [(102_000, 5100 - (510 - 212.5), 1700 - 170), (30_000, 5100, 1700)]
)
def test_the_residual_bears_its_part_of_prepayment_interest(
    happen, tmp_path, prepaid: float, certificates: float, residual: float
) -> None:
    """1994: three quarters of 680, or of 200, are the certificates'; the fee covers theirs before the residual's."""
    deal = with_fee(tmp_path, "the servicing fee", residual=True, excess=True)
    told = happen(deal, {"period": 1, "prepayment": prepaid, "prepayment_interest": 0})
    assert told("interest", 1) == {"A": certificates, "R": residual}


@pytest.mark.requirement("DIST-17", "CLASS-06")
def test_the_strip_off_the_top_never_covers_shortfalls(happen, tmp_path) -> None:
    """1994: 2 % of the loans, received or not, are the residual's before the class has anything."""
    deal = with_fee(tmp_path, "nothing", excess=True)
    told = happen(deal, {"period": 1, "interest_withheld": 4000})
    assert told("interest", 1) == {"A": 1100, "R": 1700}


@pytest.mark.requirement("DIST-11", "ALLOC-20")
def test_late_cash_is_shared_by_unpaid_shortfalls(happen) -> None:
    """At 6 % A-1 and A-2 are due 5,416.67 and 1,250, at 1 % it is the other way round: $2,000 go by the first."""
    rows = {"period": 1, "interest_withheld": 4000}, {"period": 2, "late_interest": 2000}
    told = happen(small_deal("libor"), *rows, scenario=Scenario(libor=(0.06, 0.01)))
    assert told("interest_shortfall", 1) == {"A-1": 3250, "A-2": 750}
    assert told("interest", 2) == {"A-1": 1250 + 1625, "A-2": round(65_000 / 12 + 375, 2)}
    assert told("interest_shortfall", 2) == {"A-1": 1625, "A-2": 375}


@pytest.mark.requirement("DIST-12")
def test_an_accrual_class_short_of_interest(happen) -> None:
    """1994: half of its $60 comes in and is paid to A-2 and A-3; the other half later, and is redirected too."""
    rows = {"period": 1, "interest_withheld": 50}, {"period": 2, "late_interest": 50}
    told = happen(small_deal("accrual"), *rows)
    assert told("accretion", 1) == {"A-1": 30}
    assert told("principal", 1) == {"A-2": 20, "A-3": 10}
    assert told("balance", 1)["A-1"] == 12_030
    assert told("accretion", 2) == {"A-1": 60.15 + 30}
    assert told("balance", 2)["A-1"] == 12_030 + 60.15 + 30


@pytest.mark.requirement("DIST-20", "DIST-08")
def test_late_cash_pays_what_is_owed_first(happen) -> None:
    rows = {"period": 5, "interest_withheld": 700}, {"period": 6, "late_interest": 700}
    told = happen(small_deal("weather"), *rows)
    assert told("interest", 5) == {"A": 4300}
    assert told("interest", 6) == {"A": 4500 + 200, "B-1": 600, "B-2": 400}


SHORT = (
    {"period": 1, "line": "discount", "prepayment": 4000, "interest_withheld": 375},
    {"period": 1, "line": "eight", "interest_withheld": 625},
)
"""$1,000 of $1,787.50 are missing, and $4,000 of principal are there, 1,000 of them the PO strip's."""
SENIOR_SHARE = (787.5 + 4000 - 1637.5) / (2700 + 1000)
"""After $1,637.50 of senior interest, $3,150 are left for senior allocations of 2,700 and 1,000."""


@pytest.mark.requirement("DIST-08", "RATIO-10", "INC-18")
def test_cash_is_cash_whatever_strip_it_came_from(happen) -> None:
    """Principal, the PO strip's too, pays interest; the seniors and the PO class share what is left by allocations."""
    told = happen(worked_deal("mixed"), *SHORT)
    assert told("interest", 1) == {"A": 1350, "IO": 287.5}
    assert told("principal", 1) == {"A": round(2700 * SENIOR_SHARE, 2), "PO": round(1000 * SENIOR_SHARE, 2)}


@pytest.mark.requirement("DIST-05", "LOSS-01", "VAR-13", "INC-03")
def test_a_principal_shortfall_of_the_po_class_is_reimbursed_from_subordinated_principal(happen) -> None:
    """It is written off the PO class; the most junior class's principal repays it, without a change of its balance."""
    told = happen(worked_deal("mixed"), *SHORT, {"period": 2, "line": "seven", "prepayment": 10_000})
    short = round(1000 * (1 - SENIOR_SHARE), 2)
    assert told("balance", 1)["PO"] == told("balance", 2)["PO"] == 24_000
    assert told("principal", 2)["PO"] == short
    seniors = 2700 * (1 - SENIOR_SHARE)
    junior = told("balance", 1)
    assert junior["B-2"] == pytest.approx(12_000 - seniors - 300, abs=0.01)
    assert (junior["A"], junior["B-1"]) == (round(270_000 - 2700 * SENIOR_SHARE, 2), 18_000)
    pool = 297_000
    allocated = {name: 10_000 * junior[name] / pool for name in ("A", "B-1", "B-2")}
    paid = told("principal", 2)
    # Interest in arrears of B-1 and B-2 is paid out of the principal, so that B-2's is short.
    assert paid["A"] == pytest.approx(allocated["A"], abs=0.01)
    assert paid["B-1"] == pytest.approx(allocated["B-1"], abs=0.01)
    arrears = sum(told("interest_shortfall", 1).values())
    assert arrears == 150
    assert sum(paid.values()) == pytest.approx(10_000 - arrears, abs=0.01)


BLOCK = {"  source: core p. 48\n": "  source: core p. 48\n  junior on a write-down day: {}\n"}


def blocking(folder, reading: str, test: str = "after distributions") -> Deal:
    (old, new) = next(iter(BLOCK.items()))
    return variant("weather", folder, {old: new.format(reading) + f"  write-down test: {test}\n"})


@pytest.mark.requirement("DIST-06")
@pytest.mark.parametrize(("reading", "junior"), [("is not paid", {"R": 200}), ("is paid", {"B-2": 200})])
def test_a_junior_gets_nothing_on_a_day_that_writes_a_senior_down(happen, tmp_path, reading, junior) -> None:
    """$50,000 are lost: B-2 with its 40,000 is gone, B-1 is written down, and B-2's interest is the residual's."""
    told = happen(blocking(tmp_path, reading), {"period": 1, "line": "first", "loss": 50_000})
    assert told("loss", 1) == {"B-1": 10_000, "B-2": 40_000}
    assert told("interest", 1) == {"A": 4500, "B-1": 300} | junior


@pytest.mark.requirement("DIST-06")
@pytest.mark.parametrize(("test", "paid"), [("after distributions", None), ("on opening balances", 200)])
def test_whether_a_senior_would_be_written_down(happen, tmp_path, test: str, paid: float | None) -> None:
    """B-2 has 40,000, or 38,000 after its principal of the day; $38,500 are lost."""
    rows = (
        {"period": 1, "line": "first", "loss": 38_500},
        {"period": 1, "line": "others", "prepayment": 50_000},
    )
    told = happen(blocking(tmp_path, "is not paid", test), *rows)
    assert told("interest", 1).get("B-2") == paid


@pytest.mark.requirement("CLASS-08")
def test_a_class_no_longer_outstanding_receives_nothing(happen) -> None:
    """B-2 was owed $200 of interest when it was written off; late, the cash is the residual's."""
    first = {"period": 1, "line": "first", "loss": 40_000, "interest_withheld": 200}
    told = happen(small_deal("weather"), first, {"period": 2, "late_interest": 200}, {"period": 3, "recovery": 0})
    assert told("interest_shortfall", 1) == {"B-2": 200}
    assert "B-2" not in told("balance", 1)
    assert told("interest", 2) == {"A": 4500, "B-1": 300, "R": 200}
    assert not any(told.series("B-2", item)[1:].any() for item in ("interest", "principal"))


@pytest.mark.requirement("CLASS-06", "DIST-24")
def test_when_all_classes_are_gone_the_residual_owns_what_comes_in(happen) -> None:
    told = happen(small_deal("weather"), {"period": 1, "loss": 1_000_000}, {"period": 2, "recovery": 5000})
    assert told("balance", 1) == {}
    assert told("interest", 2) | told("principal", 2) == {"R": 5000}


def reimbursing(folder, rule: str) -> Deal:
    return variant("weather", folder, {"\nlosses:\n": f"{rule}\nlosses:\n"})


FIFTH = "  shortfall reimbursement:\n    source: core p. 57\n"
RULES: Mapping[str, tuple[str, dict[str, float]]] = {"2006": (FIFTH, {"B-2": 1000}), "none": ("", {})}


@pytest.mark.requirement("VAR-12")
@pytest.mark.parametrize("document", RULES)
def test_principal_shortfalls_written_off_are_repaid_where_the_deal_says_so(happen, tmp_path, document) -> None:
    """$1,000 of principal pay interest in month 1 and are written off B-2; then all late interest comes in."""
    rule, repaid = RULES[document]
    rows = {"period": 1, "prepayment": 1000, "interest_withheld": 5000}, {"period": 2, "late_interest": 5000}
    told = happen(reimbursing(tmp_path, rule), *rows)
    assert told("interest", 1) == {"A": 1000}
    assert told("loss", 1) == {"B-2": 1000}
    assert told("principal", 2) == repaid
    assert told("balance", 2) == told("balance", 1)


@pytest.mark.requirement("DIST-01")
def test_available_cash_is_all_that_came_in(happen, tmp_path) -> None:
    """Scheduled payments, unscheduled receipts, recoveries and late cash, less what is withheld and the fee."""
    deal = small("mixed", tmp_path, {"servicing fee: 0%": "servicing fee: 0.25%", "4.5%": "4.75%", "7%": "7.25%"})
    rows = (
        {"period": 1, "line": "eight", "interest_withheld": 300, "prepayment": 500},
        {"period": 2, "line": "seven", "loss": 40, "liquidation_proceeds": 60, "repurchase": 10},
        {"period": 3, "line": "eight", "late_interest": 250},
        {"period": 4, "line": "seven", "recovery": 33},
    )
    told, plain = happen(deal, *rows), Both(deal)

    def paid(told: Both, period: int) -> float:
        return sum(sum(told(item, period).values()) for item in ("interest", "principal"))

    interest = [0, 500 * 0.0775, 500 * 0.0775 + 110 * 0.07, 500 * 0.0775 + 110 * 0.07]
    extra = [500 - 300, 70, 250, 33]
    for period, (less, more) in enumerate(zip(interest, extra, strict=True), start=1):
        assert paid(told, period) - paid(plain, period) == pytest.approx(more - less / 12, abs=0.04), period


AMORTIZING = {"first,80000,6.25%,240,240,239": "first,80000,6.25%,240,240,0"}
SCHEDULED = 168.07
"""Principal of the first month: 80,000 at 6.25 % over 240 months."""


@pytest.mark.requirement("DIST-13")
@pytest.mark.parametrize(
    ("advancing", "cash"),
    [
        ("principal and interest", 5000 + SCHEDULED),
        ("interest", 5000 + 0.9 * SCHEDULED),
        ("none", 4500 + 0.9 * SCHEDULED),
    ],
)
def test_what_delinquent_borrowers_owe_is_advanced_net_of_the_fee(tmp_path, advancing: str, cash: float) -> None:
    """A tenth of the loans stops paying in month 1; the gross payment of interest would be $5,208.33."""
    deal = variant("weather", tmp_path, AMORTIZING)
    told = Both(deal, Scenario(cdr=(annual(0.1), 0.0), lag_months=12, advancing=advancing))
    paid = sum(sum(told(item, 1).values()) for item in ("interest", "principal"))
    assert paid == pytest.approx(cash, abs=0.03)


@pytest.mark.requirement("DIST-13")
def test_what_the_law_or_a_court_takes_away_is_not_advanced(happen) -> None:
    told = happen(small_deal("weather"), {"period": 1, "servicemembers_shortfall": 50})
    assert sum(told("interest", 1).values()) == pytest.approx(4950, abs=0.011)
    told = happen(small_deal("weather"), {"period": 1, "debt_service_reduction_interest": 50})
    assert sum(told("interest", 1).values()) == 4950


@pytest.mark.requirement("DIST-14")
@pytest.mark.parametrize("recovered", [1.0, 0.9])
def test_advances_come_back_out_of_the_liquidation_without_interest(tmp_path, recovered: float) -> None:
    """Principal advanced for twelve months is that much less principal of the liquidation, whatever it brings.

    With advances 168.07 and more a month come at once; in all the classes receive as much, no advance costs interest.
    """
    deal = variant("weather", tmp_path, AMORTIZING)
    scenario = {"cdr": (annual(0.1), 0.0), "lag_months": 12, "severity": 1 - recovered}
    names = ("A", "B-1", "B-2")
    received, lost = [], []
    for advancing in ("principal and interest", "interest"):
        told = Both(deal, Scenario(**scenario, advancing=advancing))
        received.append([sum(told.series(name, "principal")[:months].sum() for name in names) for months in (12, 13)])
        lost.append(sum(told.series(name, "loss")[:13].sum() for name in names))
    advanced = received[0][0] - received[1][0]
    assert advanced == pytest.approx(8000 * repaid(12), abs=0.05)
    assert received[0][1] == pytest.approx(received[1][1], abs=0.05)
    assert lost[0] == pytest.approx(lost[1], abs=0.05)


def repaid(months: int) -> float:
    """The part of a loan at 6.25 % over 240 months that is repaid after some."""
    rate = 0.0625 / 12
    return ((1 + rate) ** months - 1) / ((1 + rate) ** 240 - 1)


@pytest.mark.requirement("DIST-16")
@pytest.mark.parametrize("collected", [0, 2000])
def test_the_servicer_of_1994_makes_up_for_prepayments_on_the_same_day(happen, collected: float) -> None:
    """A partial prepayment of a million brings no interest for its month; the fee of $50,000 covers the 5,937.50."""
    deal = seriatim.load("cmsi-1994-5")
    row = {"period": 7, "prepayment": 1_000_000}
    told, whole = (happen(deal, row | more) for more in ({"prepayment_interest": collected}, {}))
    assert told("interest", 7) == whole("interest", 7)
    assert told("principal", 7) == whole("principal", 7)
    assert told("interest_shortfall", 7) == {}


@pytest.mark.requirement("LOAN-04")
def test_what_is_due_is_allocated_received_or_not(happen, tmp_path) -> None:
    """$100 of the scheduled 168.07 do not come: balances fall as if they had, B-2's by what it is not paid."""
    deal = variant("weather", tmp_path, AMORTIZING)
    told, plain = happen(deal, {"period": 1, "line": "first", "principal_withheld": 100}), Both(deal)
    assert sum(told("balance", 1).values()) == sum(plain("balance", 1).values())
    paid, due = (sum(sum(each(item, 1).values()) for item in ("interest", "principal")) for each in (told, plain))
    assert due - paid == pytest.approx(100, abs=0.02)
    assert told("loss", 1) == {"B-2": plain("principal", 1)["B-2"]}
    assert told("interest_shortfall", 1) == {"B-2": round(100 - plain("principal", 1)["B-2"], 2)}
