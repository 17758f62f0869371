"""Arrays as the numeric rooms share them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers in float64; the docstring of whoever uses them gives the shape."""
Integers = NDArray[np.int64]
"""Whole numbers, positions above all."""
