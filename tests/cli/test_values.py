"""Text typed behind options, as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.cli import values


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (values.speeds, "350", (350.0,)),
        (values.speeds, " 0 , 100% ,137.5", (0.0, 100.0, 137.5)),
        (values.cpr_rates, "6,6%,0.06", (0.06, 0.06, 0.06)),
        (values.cpr_rates, "0.5%,100,100%,0", (0.005, 1.0, 1.0, 0.0)),
        (values.cpr_path, "6", 0.06),
        (values.speed_path, "100,200", (100.0, 200.0)),
        (values.share, "5.32 %", 0.0532),
        (values.rate_path, "5.32%", 0.0532),
        (values.prices, "98-24,98-24+,98.75,0-16", (98.75, 98.765625, 98.75, 0.5)),
        (values.yields, "8.25%,0.0825", (0.0825, 0.0825)),
    ],
)
def test_what_is_meant(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.speeds, "1e3"),
        (values.speeds, "nan"),
        (values.speeds, "9" * 400),
        (values.cpr_rates, "101"),
        (values.cpr_rates, "-1%"),
        (values.share, "inf"),
        (values.share, "101%"),
        (values.share_path, "1%,"),
        (values.prices, "98-32"),
        (values.prices, "9" * 400),
        (values.prices, "9" * 400 + "-00"),
        (values.prices, "-98"),
        (values.yields, "1e400%"),
        (values.liquidation, "0.5%@25"),
        (values.liquidation, "0.5%@0-84"),
        (values.liquidation, "0.5%@25-99999"),
    ],
)
def test_what_is_refused(read, text):
    with pytest.raises(ValueError, match=r"."):
        read(text)


@given(st.integers(0, 200), st.integers(0, 63))
def test_a_price_in_32nds_is_the_decimal_one(whole, halves):
    """Half a 32nd is a 64th, so 32nds with a plus say every 64th exactly."""
    text = f"{whole}-{halves // 2:02d}{'+' if halves % 2 else ''}"
    if whole or halves:
        assert values.prices(text) == (whole + halves / 64,)
