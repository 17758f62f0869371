"""Price and yield: corporate bond equivalent yields, their prices, accrued interest and parity."""

import math

import numpy as np

from seriatim.analytics.arrays import ArrayLike, FloatArray, by_scenario, floats, unwrapped

NOTHING_LEFT = -1.0
"""The yield, as a decimal, that stands for every yield of -100 % or less: `**` in the tables."""

_LOWEST_LOG_RATE = math.log1p(NOTHING_LEFT / 2) / 6
_DUST = 1e-9
"""Payments down to minus this part of the price are float dust, not payments to the issuer."""
_SETTLED = 1e-10
"""Newton doubles the digits each step: after a step of this size the rate is right to the last bit or two."""
_MOST_STEPS = 200


def bond_equivalent_yield(monthly_rate: ArrayLike) -> FloatArray:
    """The corporate bond equivalent of a monthly rate m, decimals a year: 2 [(1 + m)^6 - 1].

    Source: supplement 1999-7 p. S-23, Yield to maturity; requirements AN-04.

    >>> round(float(bond_equivalent_yield(0.07 / 12)), 9)
    0.071028808
    """
    return unwrapped(2.0 * ((1.0 + floats(monthly_rate)) ** 6 - 1.0))


def monthly_rate(yield_annual: ArrayLike) -> FloatArray:
    """The monthly rate of a corporate bond equivalent yield y: (1 + y / 2)^(1/6) - 1.

    Raises ValueError for a yield of -200 % or less, which no price has.

    >>> round(float(monthly_rate(bond_equivalent_yield(0.005))), 15)
    0.005
    """
    semiannual = floats(yield_annual) / 2.0
    if not np.all(semiannual > -1.0):
        raise ValueError("a corporate bond equivalent yield must be above -200 %")
    return unwrapped(np.expm1(np.log1p(semiannual) / 6.0))


def price_from_yield(cash: ArrayLike, time_months: ArrayLike, *, yield_annual: ArrayLike) -> FloatArray:
    """The full price (accrued interest included) at which cash yields y: the sum of CF[k] (1 + m)^-t[k].

    `cash` is `[month, ...]` in dollars or per 100 of balance, and the price has its unit; `time_months` is
    `[month]` from settlement; `yield_annual` is a decimal, one for all or one a scenario. Raises ValueError
    for a yield of -200 % or less and when the months differ.

    Source: supplement 1999-7 p. S-23, Yield to maturity.

    >>> coupon = bond_equivalent_yield(0.005)
    >>> round(float(price_from_yield([0.5, 0.5, 100.5], [1.0, 2.0, 3.0], yield_annual=coupon)), 9)
    100.0
    """
    paid, times, rate = by_scenario(cash, time_months, monthly_rate(yield_annual))
    return unwrapped(floats(_discounted(paid, times, np.log1p(rate)).sum(axis=0)))


def yield_from_price(cash: ArrayLike, time_months: ArrayLike, *, full_price: ArrayLike) -> FloatArray:
    """The corporate bond equivalent yield, a decimal a year, at which cash is worth its full price.

    `cash` is `[month, ...]`; `time_months` is `[month]` from settlement, all positive; `full_price` (accrued
    interest included, in the unit of the cash) is one for all or one a scenario. -1.0 stands for every yield
    of -100 % or less (`**`), that of cash which never comes included. Negative yields need no care of the
    caller. Raises ValueError for a price that is not positive, for a payment or a time that is negative, and
    when the months differ.

    Source: supplement 1999-7 p. S-23, Yield to maturity; supplement 2006-6 p. 29, the note to `**`.

    >>> months = np.arange(1.0, 361.0)
    >>> level_payment = 0.005 / (1 - 1.005**-360)
    >>> round(float(yield_from_price(np.full(360, level_payment), months, full_price=1.0)), 9)
    0.060755019
    >>> float(yield_from_price([0.0, 0.0], [1.0, 2.0], full_price=98.0))
    -1.0
    """
    paid, times, price = by_scenario(cash, time_months, full_price)
    _check_payments(paid, times, price)
    found = _discounted(paid, times, _LOWEST_LOG_RATE).sum(axis=0) > price
    yields = np.full(price.shape, NOTHING_LEFT)
    if found.any():
        log_rate = _log_rate(np.maximum(paid[:, found], 0.0), times.reshape(-1, 1), price[found])
        yields[found] = 2.0 * np.expm1(6.0 * log_rate)
    return unwrapped(yields)


def _check_payments(cash: FloatArray, times: FloatArray, price: FloatArray) -> None:
    if not np.all(price > 0):
        raise ValueError("a yield needs a price above zero")
    if not np.all(np.isfinite(cash) & (cash >= -_DUST * price)):
        raise ValueError("a yield needs payments that are finite and not negative")
    if not np.all(times > 0):
        raise ValueError("a yield needs payments after settlement")


def _discounted(cash: FloatArray, times: FloatArray, log_rate: ArrayLike) -> FloatArray:
    """CF (1 + m)^-t for log_rate = log(1 + m); `times` broadcasts along the months of `cash`."""
    return floats(cash * np.exp(-times * log_rate))


def _log_rate(cash: FloatArray, times: FloatArray, price: FloatArray) -> FloatArray:
    """log(1 + m) at which each scenario's cash `[month, scenario]` is worth its price.

    Newton on log PV(u) - log price in u = log(1 + m), from u = 0. With payments that are not negative, log PV
    is convex and falls in u (a log-sum-exp), so one step from anywhere lands at or below the root and the
    rest climb to it: it cannot diverge, from -99 % to 2,400 %, and the slope is minus the duration in months.
    Chandrupatla's bracketing (`scipy.optimize.elementwise`) gives the same digits in 20 sweeps over the cash
    where this takes about 8.
    """
    rate, log_price = np.zeros_like(price), np.log(price)
    for _ in range(_MOST_STEPS):
        worth = _discounted(cash, times, rate)
        value = worth.sum(axis=0)
        step = (np.log(value) - log_price) * value / (times * worth).sum(axis=0)
        moved: FloatArray = np.maximum(rate + step, _LOWEST_LOG_RATE)
        if np.all(np.abs(moved - rate) <= _SETTLED):
            return moved
        rate = moved
    raise ArithmeticError("a yield did not settle: are the amounts of payments and price of one size?")


def accrued_interest(rate_annual: ArrayLike, days: int, *, balance: ArrayLike = 1.0) -> FloatArray:
    """Interest the buyer pays the seller at settlement: balance x rate x days / 360, days counted 30/360.

    In the unit of `balance`: 100 gives it per 100 of balance. The first day of accrual counts, settlement
    does not.

    Source: supplement 2006-6 p. 28, Yields on certain classes; supplement 1994-5 p. S-40; requirements AN-05.

    >>> round(float(accrued_interest(0.06, 27, balance=100.0)), 9)
    0.45
    """
    face, rate = floats(balance), floats(rate_annual)
    return unwrapped(face * rate * days / 360.0)


def parity_price(
    cash: ArrayLike, time_months: ArrayLike, *, coupon_annual: ArrayLike, accrued: ArrayLike = 0.0
) -> FloatArray:
    """Parity: the price, less accrued interest, at which a class yields its coupon, given its payment delay.

    The coupon c is paid monthly, so the cash is discounted at c / 12 a month: without delay parity is the
    balance, with delay it lies below. In the unit of `cash`, as `accrued` is. Raises ValueError as
    `price_from_yield` does.

    Source: supplement 1999-7 p. S-23, Yield to maturity; requirements AN-09.

    >>> round(float(parity_price([0.5, 0.5, 100.5], [1.0, 2.0, 3.0], coupon_annual=0.06)), 9)
    100.0
    >>> float(parity_price([0.5, 0.5, 100.5], [1.8, 2.8, 3.8], coupon_annual=0.06)) < 100.0
    True
    """
    coupon_yield = bond_equivalent_yield(floats(coupon_annual) / 12.0)
    full_price = price_from_yield(cash, time_months, yield_annual=coupon_yield)
    return full_price - floats(accrued)
