"""The last distribution day: when a class is gone."""

import numpy as np

from seriatim.analytics.arrays import HALF_CENT, ArrayLike, IntArray, floats


def last_distribution(balance: ArrayLike) -> IntArray:
    """The distribution (1 for the first) that takes a class to zero and after which it stays there.

    `balance` is `[month + 1, ...]`; half a cent or less is zero. 0 for a class that never had a balance; the
    number of rows, which is no distribution, for one still outstanding at the end.

    Source: supplement 1999-7 p. S-4, Last distribution day; requirements AN-11.

    >>> int(last_distribution([100.0, 60.0, 0.003, 0.0]))
    2
    >>> int(last_distribution([100.0, 60.0, 20.0]))
    3
    """
    alive = floats(balance) > HALF_CENT
    ever = alive.any(axis=0)
    after_last_alive = alive.shape[0] - np.argmax(alive[::-1], axis=0)
    return np.where(ever, after_last_alive, 0).astype(np.int64)[()]
