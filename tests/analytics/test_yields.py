import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seriatim.analytics.arrays import FloatArray, distribution_times_months
from seriatim.analytics.yields import (
    NOTHING_LEFT,
    accrued_interest,
    bond_equivalent_yield,
    monthly_rate,
    parity_price,
    price_from_yield,
    yield_from_price,
)

MONTHS = distribution_times_months(27 / 30, 360)


def level_pay(rate_annual: float, months: int = 360) -> FloatArray:
    """Payments of a loan of 1."""
    monthly = rate_annual / 12
    return np.full(months, monthly / (1 - (1 + monthly) ** -months))


@pytest.mark.parametrize(
    ("monthly", "annual"),
    [(0.0, 0.0), (0.005, 2 * (1.005**6 - 1)), (1.0, 126.0), (-0.1, 2 * (0.9**6 - 1)), (-1.0, -2.0)],
)
def test_corporate_bond_equivalent_of_a_monthly_rate(monthly: float, annual: float) -> None:
    assert float(bond_equivalent_yield(monthly)) == pytest.approx(annual, abs=1e-15, rel=1e-14)


TWELVE_ROUNDINGS = 12 * 2.2e-16
"""1 + m is rounded to the last bit, and twelve such months make a year."""


@given(st.floats(-0.99, 24.0))
def test_monthly_rate_is_the_inverse_of_the_bond_equivalent(annual: float) -> None:
    assert float(bond_equivalent_yield(monthly_rate(annual))) == pytest.approx(annual, rel=1e-13, abs=TWELVE_ROUNDINGS)


@pytest.mark.parametrize("annual", [-2.0, -2.5, float("nan")])
def test_no_price_has_a_yield_of_minus_200_percent(annual: float) -> None:
    with pytest.raises(ValueError, match="must be above -200 %"):
        price_from_yield([1.0], [1.0], yield_annual=annual)


def test_a_loan_at_par_without_delay_yields_its_rate() -> None:
    months = distribution_times_months(1.0, 360)
    found = yield_from_price(level_pay(0.075), months, full_price=1.0)
    assert float(found) == pytest.approx(float(bond_equivalent_yield(0.075 / 12)), rel=1e-14)


SIZES = (-0.9999, -0.99, -0.8366, -0.33165, -1e-9, 0.0, 1e-9, 0.07948, 1.3, 8.1, 23.71205, 24.0, 500.0)


@pytest.mark.parametrize("annual", SIZES)
def test_yields_of_any_size_survive_the_round_trip(annual: float) -> None:
    for cash in (level_pay(0.07), np.eye(1, 360, 359)[0], np.eye(1, 360, 0)[0], np.linspace(1.0, 0.0, 360) ** 9):
        price = price_from_yield(cash, MONTHS, yield_annual=annual)
        found = float(yield_from_price(cash, MONTHS, full_price=price))
        assert found == pytest.approx(annual, rel=1e-9, abs=1e-11)


@settings(max_examples=300)
@given(
    st.lists(st.floats(0.0, 1e9), min_size=1, max_size=40),
    st.floats(-0.98, 24.0),
    st.floats(0.01, 3.0),
)
def test_random_streams_survive_the_round_trip(cash: list[float], annual: float, first: float) -> None:
    months = distribution_times_months(first, len(cash))
    price = price_from_yield(cash, months, yield_annual=annual)
    if float(price) < 1e-200:
        return
    assert float(yield_from_price(cash, months, full_price=price)) == pytest.approx(annual, rel=1e-7, abs=1e-9)


def test_the_lowest_yields_are_all_nothing_left() -> None:
    edge = float(price_from_yield([1.0, 1.0], [0.9, 1.9], yield_annual=-1.0))
    prices = np.array([edge * 0.999, edge, edge * 1.001, 1e6])
    found = yield_from_price(np.ones((2, 4)), [0.9, 1.9], full_price=prices)
    assert found[0] > NOTHING_LEFT
    assert found[1] == pytest.approx(NOTHING_LEFT, abs=1e-12)
    assert found[2:].tolist() == [NOTHING_LEFT, NOTHING_LEFT]


def test_cash_that_never_comes_is_nothing_left() -> None:
    cash = np.stack([level_pay(0.07), np.zeros(360)], axis=1)
    assert yield_from_price(cash, MONTHS, full_price=0.9)[1] == NOTHING_LEFT
    assert float(yield_from_price(np.zeros(360), MONTHS, full_price=0.9)) == NOTHING_LEFT


def test_inverse_floater_paid_once_is_nothing_left() -> None:
    """Class A-5 of 2006-6 at LIBOR of 6.32 %: one payment at the first rate of 0.03 %, then the floor of zero."""
    cash = np.zeros(360)
    cash[0] = 100 * 0.0003 / 12
    full_price = 0.21875 + accrued_interest(0.0003, 3, balance=100.0)
    assert float(yield_from_price(cash, MONTHS, full_price=full_price)) == NOTHING_LEFT


def test_one_stream_serves_many_prices_and_many_classes_one_price() -> None:
    loan = level_pay(0.07)
    one_by_one = [float(yield_from_price(loan, MONTHS, full_price=price)) for price in (0.9, 1.0, 1.1)]
    assert yield_from_price(loan, MONTHS, full_price=[0.9, 1.0, 1.1]).tolist() == pytest.approx(one_by_one, rel=1e-14)
    classes = np.stack([loan, 2 * loan]).T[:, :, None] * np.ones(3)
    found = yield_from_price(classes, MONTHS, full_price=[0.9, 1.0, 1.1])
    assert found.shape == (2, 3)
    assert found[0].tolist() == pytest.approx(one_by_one, rel=1e-14)
    assert yield_from_price(classes, MONTHS, full_price=1.0).shape == (2, 3)
    assert price_from_yield(loan, MONTHS, yield_annual=np.full(360, 0.07)).shape == (360,)


def test_as_many_yields_as_months_are_not_taken_for_months() -> None:
    prices = price_from_yield([1.0, 1.0], [1.0, 2.0], yield_annual=[0.0, 2.0])
    assert prices.tolist() == pytest.approx([2.0, 2 ** (-1 / 6) + 2 ** (-1 / 3)])


@pytest.mark.parametrize(
    ("cash", "months", "price", "reason"),
    [
        ([1.0, 1.0], [1.0, 2.0], 0.0, "a yield needs a price above zero"),
        ([1.0, 1.0], [1.0, 2.0], float("nan"), "a yield needs a price above zero"),
        ([1.0, -0.1], [1.0, 2.0], 1.0, "payments that are finite and not negative"),
        ([1.0, float("nan")], [1.0, 2.0], 1.0, "payments that are finite and not negative"),
        ([1.0, float("inf")], [1.0, 2.0], 1.0, "payments that are finite and not negative"),
        ([1.0, 1.0], [0.0, 1.0], 1.0, "payments after settlement"),
        ([1.0, 1.0], [1.0, 2.0, 3.0], 1.0, "differ in months"),
    ],
)
def test_what_has_no_yield_is_refused(cash: list[float], months: list[float], price: float, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        yield_from_price(cash, months, full_price=price)


def test_float_dust_below_zero_is_no_payment() -> None:
    cash = level_pay(0.07) * 1e6
    dusty = cash.copy()
    dusty[-1] = -1e-7
    cash[-1] = 0.0
    clean, found = (yield_from_price(stream, MONTHS, full_price=9e5) for stream in (cash, dusty))
    assert float(found) == float(clean)


def test_thousands_of_scenarios_take_a_fraction_of_a_second() -> None:
    cash = level_pay(0.07)[:, None] * np.linspace(0.2, 3.0, 3000)
    started = time.perf_counter()
    yields = yield_from_price(cash, MONTHS, full_price=1.0)
    assert time.perf_counter() - started < 2.0
    assert np.all(np.diff(yields) > 0)


@pytest.mark.requirement("AN-05")
@pytest.mark.parametrize(
    ("rate", "days", "accrued"),
    [(0.0625, 28, 0.486111), (0.07, 27, 0.525), (0.0003, 3, 0.00025), (0.0138, 3, 0.0115), (0.0, 27, 0.0)],
)
def test_accrued_interest_per_100(rate: float, days: int, accrued: float) -> None:
    assert float(accrued_interest(rate, days, balance=100.0)) == pytest.approx(accrued, abs=5e-7)


@pytest.mark.requirement("AN-09")
def test_parity_is_par_without_delay_and_below_it_with() -> None:
    loan = 100 * level_pay(0.07)
    assert float(parity_price(loan, distribution_times_months(1.0, 360), coupon_annual=0.07)) == pytest.approx(100.0)
    delayed = parity_price(loan, distribution_times_months(1.0 + 24 / 30, 360), coupon_annual=0.07)
    assert float(delayed) == pytest.approx(100.0 * (1 + 0.07 / 12) ** -0.8)


@pytest.mark.requirement("AN-09")
def test_parity_leaves_accrued_interest_out() -> None:
    loan = 100 * level_pay(0.07)
    accrued = accrued_interest(0.07, 27, balance=100.0)
    full = parity_price(loan, MONTHS, coupon_annual=0.07)
    assert float(parity_price(loan, MONTHS, coupon_annual=0.07, accrued=accrued)) == float(full - accrued)
