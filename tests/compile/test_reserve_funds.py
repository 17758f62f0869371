"""Reserve funds: filled, drawn on, filled again, released (1994 core pp. 8-10)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.compile.supported import Course, support, supported

LESS = {"B-2, balance: 40000, rate: 6%": "B-2, balance: 40000, rate: 3%"}
"""B-2 at 3 %: of $5,000 a month $100 are left for the residual."""


def fund(name: str, kind: str, *covers: str, amount: str, fund: Mapping[str, str], **entries: str) -> str:
    """A reserve fund: its deposit, what it covers, how it is filled."""
    inner = "".join(f"      {key.replace('_', ' ')}: {value}\n" for key, value in fund.items())
    text = support(name, kind, *covers, amount=amount, **entries)
    return text.replace("    covers:", f"    fund:\n{inner}    covers:")


def reserve(folder: Path, *rows: Mapping[str, object], required: str = "3,150", **terms: str) -> Course:
    """$3,000 deposited, filled from the residual's $100 a month."""
    filled = {"required_amount": required, "funded_from": "excess interest", **terms}
    text = fund("Fund", "reserve fund", "delinquencies", "ordinary losses", amount="3,000", fund=filled)
    return Course(supported(folder, text, changes=LESS), folder, *rows)


def residual(course: Course, *periods: int) -> list[float]:
    return course.of("R", "interest", *periods)


@pytest.mark.requirement("CS-01")
def test_a_fund_is_filled_from_what_is_left_for_the_residual(tmp_path) -> None:
    course = reserve(tmp_path, {"period": 3})
    assert course.told("Fund", 1) == {"deposit": 100, "available": 3100}
    assert course.told("Fund", 2) == {"deposit": 50, "available": 3150}
    assert course.told("Fund", 3) == {"available": 3150}
    assert residual(course, 1, 2, 3) == [0, 50, 100]


def test_a_part_of_it_is_kept(tmp_path) -> None:
    course = reserve(tmp_path, {"period": 3}, part="25%")
    assert course.of("Fund", "available", 1, 2) == [3025, 3050]
    assert residual(course, 1, 2) == [75, 75]


@pytest.mark.requirement("CS-01", "CS-02", "CS-07")
def test_the_fund_pays_until_it_is_empty(tmp_path) -> None:
    """$400 of delinquencies and a loss of 4,000: 3,100 less 400 is 2,700, which with the month's 100 begins anew."""
    course = reserve(tmp_path, {"period": 2, "interest_withheld": 400, "loss": 4000})
    assert course.told("Fund", 2) == {"draw": 3100, "deposit": 100, "available": 100}
    assert course.all("loss", 2) == {"B-2": 1300}
    assert sum(course.all("principal", 2).values()) == 2700


@pytest.mark.requirement("CS-04", "CS-06")
def test_late_payments_and_recoveries_fill_it_too(tmp_path) -> None:
    """What comes back above the required amount is released on the same day."""
    rows = (
        {"period": 1, "line": "first", "interest_withheld": 400},
        {"period": 2, "loss": 1000},
        {"period": 3, "line": "first", "late_interest": 400},
        {"period": 4, "recovery": 1000},
    )
    course = reserve(tmp_path, *rows)
    assert course.of("Fund", "available", 1, 2) == [2700, 1800]
    assert course.told("Fund", 3) == {"reimbursement": 400, "deposit": 99.9, "available": 2299.9}
    assert course.told("Fund", 4) == {"reimbursement": 1000, "release": 149.9, "available": 3150}
    assert residual(course, 3, 4, 5) == [0, 99.9 + 149.9, 99.9]


@pytest.mark.requirement("CS-02")
def test_a_required_amount_that_steps_down(tmp_path) -> None:
    text = fund(
        "Fund",
        "reserve fund",
        "ordinary losses",
        amount="3,000",
        fund={"funded_from": "the deposit only"},
        reductions="{1-2: 100%, 3 and after: 40%}",
    )
    course = Course(supported(tmp_path, text), tmp_path, {"period": 3})
    assert course.told("Fund", 2) == {"available": 3000}
    assert course.told("Fund", 3) == {"release": 1800, "available": 1200}
    assert residual(course, 2, 3, 4) == [0, 1800, 0]


def test_what_is_kept_until_the_end(tmp_path) -> None:
    """All loans are repaid in month 3; the fund holds 3,000 and 2 x 100 by then, of which 3,150 are required."""
    course = reserve(tmp_path, {"period": 3, "repurchase": 1_000_000}, required="3,150", excess="is kept until the end")
    assert course.told("Fund", 3) == {"release": 3150}
    assert residual(course, 3, 4) == [3250, 0]


SUBORDINATED = {"required_amount": "1,200", "funded_from": "subordinated distributions"}


def subordination_fund(folder: Path, *rows: Mapping[str, object], **terms: str) -> Course:
    """Nothing deposited, $1,200 required, kept from B-2, then B-1."""
    text = fund("Fund", "subordination reserve fund", "senior shortfalls", amount="0", fund={**SUBORDINATED, **terms})
    return Course(supported(folder, text), folder, *rows)


@pytest.mark.requirement("CS-08", "CS-01")
def test_distributions_to_subordinated_classes_fill_the_fund(tmp_path) -> None:
    """CS-08: $500 a month; in the third month 200 of B-2 are enough. Interest kept is not carried forward."""
    course = subordination_fund(tmp_path, {"period": 4})
    assert course.of("Fund", "available", 1, 2, 3, 4) == [500, 1000, 1200, 1200]
    assert course.of("Fund", "deposit", 1, 2, 3, 4) == [500, 500, 200, 0]
    assert course.of("B-1", "interest", 1, 2, 3, 4) == [0, 0, 300, 300]
    assert course.of("B-2", "interest", 1, 2, 3, 4) == [0, 0, 0, 200]
    assert course.all("interest_shortfall", 2) == {}


@pytest.mark.requirement("CS-08")
def test_the_fund_pays_what_the_seniors_are_short_of(tmp_path) -> None:
    """Of $5,000 there are 3,500 in month 4: 1,000 for A from the fund. B-1's arrears are paid, and kept, in month 5."""
    course = subordination_fund(tmp_path, {"period": 4, "interest_withheld": 1500})
    assert course.told("Fund", 4) == {"draw": 1000, "shortfall_draw": 1000, "available": 200}
    assert course.all("interest", 4) == {"A": 4500}
    assert course.all("interest_shortfall", 4) == {"B-1": 300, "B-2": 200}
    assert course.told("Fund", 5) == {"deposit": 500, "available": 700}
    assert course.all("interest_shortfall", 5) == {"B-1": 100, "B-2": 400}


@pytest.mark.requirement("CS-08")
def test_the_fund_pays_principal_of_the_seniors(tmp_path) -> None:
    """In month 4 $5,600 of interest are lost beside 10,000 prepaid: A's interest and all but 100 of its 9,000."""
    rows = {"period": 4, "prepayment": 10_000, "interest_withheld": 5000, "interest_loss": 600}
    course = subordination_fund(tmp_path, rows)
    assert course.told("Fund", 4) == {"draw": 1200, "shortfall_draw": 1200}
    assert course.all("interest", 4) == {"A": 4500}
    assert course.all("principal", 4) == {"A": 10_000 - 600 - 4500 + 1200}


@pytest.mark.requirement("CS-08")
def test_the_fund_is_released_to_those_it_was_kept_from(tmp_path) -> None:
    """When the seniors are paid: 600 each of B-1 and B-2, interest as it was kept."""
    told = subordination_fund(tmp_path, {"period": 5, "repurchase": 1_000_000}, released_to="the subordinated classes")
    assert told.told("Fund", 5) == {"release": 1200}
    assert told.all("principal", 5) == {"A": 900_000, "B-1": 60_000, "B-2": 40_000}
    assert told.all("interest", 5) == {"A": 4500, "B-1": 900, "B-2": 800}
    assert residual(told, 5) == [0]


def test_principal_that_is_kept_counts_as_distributed(tmp_path) -> None:
    """$2,000 prepaid: B-1 and B-2 would have 120 and 80 of it. Balances fall; what is kept is a write-down."""
    told = subordination_fund(tmp_path, {"period": 1, "prepayment": 2000})
    assert told.told("Fund", 1) == {"deposit": 700, "available": 700}
    assert told.all("principal", 1) == {"A": 1800}
    assert told.all("loss", 1) == {"B-1": 120, "B-2": 80}
    assert told.all("balance", 1) == {"A": 898_200, "B-1": 59_880, "B-2": 39_920}
    assert residual(told, 1) == [0]


def test_principal_that_was_kept_is_released_as_principal(tmp_path) -> None:
    rows = {"period": 1, "prepayment": 2000}, {"period": 2, "repurchase": 998_000}
    told = subordination_fund(tmp_path, *rows, released_to="the subordinated classes")
    assert told.told("Fund", 2) == {"release": 700}
    assert told.all("principal", 2) == {"A": 898_200, "B-1": 59_880 + 120, "B-2": 39_920 + 80}
    assert told.all("loss", 2) == {"B-1": -120, "B-2": -80}
    assert told.all("interest", 2) == {"A": 4491, "B-1": 299.4 + 300, "B-2": 199.6 + 200}
