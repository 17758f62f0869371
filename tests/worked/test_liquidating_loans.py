"""A credit support that buys liquidating loans, as the core prospectus of 1994 describes it, in both engines."""

import pytest

from seriatim import Deal
from tests.compile.small import small_deal
from tests.worked.both import Both

BOUGHT = {"period": 1, "line": "first", "loss": 10_000, "interest_loss": 150}
"""A loan of $10,000 with three months of accrued interest: the price that the guaranty pays for it."""


def guaranty(told: Both, item: str, period: int) -> float:
    lanes, exact = (round(float(run.flows.item("Guaranty", item)[period - 1, 0]), 2) for run in told.runs)
    assert lanes == exact
    return lanes


@pytest.mark.requirement("CS-05", "CS-06", "CS-03")
@pytest.mark.parametrize(("proceeds", "restored"), [(8500, 8500), (10_150, 10_150)])
def test_a_loan_is_bought_and_its_proceeds_restore_the_support(happen, proceeds: float, restored: float) -> None:
    """The price is unscheduled principal and interest of the classes; what the loan brings later is not theirs."""
    deal: Deal = small_deal("credit-support")
    told = happen(deal, BOUGHT, {"period": 2}, {"period": 3, "line": "first", "recovery": proceeds})
    assert told("principal", 1) == {"A": 9000, "B-1": 600, "B-2": 400}
    assert told("interest", 1) == {"A": 4500, "B-1": 300, "B-2": 200}
    assert told("loss", 1) == told("principal", 3) == {}
    assert guaranty(told, "draw", 1) == 10_150
    assert guaranty(told, "available", 2) == 20_000 - 10_150
    assert guaranty(told, "reimbursement", 3) == restored
    assert guaranty(told, "available", 3) == 20_000 - 10_150 + restored
    assert sum(told("balance", 3).values()) == 990_000


@pytest.mark.requirement("CS-05", "CS-07")
def test_a_loan_that_the_support_can_not_buy_is_the_holders_loss(happen) -> None:
    """The first purchase leaves $9,850: of the second, 10,150 again, 97.04 % are paid for."""
    told = happen(small_deal("credit-support"), BOUGHT, BOUGHT | {"period": 2})
    part = 9850 / 10_150
    assert guaranty(told, "draw", 2) == 9850
    assert guaranty(told, "available", 2) == 0
    unpaid = 150 * (1 - part)
    assert sum(told("principal", 2).values()) == pytest.approx(10_000 * part - unpaid, abs=0.02)
    assert told("loss", 2) == {"B-2": pytest.approx(10_000 * (1 - part) + unpaid, abs=0.02)}
