"""Allocations: the examples of the documents in both engines, and what their rules say beside them."""

import pytest

import seriatim
from seriatim import Scenario
from seriatim.collateral.scenario import Liquidation
from tests.compile.small import annual, in_month, losing, small_deal, variant
from tests.compile.test_allocation import GREATER_B
from tests.compile.test_interest import A_MILLION
from tests.compile.test_subordination import of, shrunk
from tests.worked.both import Both, worked_deal


@pytest.mark.requirement("T-025", "ALLOC-01")
def test_scheduled_principal_on_940_000_and_60_000() -> None:
    told = Both(small_deal("two-and-six"))
    assert told("principal", 1) == {"A-1": 47_000, **{f"B-{n}": 500 for n in range(1, 7)}}


@pytest.mark.requirement("T-026", "ALLOC-02")
@pytest.mark.parametrize(("day", "part"), [(60, 1.0), (61, 0.7), (73, 0.6), (85, 0.4), (97, 0.2), (109, 0.0)])
def test_two_millions_prepaid(day: int, part: float) -> None:
    """On day 73: 1,880,000 and 60 % of 120,000."""
    told = Both(small_deal("shifting"), Scenario(smm=in_month(day, 0.02)))
    assert told("principal", day)["A"] == round(1_880_000 + part * 120_000)


@pytest.mark.requirement("T-027", "ALLOC-03")
def test_two_millions_prepaid_above_the_initial_ratio(tmp_path) -> None:
    told = Both(variant("shifting", tmp_path, GREATER_B), losing(1 / 101, smm=in_month(73, 0.02)))
    assert told("balance", 72) == {"A": 94_000_000, "B": 6_000_000}
    assert told("principal", 73) == {"A": 2_000_000}


@pytest.mark.requirement("T-028", "ALLOC-10", "VAR-08")
def test_b_2_is_impaired() -> None:
    told = Both(small_deal("impaired"), shrunk(part=54_800 / 307_000, paid_to_subordinated=3120))
    subordinated = {name: value for name, value in told("principal", 2).items() if name != "A"}
    assert subordinated == {"B-1": 1000, "B-2": 1000, "B-3": 1000, "B-4": 120}


@pytest.mark.requirement("ALLOC-11", "INC-22")
def test_what_the_impaired_class_can_not_take_goes_on_by_seniority() -> None:
    """1999: all to the first class while it is impaired, none to its juniors until it is paid off."""
    told = Both(small_deal("impaired"), shrunk(part=0.0, paid_to_subordinated=600))
    assert {name: paid for name, paid in told("principal", 2).items() if name != "A"} == {"B-1": 600}
    told = Both(small_deal("impaired"), shrunk(part=0.0, paid_to_subordinated=1200))
    assert {name: paid for name, paid in told("principal", 2).items() if name != "A"} == {"B-1": 1000, "B-2": 200}


@pytest.mark.requirement("ALLOC-12", "ALLOC-25", "VAR-08")
def test_the_last_class_below_its_part_of_the_pool(tmp_path) -> None:
    """1994: Class B's part is all B-1's while B-2 is below its closing percentage; else split by balance."""
    deal = variant("priorities", tmp_path, of("pool balance"))
    told = Both(deal, Scenario(smm=0.01))
    assert told("principal", 1) == {"A": 6000, "B-1": 3000, "B-2": 1000}
    told = Both(deal, losing(0.01, smm=(0.0, 0.01, 0.0)))
    assert told("balance", 1) == {"A": 600_000, "B-1": 300_000, "B-2": 90_000}
    assert told("principal", 2) == {"A": 6000, "B-1": 3900}


@pytest.mark.requirement("ALLOC-08", "ALLOC-25")
def test_no_more_than_what_reduces_the_seniors_to_zero() -> None:
    told = Both(small_deal("shifting"), Scenario(smm=(0.0, 0.935, 1.0)))
    assert told("principal", 3) == {"A": 500_000, "B": 6_000_000}


@pytest.mark.requirement("ALLOC-09", "VAR-14")
def test_after_the_depletion_date_priorities_are_off() -> None:
    """A-1 is first until the subordinated classes are gone; from the next day on both share by balance."""
    told = Both(small_deal("two-and-six"), losing(0.1))
    assert told("principal", 1).get("A-2") is None
    opening, principal = told("balance", 1), told("principal", 2)
    assert opening.keys() == principal.keys() == {"A-1", "A-2"}
    assert opening["A-1"] != opening["A-2"]
    part = sum(principal.values()) / sum(opening.values())
    assert principal == {name: pytest.approx(balance * part, abs=0.011) for name, balance in opening.items()}


@pytest.mark.requirement("ALLOC-18", "PREP-07")
@pytest.mark.parametrize("column", ["prepayment", "repurchase", "liquidation_proceeds"])
def test_all_kinds_of_unscheduled_principal_shift(happen, column: str) -> None:
    """On day 73, of $2,000,000 on 94 and 6 millions."""
    told = happen(small_deal("shifting"), {"period": 73, column: 2_000_000})
    assert told("principal", 73) == {"A": 1_952_000, "B": 48_000}


@pytest.mark.requirement("ALLOC-17")
def test_the_po_class_gets_the_principal_of_its_strip(happen) -> None:
    told = happen(worked_deal("mixed"), {"period": 1, "line": "discount", "prepayment": 8000, "repurchase": 2000})
    assert told("principal", 1) == {"A": 6750, "PO": 2500, "B-1": 450, "B-2": 300}


@pytest.mark.requirement("T-029", "ALLOC-19")
def test_interest_is_on_the_balance_after_the_preceding_day() -> None:
    told = Both(small_deal("interest"), Scenario(smm=in_month(1, 20_000 / 1_020_000)))
    assert told("principal", 1) == {"A": 20_000}
    assert told("interest", 2) == {"A": 5000}


@pytest.mark.requirement("T-030", "ALLOC-20")
def test_what_is_not_paid_is_carried_without_interest(tmp_path) -> None:
    scenario = Scenario(cdr=(annual(0.1), 0.0), lag_months=2, advancing="none")
    told = Both(variant("interest", tmp_path, A_MILLION), scenario)
    assert [told("interest", period) for period in (1, 2)] == [{"A": 4500}, {"A": 4500}]
    assert [told("interest_shortfall", period) for period in (1, 2)] == [{"A": 500}, {"A": 1000}]


ACCRUED = {"A": 1350.0, "IO": 287.5, "B-1": 90.0, "B-2": 60.0}


@pytest.mark.requirement("ALLOC-21")
@pytest.mark.parametrize(
    "row",
    [
        {"servicemembers_shortfall": 143},
        {"line": "eight", "servicemembers_shortfall": 143},
        {"line": "eight", "prepayment": 21_450, "prepayment_interest": 0},
    ],
)
def test_some_shortfalls_are_shared_by_accrued_interest_and_never_carried(happen, row) -> None:
    """$143 of 1,787.50, whichever loan they come from: the IO class bears its part, the PO class none."""
    told = happen(worked_deal("mixed"), {"period": 1, **row})
    left = 1 - 143 / 1787.5
    assert told("interest", 1) == {name: round(accrued * left, 2) for name, accrued in ACCRUED.items()}
    assert told("interest_shortfall", 1) == {}
    if "prepayment" not in row:
        assert told("interest", 2) == ACCRUED


@pytest.mark.requirement("ALLOC-24")
def test_seniors_short_of_principal_share_by_allocations() -> None:
    """A-1 is allocated all of the $100, of which interest takes 50: it bears all of the shortfall, not a half."""
    told = Both(small_deal("nas"), Scenario(cdr=(annual(0.1), 0.0), lag_months=12, advancing="none", smm=(0.001, 0.0)))
    assert told("principal", 1) == {"A-1": 50}
    assert told("loss", 1) == {"A-1": 50}


@pytest.mark.requirement("T-114", "ALLOC-23")
@pytest.mark.parametrize(
    ("name", "percent"), [("cmsi-2006-6", "96.694"), ("cmsi-1999-7", "95.468"), ("cmsi-1994-5", "92.750")]
)
def test_the_printed_share_of_the_first_day(name: str, percent: str) -> None:
    told = Both(seriatim.load(name))
    terms = told.deal.terms
    senior = sum(
        told.series(each.name, "principal")[0] - told.series(each.name, "accretion")[0]
        for each in terms.senior_target_rate
    )
    junior = sum(told.series(each.name, "principal")[0] for each in terms.classes.subordinated)
    assert f"{100 * senior / (senior + junior):.3f}" == percent


@pytest.mark.requirement("T-024", "PREP-05")
def test_half_a_percent_liquidated_over_sixty_months() -> None:
    """1994: $1,294,457 are liquidated and $258,891 lost, $4,315 a month from the 25th distribution to the 84th."""
    scenario = Scenario(liquidate=Liquidation(0.005, 25, 84), severity=0.2)
    told = Both(seriatim.load("cmsi-1994-5"), scenario)
    lost = sum(told.series(name, "loss") for name in told.deal.classes)
    assert [round(float(lost[month])) for month in (23, 24, 83, 84)] == [0, 4315, 4315, 0]
    assert round(float(lost.sum())) == 258_891
    loans = told.deal.collateral(scenario).to_polars()
    assert round(loans["loss"].sum() + loans["liquidation_proceeds"].sum()) == 1_294_457


@pytest.mark.requirement("VAR-07")
@pytest.mark.parametrize(("part_of", "senior", "junior"), [("classes", 47_000.04, 500), ("strip", 47_000, 500.01)])
def test_what_the_senior_ratio_is_a_part_of(tmp_path, part_of: str, senior: float, junior: float) -> None:
    """940,000 of 1,000,000 of classes, or of $1,000,000.75 of loans; scheduled principal is $50,000.04."""
    rule = f"allocations:\n  senior ratio:\n    source: supplement p. 1\n    denominator: {part_of}\n"
    deal = variant("two-and-six", tmp_path, {"pool,1000000": "pool,1000000.75", "allocations:\n": rule})
    assert Both(deal)("principal", 1) == {"A-1": senior, **{f"B-{n}": junior for n in range(1, 7)}}


MOVED = {
    "discount": {"A", "PO", "B-1", "B-2"},
    "seven": {"A", "IO", "B-1", "B-2"},
    "eight": {"A", "IO", "B-1", "B-2"},
}


@pytest.mark.requirement("AN-10")
@pytest.mark.parametrize("line", MOVED)
def test_whose_payments_a_prepayment_moves(happen, line: str) -> None:
    """The PO class knows the discount loans alone, the IO class the premium loans, the others all of them."""
    told, plain = (
        happen(worked_deal("mixed"), {"period": 1, "line": line, "prepayment": 5000}),
        Both(worked_deal("mixed")),
    )
    moved = {
        name
        for name in ("A", "PO", "IO", "B-1", "B-2")
        for item in ("principal", "interest")
        if told.series(name, item)[:12] != pytest.approx(plain.series(name, item)[:12], abs=0.005)
    }
    assert moved == MOVED[line]
