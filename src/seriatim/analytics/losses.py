"""Aggregate realized losses: what part of the pool never came back."""

import numpy as np

from seriatim.analytics.arrays import ArrayLike, FloatArray, floats, unwrapped


def aggregate_realized_loss(principal_loss: ArrayLike, *, initial_balance: ArrayLike) -> FloatArray:
    """All principal lost over the life of the pool as a part of its initial balance, a decimal.

    sum of L[k] / B[0]. `principal_loss` is `[month, ...]` in dollars, `initial_balance` one for all or one a
    scenario. Raises ValueError when a pool starts at zero.

    Source: supplement 1999-7 p. S-25, Aggregate realized losses; conventions, Collateral.

    >>> float(aggregate_realized_loss([0.0, 1_500.0, 500.0], initial_balance=1_000_000.0))
    0.002
    """
    initial = floats(initial_balance)
    if not np.all(initial > 0):
        raise ValueError("aggregate realized losses need an initial balance above zero")
    return unwrapped(floats(floats(principal_loss).sum(axis=0) / initial))
