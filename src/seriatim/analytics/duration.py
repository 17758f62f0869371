"""Duration and convexity: how a price moves with the yield."""

import numpy as np

from seriatim.analytics.arrays import ArrayLike, FloatArray, by_scenario, floats, unwrapped
from seriatim.analytics.yields import monthly_rate


def macaulay_duration_years(cash: ArrayLike, time_months: ArrayLike, *, yield_annual: ArrayLike) -> FloatArray:
    """Macaulay duration in years: the average time of the cash, weighted by its present value.

    sum of t[k] CF[k] v^t[k] over sum of CF[k] v^t[k], v = 1 / (1 + m). `cash` is `[month, ...]`,
    `time_months` `[month]`, `yield_annual` the corporate bond equivalent yield as a decimal. nan where there
    is no cash. Raises ValueError for a yield of -200 % or less and when the months differ.

    >>> round(float(macaulay_duration_years([0.0, 0.0, 50.0], [4.0, 8.0, 12.0], yield_annual=0.08)), 9)
    1.0
    """
    paid, times, rate = by_scenario(cash, time_months, monthly_rate(yield_annual))
    worth = paid * np.exp(-times * np.log1p(rate))
    value = worth.sum(axis=0)
    timed = (times * worth).sum(axis=0) / 12.0
    return unwrapped(np.divide(timed, value, out=np.full_like(value, np.nan), where=value != 0))


def modified_duration(cash: ArrayLike, time_months: ArrayLike, *, yield_annual: ArrayLike) -> FloatArray:
    """Modified duration: the relative fall of the price as the yield rises, -(dP / dy) / P, cash unchanged.

    Macaulay duration / (1 + y / 2), y being compounded twice a year. Raises as `macaulay_duration_years`.

    >>> round(float(modified_duration([0.0, 50.0], [6.0, 12.0], yield_annual=0.08)), 6)
    0.961538
    """
    semiannual = floats(yield_annual) / 2.0
    return macaulay_duration_years(cash, time_months, yield_annual=yield_annual) / (1.0 + semiannual)


def effective_duration(
    price: ArrayLike, *, price_down: ArrayLike, price_up: ArrayLike, yield_shift: float
) -> FloatArray:
    """Effective duration: (P_down - P_up) / (2 P dy), the cash itself having moved with rates.

    `price_down` is the full price with yields lower by `yield_shift` (a decimal) and prepayments at the speed
    that goes with it, `price_up` with yields higher. Raises ValueError unless the shift is positive.

    >>> round(float(effective_duration(100.0, price_down=100.8, price_up=98.6, yield_shift=0.01)), 9)
    1.1
    """
    _check_shift(yield_shift)
    middle, down, up = (floats(value) for value in (price, price_down, price_up))
    return unwrapped((down - up) / (2.0 * middle * yield_shift))


def effective_convexity(
    price: ArrayLike, *, price_down: ArrayLike, price_up: ArrayLike, yield_shift: float
) -> FloatArray:
    """Effective convexity: (P_down + P_up - 2 P) / (P dy^2); below zero where prepayments cap the gain.

    Arguments and errors as in `effective_duration`.

    >>> round(float(effective_convexity(100.0, price_down=100.8, price_up=98.6, yield_shift=0.01)), 6)
    -60.0
    """
    _check_shift(yield_shift)
    middle, down, up = (floats(value) for value in (price, price_down, price_up))
    return unwrapped((down + up - 2.0 * middle) / (middle * yield_shift**2))


def _check_shift(yield_shift: float) -> None:
    if not yield_shift > 0:
        raise ValueError(f"a yield shift must be above zero, not {yield_shift}")
