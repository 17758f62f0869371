"""Names of the inputs that a plan reads month by month: the loans' record by strip and item, LIBOR, the call."""

from __future__ import annotations

LIBOR_INPUT = "libor"
CALL_INPUT = "call"
"""1 in the months in which the holder of the right to a clean-up call would use it."""


def input_name(strip: str, item: str) -> str:
    """Name of the input of an item of a strip.

    >>> input_name("target_rate", "prepayment")
    'target_rate/prepayment'
    """
    return f"{strip}/{item}"


def pool_strip(pool: str, strip: str) -> str:
    """Name of a strip of one of several pools; the strip's own where there is one pool.

    >>> pool_strip("I", "target_rate"), pool_strip("", "po")
    ('I/target_rate', 'po')
    """
    return f"{pool}/{strip}" if pool else strip
