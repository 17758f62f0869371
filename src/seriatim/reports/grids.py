"""The tables of a supplement as grids: headings, rows and cells, arranged as the document prints them."""

import datetime
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Generic, TypeVar

from seriatim.basics.words import long_date
from seriatim.comfort.printed import NOTHING_LEFT, SMALL, PrintedFigure
from seriatim.comfort.result import ComparedFigure, OverTables, TableTieOut
from seriatim.reports.words import class_names, measure_words, percent, speed

CLASSES_ACROSS = 3
"""Classes that a decrement table prints side by side, as in the supplements."""
SCHEDULE_COLUMNS = 3
"""Columns into which a long schedule of one class is cut."""
SHORT_SCHEDULE = 24

RowKey = TypeVar("RowKey", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over `span` columns."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of a table; None where the document leaves a cell empty."""

    label: str
    cells: tuple[ComparedFigure | None, ...]


@dataclass(frozen=True)
class Grid:
    """One typeset table.

    `headings` are the lines above the columns, the last one over single columns; `stub` heads the row labels; `groups`
    are the widths of the column groups that rules and space set apart; `totals` are last rows set off by a rule (the
    average lives under a decrement table); `in_percent` puts the sign behind the first row.
    """

    caption: str
    stub: str
    headings: tuple[tuple[Heading, ...], ...]
    rows: tuple[GridRow, ...]
    groups: tuple[int, ...]
    totals: tuple[GridRow, ...] = ()
    in_percent: bool = False


@dataclass(frozen=True)
class Section(OverTables):
    """The tables of one kind in one deal: `tables` are those whose figures it shows, `notes` what its marks mean."""

    name: str
    tables: tuple[TableTieOut, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()
    kind: str = field(default="plain")


@dataclass(frozen=True)
class _Pivot(Generic[RowKey]):
    """Comparisons by row and column, in the order in which they first appear; one a cell, the next opens a row."""

    comparisons: Sequence[ComparedFigure]
    row_of: Callable[[PrintedFigure], RowKey]
    column_of: Callable[[PrintedFigure], Hashable]

    def rows(self, label: Callable[[RowKey], str], columns: Sequence[Hashable]) -> tuple[GridRow, ...]:
        places = {column: place for place, column in enumerate(columns)}
        found: dict[tuple[RowKey, int], list[ComparedFigure | None]] = {}
        for comparison in self.comparisons:
            row, place = self.row_of(comparison.figure), places[self.column_of(comparison.figure)]
            lines = (found.setdefault((row, repeat), [None] * len(columns)) for repeat in count())
            next(cells for cells in lines if cells[place] is None)[place] = comparison
        return tuple(GridRow(label(row), tuple(cells)) for (row, _), cells in found.items())


def _unique(values: Iterator[RowKey]) -> list[RowKey]:
    return list(dict.fromkeys(values))


def _by_class(comparisons: Sequence[ComparedFigure]) -> dict[tuple[str, ...], list[ComparedFigure]]:
    found: dict[tuple[str, ...], list[ComparedFigure]] = {}
    for comparison in comparisons:
        found.setdefault(comparison.figure.classes, []).append(comparison)
    return found


def sections(tables: Sequence[TableTieOut]) -> tuple[Section, ...]:
    """The tables of a deal as a supplement arranges them, average lives at the foot of the decrement tables.

    Every figure is in exactly one cell. Tables of an unknown kind are listed figure by figure.
    """
    tables = [table for table in tables if table.total]
    by_name = {table.table: table for table in tables}
    decrement, lives = by_name.get("decrement"), by_name.get("wal")
    found = []
    for table in tables:
        if table.table == "wal" and decrement is not None:
            continue
        if table is decrement:
            found.append(_decrement_section(table, lives))
        elif table.table.endswith("_balance"):
            found.append(Section(table.table, (table,), tuple(_schedules(table)), kind="schedule"))
        elif table.table == "yield":
            found.append(_yield_section(table))
        elif table.table == "aggregate_realized_loss":
            found.append(Section(table.table, (table,), (_default_grid(table.comparisons, ""),)))
        elif table.table == "wal":
            found.append(Section(table.table, (table,), (_speed_grid(table.comparisons, ""),)))
        else:
            found.append(Section(table.table, (table,), (_listing(table.comparisons),), kind="listing"))
    return tuple(found)


def _decrement_section(decrement: TableTieOut, lives: TableTieOut | None) -> Section:
    by_class = _by_class(decrement.comparisons)
    lives_by_class = _by_class(lives.comparisons) if lives else {}
    classes = list(by_class) + [names for names in lives_by_class if names not in by_class]
    chunks = [classes[start : start + CLASSES_ACROSS] for start in range(0, len(classes), CLASSES_ACROSS)]
    grids = tuple(_decrement_grid(chunk, by_class, lives_by_class) for chunk in chunks)
    marked = any(comparison.figure.printed == SMALL for comparison in decrement.comparisons)
    notes = ("* Indicates that between zero and 0.5% of initial principal or notional balance is outstanding.",)
    return Section(
        "decrement", (decrement, lives) if lives else (decrement,), grids, notes if marked else (), kind="decrement"
    )


def _decrement_grid(
    classes: Sequence[tuple[str, ...]],
    by_class: dict[tuple[str, ...], list[ComparedFigure]],
    lives_by_class: dict[tuple[str, ...], list[ComparedFigure]],
) -> Grid:
    shown = [comparison for names in classes for comparison in by_class.get(names, ())]
    lives = [comparison for names in classes for comparison in lives_by_class.get(names, ())]
    both = shown + lives
    columns = [
        (names, psa) for names in classes for psa in _unique(c.figure.psa for c in both if c.figure.classes == names)
    ]
    first = min((c.figure.date for c in shown if c.figure.date), default=None)
    initial = first if all(c.figure.printed == "100" for c in shown if c.figure.date in (first, None)) else None

    def column_of(figure: PrintedFigure) -> Hashable:
        return figure.classes, figure.psa

    def row_label(day: datetime.date | None) -> str:
        return "Initial" if day == initial or day is None else long_date(day)

    rows = _Pivot(shown, lambda figure: figure.date, column_of).rows(row_label, columns)
    totals = _Pivot(lives, lambda _: None, column_of).rows(lambda _: "Weighted average life (years)", columns)
    spans = [len(list(group)) for _, group in groupby(columns, key=lambda column: column[0])]
    over = tuple(Heading(class_names(names), span) for names, span in zip(classes, spans, strict=True))
    speeds = tuple(Heading("" if psa is None else speed(psa)) for _, psa in columns)
    return Grid("", "Distribution day", (over, speeds), rows, tuple(spans), totals)


def _schedules(table: TableTieOut) -> Iterator[Grid]:
    """One grid with a column a class; a long schedule of one class is cut into columns side by side."""
    classes = _unique(comparison.figure.classes for comparison in table.comparisons)
    headings = (tuple(Heading(class_names(names)) for names in classes),)

    def row_label(day: datetime.date | None) -> str:
        return "Initial" if day is None else long_date(day)

    pivot = _Pivot(table.comparisons, lambda figure: figure.date, lambda figure: figure.classes)
    rows = pivot.rows(row_label, classes)
    cuts = SCHEDULE_COLUMNS if len(classes) == 1 and len(rows) > SHORT_SCHEDULE else 1
    length = -(-len(rows) // cuts)
    for start in range(0, len(rows), length):
        yield Grid("", "Distribution day", headings, rows[start : start + length], (1,) * len(classes))


def _yield_section(table: TableTieOut) -> Section:
    plain = [c for c in table.comparisons if _kind_of_yield(c.figure) == "speed"]
    grids = [_speed_grid(plain, _price(plain))] if plain else []
    for names, comparisons in _by_class(table.comparisons).items():
        for kind, make in (("libor", _libor_grid), ("sda", _default_grid), ("liquidated", _liquidation_grid)):
            chosen = [c for c in comparisons if _kind_of_yield(c.figure) == kind]
            if chosen:
                grids.append(make(chosen, f"{class_names(names)}{_price(chosen)}"))
    marked = any(comparison.figure.printed == NOTHING_LEFT for comparison in table.comparisons)
    note = "** Indicates a pre-tax yield less than or equal to (100)%."
    return Section("yield", (table,), tuple(grids), (note,) if marked else (), kind="yield")


def _kind_of_yield(figure: PrintedFigure) -> str:
    if figure.libor is not None:
        return "libor"
    if figure.sda is not None:
        return "sda"
    return "speed" if figure.liquidated is None else "liquidated"


def _price(comparisons: Sequence[ComparedFigure]) -> str:
    prices = _unique(comparison.figure.price_per_100 for comparison in comparisons)
    return f" at a price of {prices[0]:g}%" if len(prices) == 1 and prices[0] is not None else ""


def _speed_columns(comparisons: Sequence[ComparedFigure]) -> tuple[list[float | None], tuple[Heading, ...]]:
    speeds = _unique(comparison.figure.psa for comparison in comparisons)
    return speeds, tuple(Heading("" if psa is None else speed(psa)) for psa in speeds)


def _speed_grid(comparisons: Sequence[ComparedFigure], caption: str) -> Grid:
    speeds, headings = _speed_columns(comparisons)
    rows = _Pivot(comparisons, lambda figure: (figure.classes, figure.price_per_100), lambda figure: figure.psa).rows(
        lambda row: class_names(row[0]) + ("" if row[1] is None or caption else f" at {row[1]:g}%"), speeds
    )
    over = (Heading("Percentage of prepayment model", len(speeds)),)
    in_percent = comparisons[0].figure.table == "yield"
    return Grid(caption.strip().capitalize(), "Class", (over, headings), rows, (len(speeds),), in_percent=in_percent)


def _libor_grid(comparisons: Sequence[ComparedFigure], caption: str) -> Grid:
    speeds, headings = _speed_columns(comparisons)
    rows = _Pivot(comparisons, lambda figure: figure.libor or 0.0, lambda figure: figure.psa).rows(_level, speeds)
    over = (Heading("Percentage of prepayment model", len(speeds)),)
    return Grid(caption, "Level of LIBOR", (over, headings), rows, (len(speeds),), in_percent=True)


def _level(libor: float) -> str:
    return percent(libor, 3)


def _default_grid(comparisons: Sequence[ComparedFigure], caption: str) -> Grid:
    """SDA down, severity and speed across."""
    severities = _unique(comparison.figure.severity for comparison in comparisons)
    columns = [
        (severity, psa)
        for severity in severities
        for psa in _unique(c.figure.psa for c in comparisons if c.figure.severity == severity)
    ]
    rows = _Pivot(comparisons, lambda figure: figure.sda or 0.0, lambda figure: (figure.severity, figure.psa)).rows(
        speed, columns
    )
    grouped = [(severity, len(list(group))) for severity, group in groupby(columns, key=lambda column: column[0])]
    over = tuple(
        Heading("" if severity is None else f"{percent(severity)} loss severity", span) for severity, span in grouped
    )
    speeds = tuple(Heading("" if psa is None else speed(psa)) for _, psa in columns)
    spans = tuple(span for _, span in grouped)
    return Grid(caption, "SDA percentage", (over, speeds), rows, spans, in_percent=True)


def _liquidation_grid(comparisons: Sequence[ComparedFigure], caption: str) -> Grid:
    """Part of the initial balance liquidated, and severity, down; speed across."""
    speeds, headings = _speed_columns(comparisons)
    rows = _Pivot(
        comparisons, lambda figure: (figure.liquidated or 0.0, figure.severity or 0.0), lambda figure: figure.psa
    ).rows(
        lambda row: f"{percent(row[0], 2)} liquidated, {percent(row[1])} loss severity" if row[0] else "No defaults",
        speeds,
    )
    over = (Heading("Percentage of prepayment model", len(speeds)),)
    stub = "Of the initial balance"
    return Grid(caption, stub, (over, headings), rows, (len(speeds),), in_percent=True)


def _listing(comparisons: Sequence[ComparedFigure]) -> Grid:
    """Figure by figure: what the running text states."""
    rows = tuple(
        GridRow(f"{', '.join(c.figure.classes)}: {measure_words(c.figure.measure)}", (c,)) for c in comparisons
    )
    return Grid("", "Figure", ((Heading("As printed"),),), rows, (1,))
