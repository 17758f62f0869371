"""Cash by seniority: interest, then principal, class after class."""

import pytest

from seriatim.collateral.scenario import Scenario
from tests.compile.small import annual, paid, small_deal


def short_of(part: float, **other: object) -> Scenario:
    """That part of the loans defaults in month 1 and pays nothing."""
    return Scenario(cdr=(annual(part), 0.0), lag_months=12, advancing="none", **other)


@pytest.mark.requirement("T-032", "DIST-04")
def test_each_subordinated_class_before_the_next() -> None:
    """T-032: B-1 and B-2 are due $1,000 of interest and $200 of principal; of $1,350, B-1 has 1,200, B-2 150."""
    scenario = short_of(0.21, smm=(0.001, 0.0))
    deal = small_deal("priorities")
    assert paid(deal, scenario, "interest") == {"A": 3000, "B-1": 1000, "B-2": 150}
    assert paid(deal, scenario, "principal") == {"A": 600, "B-1": 200}
    assert paid(deal, scenario, "interest_shortfall") == {"B-2": 850}


@pytest.mark.requirement("DIST-04", "DIST-10")
def test_arrears_come_with_the_class_and_before_its_principal() -> None:
    """$3,950 of interest a month, the seniors take 3,000; in month 2 there is $790 of principal too."""
    deal = small_deal("priorities")
    assert paid(deal, short_of(0.21), "interest", 1) == {"A": 3000, "B-1": 950}
    assert paid(deal, short_of(0.21), "interest_shortfall", 2) == {"B-1": 100, "B-2": 2000}
    later = short_of(0.21, smm=(0.0, 0.001, 0.0))
    assert paid(deal, later, "interest", 2) == {"A": 3000, "B-1": 1050, "B-2": 58}
    assert paid(deal, later, "principal", 2) == {"A": 474, "B-1": 158}


@pytest.mark.requirement("LOSS-01")
def test_principal_that_is_not_paid_is_written_down_from_the_bottom() -> None:
    deal = small_deal("priorities")
    scenario = short_of(0.21, smm=(0.001, 0.0))
    assert paid(deal, scenario, "loss") == {"B-2": 200}
    assert paid(deal, scenario, "balance") == {"A": 599_400, "B-1": 199_800, "B-2": 199_800}


@pytest.mark.requirement("DIST-11", "DIST-12")
def test_seniors_short_of_interest_share_in_proportion_to_it() -> None:
    deal = small_deal("accrual")
    interest = paid(deal, short_of(0.5), "interest")
    accretion = paid(deal, short_of(0.5), "accretion")
    assert interest == {"A-2": 0.05, "A-3": 0.33, "A-4": 19.62}
    assert accretion == {"A-1": 30}


@pytest.mark.requirement("ALLOC-24")
def test_seniors_short_of_principal_share_in_proportion_to_allocations() -> None:
    """No subordinated classes: interest takes $50 of the $100 of principal; both classes are a half short."""
    deal = small_deal("nas")
    scenario = short_of(0.1, smm=(0.001, 0.0))
    assert paid(deal, scenario, "interest") == {"A-1": 225, "A-2": 225, "A-3": 50}
    assert paid(deal, scenario, "principal") == {"A-1": 50}
    assert paid(deal, scenario, "loss") == {"A-1": 50}
