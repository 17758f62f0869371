"""Decrement tables: what part of a class is outstanding after each year."""

import numpy as np

from seriatim.analytics.arrays import HALF_CENT, ArrayLike, FloatArray, IntArray, floats


def outstanding_fraction(balance: ArrayLike) -> FloatArray:
    """Part of its initial balance that a class has outstanding after each distribution: B[k] / B[0].

    `balance` is `[month + 1, ...]`, notional for an IO class; the answer has its shape, 1.0 in row 0. An
    accrual class exceeds 1. A balance of half a cent or less is zero. Raises ValueError when a class starts
    at zero.

    Source: supplement 2006-6, Weighted average lives and yields to maturity; requirements AN-02.

    >>> outstanding_fraction([200.0, 150.0, 0.004]).tolist()
    [1.0, 0.75, 0.0]
    """
    outstanding = floats(balance)
    initial = outstanding[0]
    if np.any(initial <= HALF_CENT):
        raise ValueError("a class without an initial balance has no percent of it")
    return floats(np.where(outstanding > HALF_CENT, outstanding, 0.0) / initial)


def anniversary_rows(months: int) -> IntArray:
    """Rows of `balance[month + 1]` in a decrement table: the closing day and each twelfth distribution.

    >>> anniversary_rows(30).tolist()
    [0, 12, 24]
    """
    return np.arange(0, months + 1, 12, dtype=np.int64)


def decrement_table(balance: ArrayLike) -> FloatArray:
    """Decrement table `[year + 1, ...]` of a class: its outstanding fraction at closing and each anniversary.

    Raises ValueError when a class starts at zero.

    >>> decrement_table([100.0 - month for month in range(25)]).tolist()
    [1.0, 0.88, 0.76]
    """
    outstanding = outstanding_fraction(balance)
    return outstanding[anniversary_rows(outstanding.shape[0] - 1)]
