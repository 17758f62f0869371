"""Decrement tables typeset: figures as the supplements print them, and classes that show the same in one column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seriatim.reports.tables import ClassTable, DecrementTables
from seriatim.reports.tables_figures import life, percent_outstanding
from seriatim.reports.words import class_names

SMALL_NOTE = "* Indicates that between zero and 0.5% of initial principal or notional balance is outstanding."
LIFE_LABEL = "Weighted average life (years)"


@dataclass(frozen=True)
class Column:
    """One class, or several that show the same: figures ``[row][speed]``, and a life for each speed."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lives: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The heading above the column.

        >>> Column(("M", "B-1"), (), ()).heading
        'Classes M and B-1'
        """
        return class_names(self.names)

    @property
    def widest(self) -> int:
        """Characters of the widest figure."""
        return max(map(len, (*self.lives, *(cell for row in self.rows for cell in row))), default=0)


def columns(tables: DecrementTables, classes: Sequence[ClassTable]) -> tuple[Column, ...]:
    """The classes typeset; those with the same figures at every speed share a column, as in the supplements."""
    shared: dict[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]], list[str]] = {}
    for each in classes:
        rows = tuple(tuple(percent_outstanding(part) for part in row) for row in each.outstanding.tolist())
        lives = tuple(life(years, tables.life_decimals) for years in each.life_years.tolist())
        shared.setdefault((rows, lives), []).append(each.name)
    return tuple(Column(tuple(names), rows, lives) for (rows, lives), names in shared.items())


def abreast(shown: Sequence[Column], count: int) -> Iterator[Sequence[Column]]:
    """The columns in sheets of so many side by side."""
    for start in range(0, len(shown), count):
        yield shown[start : start + count]


def marks_small(shown: Sequence[Column]) -> bool:
    """True where a `*` needs its note."""
    return any(cell == "*" for column in shown for row in column.rows for cell in row)
