"""Weighted average life: how long, on average, a dollar of a class stays out."""

import numpy as np

from seriatim.analytics.arrays import ArrayLike, FloatArray, along_time, floats, unwrapped


def net_declines(balance: ArrayLike) -> FloatArray:
    """Decline of a class's balance on each distribution day, `[month, ...]`: max(0, B[k-1] - B[k]).

    A month in which the balance rises (interest accreted to an accrual class) counts nothing, so the declines of an
    accrual class sum to more than its initial balance.

    Source: conventions, Measures; requirements AN-03.

    >>> net_declines([100.0, 110.0, 40.0, 0.0]).tolist()
    [0.0, 70.0, 40.0]
    """
    outstanding = floats(balance)
    declines: FloatArray = np.maximum(outstanding[:-1] - outstanding[1:], 0.0)
    return declines


def weighted_average_life(weights: ArrayLike, time_years: ArrayLike) -> FloatArray:
    """Weighted average life in years: the sum of w[k] x t[k] over the sum of w[k].

    `weights` is `[month, ...]`: the net declines of the balance, or, where a deal says so for its accrual
    classes, the principal received. `time_years` is `[month]`, from the closing day. The divisor is the sum
    of the weights and not the initial balance that the documents name, which fails for an accrual class. nan
    where the weights sum to zero: a class that is never paid has no average life. Raises ValueError when the
    months differ.

    Source: supplement 1999-7 p. S-18, Weighted average lives; conventions, Measures.

    >>> float(weighted_average_life([25.0, 25.0, 50.0], [1.0, 2.0, 3.0]))
    2.25
    """
    paid = floats(weights)
    total = paid.sum(axis=0)
    weighted = (paid * along_time(floats(time_years), paid)).sum(axis=0)
    return unwrapped(np.divide(weighted, total, out=np.full_like(total, np.nan), where=total != 0))
