"""One door for money, and the half-up rounding of the printed figures."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.money import parse_money, round_half_up


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("85,666,000", "85666000"),
        ("$85,666,000.25", "85666000.25"),
        ("85_666_000", "85666000"),
        (" 11,708,055.31 ", "11708055.31"),
        ("0", "0"),
        ("7.", "7"),
        (85666000, "85666000"),
        (258891390.2896, "258891390.2896"),
        (Decimal("0.01"), "0.01"),
    ],
)
def test_amount(written, amount):
    assert parse_money(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["85,66,000", "1,23", "1,2345", ",123", "", "$", "12e3", "ten", "--5", "1_00", "nan", True]
)
def test_not_an_amount(written):
    with pytest.raises(ValueError, match="is not an amount") as caught:
        parse_money(written)
    assert str(caught.value) == f"{str(written)!r} is not an amount: write 85,666,000.25 or 85666000.25"


@pytest.mark.parametrize("written", [float("nan"), float("inf"), Decimal("NaN")])
def test_amount_must_be_finite(written):
    with pytest.raises(ValueError, match="is not an amount: it must be finite"):
        parse_money(written)


@pytest.mark.parametrize("written", ["-1", "$-1", "-$1", -1, Decimal("-0.01")])
def test_negative_amount(written):
    with pytest.raises(ValueError, match="is negative: an amount must be 0 or more"):
        parse_money(written)
    assert parse_money(written, allow_negative=True) < 0


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (0.125, 2, "0.13"),
        (2.675, 2, "2.68"),
        (-2.675, 2, "-2.68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (0.49999999999999994, 0, "0"),
        (Decimal("0.49999999999999999999999999999"), 0, "0"),
        (-0.0004, 3, "0.000"),
        (1e300, 2, "1" + "0" * 300 + ".00"),
        (126159197.115, 2, "126159197.12"),
        (np.float64(0.285), 2, "0.29"),
        (7, 3, "7.000"),
        (99.5, -1, "1.0E+2"),
    ],
)
def test_round_half_up(value, decimals, rounded):
    result = round_half_up(value, decimals)
    assert result == Decimal(rounded)
    assert str(result) == rounded


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Decimal("Infinity")])
def test_round_half_up_needs_a_number(value):
    with pytest.raises(ValueError, match="must be finite"):
        round_half_up(value, 2)


@given(st.floats(min_value=-1e12, max_value=1e12), st.integers(min_value=0, max_value=6))
def test_rounding_moves_by_half_a_unit_at_most(value, decimals):
    rounded = round_half_up(value, decimals)
    assert abs(rounded - Decimal(repr(value))) <= Decimal((0, (5,), -decimals - 1))
    assert -rounded.as_tuple().exponent == decimals
    assert round_half_up(-value, decimals) == -rounded
