"""NAS classes: a step percentage of their proportionate share, then last in line."""

import pytest

from seriatim.collateral.scenario import Scenario
from tests.compile.small import paid, small_deal

A_PERCENT = Scenario(smm=(0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.97, 0.5, 0.0))


@pytest.mark.requirement("SPEC-07")
@pytest.mark.parametrize(("month", "percent"), [(1, 0), (2, 0), (3, 30), (4, 30), (5, 100), (6, 100)])
def test_the_step_percentage_of_the_proportionate_share(month: int, percent: int) -> None:
    deal = small_deal("nas")
    opening = paid(deal, A_PERCENT, "opening_balance", month)
    principal = paid(deal, A_PERCENT, "principal", month)
    share = opening["A-3"] / sum(opening.values()) * sum(principal.values())
    assert principal.get("A-3", 0) == pytest.approx(percent / 100 * share, abs=0.011)


@pytest.mark.requirement("SPEC-07")
def test_first_month_by_hand() -> None:
    """$1,000 of 100,000; 30 % of a tenth of $980.10 in month 3 and so on; in full from month 5."""
    deal = small_deal("nas")
    assert paid(deal, A_PERCENT, "principal", 1) == {"A-1": 1000}
    assert paid(deal, A_PERCENT, "principal", 3) == {"A-1": 950.10, "A-3": 30.0}


@pytest.mark.requirement("SPEC-07", "VAR-16")
def test_it_is_paid_last_when_the_others_are_gone() -> None:
    """In the seventh month the others are paid off before the rest goes to it."""
    deal = small_deal("nas")
    before = paid(deal, A_PERCENT, "opening_balance", 7)
    money = sum(paid(deal, A_PERCENT, "principal", 7).values())
    assert money < sum(before.values())
    share = before["A-3"] / sum(before.values()) * money
    assert paid(deal, A_PERCENT, "principal", 7)["A-3"] == pytest.approx(share, abs=0.02)
    after = paid(deal, A_PERCENT, "balance", 8)
    assert paid(deal, A_PERCENT, "principal", 8).keys() == {"A-2", "A-3"}
    assert after.keys() == {"A-2", "A-3"}


def test_below_its_share_it_waits_to_the_end() -> None:
    """In months 1 and 2 nothing; if then all but 5 % is prepaid at once, the others are first."""
    deal = small_deal("nas")
    rush = Scenario(smm=(0.95, 1.0, 0.0))
    assert paid(deal, rush, "principal", 1) == {"A-1": 45_000, "A-2": 45_000, "A-3": 5000}
    assert paid(deal, rush, "balance", 1) == {"A-3": 5000}
