"""Level-payment schedules: the fraction of its balance that a loan is scheduled to pay each month."""

from typing import NamedTuple

import numpy as np

from seriatim.basics.arrays import Floats, Integers


class Amortization(NamedTuple):
    """Schedules without prepayments.

    `scheduled_fraction[month, line]`: scheduled principal of distribution month + 1 over the balance before it; 0
    once the line has matured. `factor[month, line]`: the share of the initial balance left after `month`
    distributions, 1 in row 0.
    """

    scheduled_fraction: Floats
    factor: Floats


def level_amortization(
    gross_rate_annual: Floats, remaining_term_months: Integers, remaining_io_months: Integers
) -> Amortization:
    """Interest only for the remaining IO months, then level payments on the remaining term.

    With n months left and r = gross rate / 12, the level payment B r / (1 - (1+r)^-n) holds the principal
    B r / ((1+r)^n - 1); B / n at a rate of 0; exactly B in the last month. Every fraction comes from its own
    power, never from the month before: the cents of printed schedules depend on it.

    Source: core prospectus 2006-6, Fixed rate mortgage loans; requirements LOAN-05, LOAN-06.

    >>> fraction, factor = level_amortization(np.array([0.12]), np.array([360]), np.array([0]))
    >>> round(100 * float(factor[144, 0]), 2)
    90.87
    """
    month = np.arange(int(remaining_term_months.max()))[:, None]
    left = np.maximum(remaining_term_months - month, 0).astype(np.float64)
    rate = gross_rate_annual / 12
    with np.errstate(divide="ignore", invalid="ignore"):
        fraction = np.where(rate > 0, rate / (np.power(1 + rate, left) - 1), 1 / left)
    fraction[month < remaining_io_months] = 0.0
    np.copyto(fraction, left, where=left <= 1)
    factor = np.ones((len(month) + 1, left.shape[1]))
    np.cumprod(1 - fraction, axis=0, out=factor[1:])
    return Amortization(fraction, factor)
