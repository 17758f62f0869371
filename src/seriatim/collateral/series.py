"""Names of the series a plan reads month by month: the loans' record by strip and item, LIBOR, the call."""

from __future__ import annotations

LIBOR_SERIES = "libor"
CALL_SERIES = "call"
"""1 in the months in which the holder of the right to a clean-up call would use it."""


def series_name(strip: str, item: str) -> str:
    """Name of the series of an item of a strip.

    >>> series_name("target_rate", "prepayment")
    'target_rate/prepayment'
    """
    return f"{strip}/{item}"


def pool_strip(pool: str, strip: str) -> str:
    """Name of a strip of one of several pools; the strip's own where there is one pool.

    >>> pool_strip("I", "target_rate"), pool_strip("", "po")
    ('I/target_rate', 'po')
    """
    return f"{pool}/{strip}" if pool else strip
