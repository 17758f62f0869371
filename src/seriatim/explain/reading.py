"""Readings of a value of one day: how it is made, before any text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seriatim.plan.steps import Step


class Kind(StrEnum):
    """Kind of step that makes a value."""

    SUM = "sum"
    LESSER = "lesser"
    GREATER = "greater"
    PRODUCT = "product"
    CHOICE = "choice"
    TEST = "test"
    ROUNDED = "rounded"
    NOTHING = "counts as nothing"
    SAME = "same"
    LOANS = "loans"
    TABLE = "table"
    KEPT = "kept"
    CONSTANT = "constant"


LEAVES = (Kind.LOANS, Kind.TABLE, Kind.KEPT, Kind.CONSTANT)
"""Values no rule of the day has made."""


class Role(StrEnum):
    """Role of a value in the step that uses it."""

    PLUS = "plus"
    MINUS = "minus"
    OF = "of"
    TIMES = "times"
    DIVIDED_BY = "divided by"
    BECAUSE = "because"
    OTHERWISE = "otherwise"


@dataclass(frozen=True)
class ReadingPart:
    """A register in a role."""

    role: Role
    register: int


@dataclass(frozen=True)
class Reading:
    """One value as it reads: ``step`` is the one that decides (None for what is no step).

    ``in_full`` holds equal numerators and divisors that were struck out of a product: what was owed and was covered.
    """

    kind: Kind
    parts: tuple[ReadingPart, ...] = ()
    step: Step | None = None
    in_full: tuple[tuple[int, int], ...] = ()

    def of(self, *roles: Role) -> tuple[int, ...]:
        """The registers in these roles."""
        return tuple(part.register for part in self.parts if part.role in roles)
