"""Level-payment schedules against the documents' examples and against payment by payment arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.collateral.amortization import level_amortization


def schedule(rate: float, term: int, interest_only: int = 0) -> tuple[np.ndarray, np.ndarray]:
    fraction, factor = level_amortization(np.array([rate]), np.array([term]), np.array([interest_only]))
    return fraction[:, 0], factor[:, 0]


@pytest.mark.requirement("T-017", "T-018", "LOAN-06")
@pytest.mark.parametrize(
    ("years", "payments", "percent_left"),
    [pytest.param(30, 144, 90.87, id="T-017"), pytest.param(15, 84, 73.84, id="T-018")],
)
def test_reference_loans(years, payments, percent_left):
    """A 12 % loan after 12 and after 7 years. Source: core prospectus 1994-5, appendix A, Prepayment experience."""
    _, factor = schedule(0.12, 12 * years)
    assert round(100 * factor[payments], 2) == percent_left


@pytest.mark.requirement("LOAN-05", "LOAN-06")
@given(st.floats(0.0001, 0.2), st.integers(1, 480), st.integers(0, 479))
def test_payments_are_level(rate, term, interest_only):
    interest_only = min(interest_only, term - 1)
    fraction, factor = schedule(rate, term, interest_only)
    payment = factor[:-1] * (rate / 12 + fraction)
    assert payment[interest_only:] == pytest.approx(payment[-1], rel=1e-7)
    assert np.all(fraction[:interest_only] == 0)
    assert factor[term] == 0
    assert np.all(np.diff(factor[interest_only:]) < 0)


def test_no_rate_pays_equal_parts():
    _, factor = schedule(0.0, 4, 1)
    assert factor.tolist() == pytest.approx([1, 1, 2 / 3, 1 / 3, 0])


def test_short_and_long_lines_stand_side_by_side():
    fraction, factor = level_amortization(np.array([0.06, 0.06]), np.array([2, 360]), np.array([0, 0]))
    assert fraction[1:4, 0].tolist() == [1, 0, 0]
    assert factor[2:, 0].tolist() == [0] * 359
    assert factor[360, 1] == 0
