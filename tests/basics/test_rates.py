"""One door for rates: percent in files, decimals in code, nothing lost between."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.rates import format_rate, parse_rate


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("5.32%", "0.0532"),
        (" 5.32 % ", "0.0532"),
        ("0.0532", "0.0532"),
        (0.0532, "0.0532"),
        (Decimal("0.0532"), "0.0532"),
        (0, "0"),
        (1, "1"),
        ("1.0", "1.0"),
        ("0%", "0.00"),
        ("350%", "3.5"),
        ("+6%", "0.06"),
        ("5e-3", "0.005"),
        (".25%", "0.0025"),
        ("6.9863078406%", "0.069863078406"),
        ("84.6612934816345678901234567890123%", "0.846612934816345678901234567890123"),
    ],
)
def test_rate(written, rate):
    assert parse_rate(written) == Decimal(rate)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("5.32", "5.32 looks like percent: write 5.32% or 0.0532"),
        (6.5, "6.5 looks like percent: write 6.5% or 0.065"),
        (350, "350 looks like percent: write 350% or 3.5"),
        ("1.0001", "1.0001 looks like percent: write 1.0001% or 0.010001"),
        ("five", "'five' is not a rate: write 5.32% or 0.0532"),
        ("", "'' is not a rate: write 5.32% or 0.0532"),
        ("%", "'%' is not a rate: write 5.32% or 0.0532"),
        ("5,32%", "'5,32%' is not a rate: write 5.32% or 0.0532"),
        ("5.32%%", "'5.32%%' is not a rate: write 5.32% or 0.0532"),
        ("1_0%", "'1_0%' is not a rate: write 5.32% or 0.0532"),
        ("nan", "'nan' is not a rate: write 5.32% or 0.0532"),
        ("1e999999%", "'1e999999%' is not a rate: write 5.32% or 0.0532"),
        (float("nan"), "nan is not a rate: it must be finite"),
        (float("inf"), "inf is not a rate: it must be finite"),
        (Decimal("sNaN"), "sNaN is not a rate: it must be finite"),
        (True, "'True' is not a rate: write 5.32% or 0.0532"),
        ("-1%", "-1% is negative: a rate must be 0 or more"),
        (-0.01, "-0.01 is negative: a rate must be 0 or more"),
    ],
)
def test_bad_rate(written, text):
    with pytest.raises(ValueError, match=r"rate|percent") as caught:
        parse_rate(written)
    assert str(caught.value) == text


def test_negative_rate_when_allowed():
    assert parse_rate("-0.35%", allow_negative=True) == Decimal("-0.0035")
    with pytest.raises(ValueError, match="looks like percent"):
        parse_rate("-5", allow_negative=True)


@pytest.mark.parametrize(
    ("rate", "text"),
    [("0.0532", "5.32%"), ("0.06", "6%"), ("0", "0%"), ("1", "100%"), ("0.069863078406", "6.9863078406%")],
)
def test_format(rate, text):
    assert format_rate(Decimal(rate)) == text


@given(st.decimals(min_value=-1, max_value=1, places=14))
def test_format_and_parse_agree(rate):
    assert parse_rate(format_rate(rate), allow_negative=True) == rate
