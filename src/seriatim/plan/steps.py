"""The kinds of step a plan is made of, and where each step comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

DUST = Decimal("0.005")
"""Half a cent: balances of this or less count as zero, else float dust decides who is paid."""

TOLERANCE = Decimal("1e-9")
"""Relative slack of a test: a level that equals its limit for ever must not flicker on rounding noise."""


class Op(IntEnum):
    """The steps of a plan. None of them branches or loops; a test gives 1 or 0.

    The comments give the result of a step with operands ``a``, ``b``, ``c``.
    """

    LOAD = 0  # this month's entry of an input (loans, index), one per scenario
    TABLE = 1  # this month's entry of a table the deal states (schedule, percentages)
    ADD = 2  # a + b
    SUB = 3  # a - b
    MUL = 4  # a * b
    DIV = 5  # a / b, and 0 where b is 0
    MIN = 6  # the lesser of a and b
    MAX = 7  # the greater of a and b
    ABOVE = 8  # 1 if a exceeds b by more than TOLERANCE x |b|, else 0
    POSITIVE = 9  # 1 if a is more than DUST, else 0
    BOTH = 10  # 1 if a and b are both 1
    EITHER = 11  # 1 if a or b is 1
    NOT = 12  # 1 - a
    SELECT = 13  # b where a is 1, else c
    SWEEP = 14  # a, or 0 where a is DUST or less
    ROUND = 15  # a to the nearest multiple of b, half up
    STORE = 16  # at the end of the day: state register a takes the value b


@dataclass(frozen=True)
class Origin:
    """Origin of a step: the rule in the deal file, in words, and the paragraph it states.

    ``rule`` is a path in the deal file, ``source`` the reference as the deal file gives it ('' if none).
    """

    rule: str
    source: str = ""


@dataclass(frozen=True)
class Step:
    """One step: ``target`` takes the result of ``op`` on the registers ``operands``.

    For LOAD and TABLE the operand is an index into the plan's inputs or tables; for STORE ``target`` is
    the state register that changes.
    """

    op: Op
    target: int
    operands: tuple[int, ...]
    origin: Origin
    name: str = ""
