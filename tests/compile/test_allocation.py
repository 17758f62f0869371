"""Shares of scheduled and unscheduled principal: the worked examples of the documents, and every step of the table."""

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from tests.compile.small import in_month, losing, paid, small_deal, variant


@pytest.mark.requirement("T-025", "ALLOC-01")
def test_scheduled_principal_is_shared_by_balance() -> None:
    """T-025: $50,000 on 940,000 / 60,000 is 47,000 / 3,000, $500 for each subordinated class."""
    shared = paid(small_deal("two-and-six"), Scenario(), "principal")
    assert shared == {"A-1": 47_000, **{f"B-{n}": 500 for n in range(1, 7)}}


@pytest.mark.requirement("T-026", "ALLOC-02")
@pytest.mark.parametrize(
    ("month", "senior"),
    [
        (1, 2_000_000),
        (60, 2_000_000),
        (61, 1_880_000 + 84_000),
        (72, 1_880_000 + 84_000),
        (73, 1_952_000),  # T-026
        (84, 1_952_000),
        (85, 1_880_000 + 48_000),
        (97, 1_880_000 + 24_000),
        (108, 1_880_000 + 24_000),
        (109, 1_880_000),
        (200, 1_880_000),
    ],
)
def test_unscheduled_principal_shifts_to_the_seniors(month: int, senior: int) -> None:
    """T-026: in month 73, of $2,000,000 on 94 / 6 million, the seniors get their 94 % and 60 % of the rest."""
    received = paid(small_deal("shifting"), Scenario(smm=in_month(month, 0.02)), "principal", month)
    assert received == {"A": senior, **({"B": 2_000_000 - senior} if senior < 2_000_000 else {})}


GREATER_B = {
    "balance: 6000000": "balance: 7000000",
    "balance: 100,000,000": "balance: 101,000,000",
    "pool,100000000": "pool,101000000",
}


@pytest.mark.requirement("T-027", "ALLOC-03")
def test_a_ratio_above_the_initial_one_sends_everything_to_the_seniors(tmp_path) -> None:
    """T-027: after a loss of $1,000,000 the seniors are 94 of 100 where they were 94 of 101."""
    deal = variant("shifting", tmp_path, GREATER_B)
    scenario = losing(1 / 101, smm=in_month(73, 0.02))
    assert paid(deal, scenario, "opening_balance", 73) == {"A": 94_000_000, "B": 6_000_000}
    assert paid(deal, scenario, "principal", 73) == {"A": 2_000_000}


def test_the_override_can_be_left_out(tmp_path) -> None:
    deal = variant("shifting", tmp_path, {**GREATER_B, "all to seniors": "no override"})
    assert paid(deal, losing(1 / 101, smm=in_month(73, 0.02)), "principal", 73) == {"A": 1_952_000, "B": 48_000}


@pytest.mark.requirement("ALLOC-01")
def test_without_shifting_interest_all_principal_is_shared_by_balance() -> None:
    assert paid(small_deal("priorities"), Scenario(smm=in_month(3, 0.1)), "principal", 3) == {
        "A": 60_000,
        "B-1": 20_000,
        "B-2": 20_000,
    }


@pytest.mark.requirement("ALLOC-18")
def test_recovered_principal_of_a_liquidation_is_unscheduled() -> None:
    """A liquidation of 2 % without loss is shared as a prepayment of 2 %."""
    liquidated = Scenario(cdr=in_month(73, 1 - 0.98**12), lag_months=0)
    assert paid(small_deal("shifting"), liquidated, "principal", 73) == {"A": 1_952_000, "B": 48_000}


@pytest.mark.requirement("ALLOC-08")
def test_what_the_seniors_can_not_take_goes_to_the_subordinated_classes() -> None:
    """At the end: the shifting percentage gives the seniors more than they have left."""
    deal = small_deal("shifting")
    gone = Scenario(smm=(0.0, 0.935, 1.0))
    assert paid(deal, gone, "principal", 2) == {"A": 93_500_000}
    assert paid(deal, gone, "principal", 3) == {"A": 500_000, "B": 6_000_000}


@pytest.mark.requirement("T-114", "ALLOC-23")
@pytest.mark.parametrize(
    ("deal", "percent"), [("cmsi-2006-6", "96.694"), ("cmsi-1999-7", "95.468"), ("cmsi-1994-5", "92.750")]
)
def test_the_first_day_senior_share_is_the_printed_one(deal: str, percent: str) -> None:
    """T-114: of scheduled principal, the first day, at 0 % PSA."""
    flows = seriatim.load(deal)
    run = flows.run(Scenario())
    terms = flows.terms
    senior = sum(run[each.name].principal[0] - run[each.name].accretion[0] for each in terms.senior_target_rate)
    junior = sum(run[each.name].principal[0] for each in terms.classes.subordinated)
    assert f"{100 * senior / (senior + junior):.3f}" == percent


@pytest.mark.requirement("ALLOC-09")
def test_after_the_depletion_date_the_seniors_share_by_balance() -> None:
    """A-1 is no longer first: the subordinated classes are gone since the day before."""
    deal = small_deal("two-and-six")
    wiped_out = losing(0.1)
    assert paid(deal, wiped_out, "balance", 1).keys() == {"A-1", "A-2"}
    opening = paid(deal, wiped_out, "opening_balance", 2)
    principal = paid(deal, wiped_out, "principal", 2)
    assert opening["A-1"] != opening["A-2"]
    for name in ("A-1", "A-2"):
        assert principal[name] / sum(principal.values()) == pytest.approx(
            opening[name] / sum(opening.values()), abs=1e-7
        )
