"""Tables as text, for a terminal or a file: columns aligned, headings bold where there are colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from seriatim.reports.tables import DecrementTables
from seriatim.reports.tables_figures import dollars_and_cents
from seriatim.reports.tables_layout import LIFE_LABEL, SMALL_NOTE, Column, columns, marks_small

if TYPE_CHECKING:
    import polars
    from rich.text import Text

DEFAULT_WIDTH = 110
_GAP = 2
_BETWEEN_CLASSES = 3
_HEADING, _LIFE = "bold", "italic"


def tables_text(tables: DecrementTables, *, width: int = DEFAULT_WIDTH) -> Text:
    """Decrement tables with the lives at their foot, as many classes side by side as fit into ``width`` characters."""
    from rich.text import Text

    text = Text()
    text.append(f"{tables.title}\n", style=_HEADING)
    text.append(f"Percent of initial balance outstanding, by {tables.speed_words}\n")
    if tables.assumptions:
        text.append(f"Assumed: {tables.assumptions}\n")
    shown = columns(tables, tables.classes)
    for sheet in _sheets(shown, tables.speed_labels, width):
        text.append("\n")
        for style, line in _sheet_lines(tables, sheet):
            text.append(f"{line.rstrip()}\n", style=style)
    if marks_small(shown):
        text.append(f"\n{SMALL_NOTE}\n")
    return text


def aligned(rows: Sequence[Sequence[str]], *, left: int = 1) -> Iterator[str]:
    """Rows of cells as lines, the first ``left`` columns to the left, the others to the right.

    >>> list(aligned([["Price", "0%"], ["70", "1.875"]]))
    ['Price     0%', '70     1.875']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield (" " * _GAP).join(cells).rstrip()


def rows_text(frame: polars.DataFrame) -> Iterator[str]:
    """A table of cash flows as lines, dollars to the cent: the heading, then a row a line."""
    numbers = [dtype.is_float() for dtype in frame.dtypes]
    cells = [
        [dollars_and_cents(value) if number else str(value) for value, number in zip(row, numbers, strict=True)]
        for row in frame.iter_rows()
    ]
    return aligned([frame.columns, *cells], left=numbers.index(True))


def _cell_width(column: Column, speeds: Sequence[str]) -> int:
    """Characters of one figure of a class; enough for its heading to stand over all of them."""
    needed = max(column.widest, *map(len, speeds)) + _GAP
    return max(needed, -(-(len(column.heading) + _GAP) // len(speeds)))


def _sheets(shown: Sequence[Column], speeds: Sequence[str], width: int) -> Iterator[Sequence[Column]]:
    """The columns in their order, as many side by side as fit, at least one."""
    sheet: list[Column] = []
    room = width - len(LIFE_LABEL)
    for column in shown:
        needed = _cell_width(column, speeds) * len(speeds) + _BETWEEN_CLASSES
        if sheet and needed > room:
            yield sheet
            sheet, room = [], width - len(LIFE_LABEL)
        sheet.append(column)
        room -= needed
    yield sheet


def _sheet_lines(tables: DecrementTables, sheet: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """Style and text of each line of classes side by side."""
    speeds = tables.speed_labels
    widths = [_cell_width(column, speeds) for column in sheet]

    def line(label: str, parts: Sequence[Sequence[str]]) -> str:
        blocks = ("".join(cell.rjust(width) for cell in part) for part, width in zip(parts, widths, strict=True))
        return label.ljust(len(LIFE_LABEL)) + (" " * _BETWEEN_CLASSES).join(blocks)

    over = (column.heading.center(width * len(speeds)) for column, width in zip(sheet, widths, strict=True))
    yield _HEADING, " " * len(LIFE_LABEL) + (" " * _BETWEEN_CLASSES).join(over)
    yield _HEADING, line("Distribution day", [speeds] * len(sheet))
    for place, label in enumerate(tables.row_labels):
        yield "", line(label, [column.rows[place] for column in sheet])
    yield _LIFE, line(LIFE_LABEL, [column.lives for column in sheet])
