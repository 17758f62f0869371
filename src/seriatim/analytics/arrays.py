"""The arrays every measure takes: time runs along the first axis, scenarios along the rest.

A balance is `[month + 1, ...]`, row 0 being the closing day; cash is `[month, ...]`, row 0 being the first
distribution day. Times are `[month]`, counted from the closing day, 30/360.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
ArrayLike: TypeAlias = FloatArray | Sequence[float] | float

HALF_CENT = 0.005
"""A balance of half a cent or less is zero, or float dust keeps a class alive. Source: conventions."""


def distribution_times_months(first_months: float, count: int) -> FloatArray:
    """Months from the closing day to each distribution day, 30/360: first_months + k - 1 for k = 1..count.

    `first_months` is the time to the first nominal distribution day: 27/30 when a deal closes on the 28th and
    pays on the 25th of the next month. Business days do not move it. Raises ValueError unless it is positive.

    Source: conventions, Measures.

    >>> distribution_times_months(27 / 30, 3)
    array([0.9, 1.9, 2.9])
    """
    if not first_months > 0:
        raise ValueError(f"the first distribution day must follow the closing day: {first_months} months")
    return first_months + np.arange(count, dtype=np.float64)


def floats(values: ArrayLike) -> FloatArray:
    """Numbers of any shape as float64."""
    return np.asarray(values, dtype=np.float64)


def unwrapped(result: FloatArray) -> FloatArray:
    """A measure of one stream as a number, of several streams as the array it is."""
    return result[()]


def along_time(time: FloatArray, amounts: FloatArray) -> FloatArray:
    """Times `[month]` shaped to multiply amounts `[month, ...]`; raises ValueError when the months differ."""
    if time.ndim != 1 or amounts.ndim < 1 or time.shape[0] != amounts.shape[0]:
        raise ValueError(f"times {time.shape} and amounts {amounts.shape} differ in months")
    return time.reshape((-1,) + (1,) * (amounts.ndim - 1))


def by_scenario(cash: ArrayLike, time_months: ArrayLike, terms: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cash `[month, ...]`, times `[month, 1...]` and terms `[...]` (prices or yields) of the same scenarios.

    One stream of cash serves many terms and one term many streams. Raises ValueError when the months or the
    scenarios differ.
    """
    paid, term = floats(cash), floats(terms)
    along_time(floats(time_months), paid)
    scenarios = np.broadcast_shapes(paid.shape[1:], term.shape)
    missing_axes = (1,) * (len(scenarios) + 1 - paid.ndim)
    streams = paid.reshape(paid.shape[:1] + missing_axes + paid.shape[1:])
    spread = np.broadcast_to(streams, paid.shape[:1] + scenarios)
    return spread, along_time(floats(time_months), spread), np.broadcast_to(term, scenarios)
