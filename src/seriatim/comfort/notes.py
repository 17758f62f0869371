"""A deal's notes: the differences they list, with the computed figure, so that none is excused in silence.

`NOTES.md` lists them in a table whose header has ``table``, ``class``, ``date`` (or the PSA), ``printed`` and
``computed``. A test holds the notes of the library to what really differs.
"""

from __future__ import annotations

from pathlib import Path

from seriatim.comfort.printed import PrintedFigure
from seriatim.deal.text import read_text

FigureKey = tuple[str, str, str, str]

HEADER = ("table", "class", "date", "printed", "computed")


def key_of(figure: PrintedFigure) -> FigureKey:
    """A figure's name in notes: table, classes, date (or the PSA of the scenario), and what is printed."""
    when = figure.date.isoformat() if figure.date else "" if figure.psa is None else f"{figure.psa:g}"
    return figure.table, ";".join(figure.classes), when, figure.printed


def listed_differences(path: Path) -> frozenset[FigureKey]:
    """The differences a NOTES.md lists; none if there is no such file.

    Raises ProblemsError when the file cannot be read.
    """
    if not path.exists():
        return frozenset()
    rows = [_cells(line) for line in read_text(path).splitlines() if line.lstrip().startswith("|")]
    found: set[FigureKey] = set()
    inside = False
    for cells in rows:
        if tuple(cells[: len(HEADER)]) == HEADER:
            inside = True
        elif inside and len(cells) >= len(HEADER) and not set(cells[0]) <= set("-: "):
            found.add((cells[0], cells[1].replace(", ", ";"), cells[2], cells[3].replace(",", "")))
    return frozenset(found)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
