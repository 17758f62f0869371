"""Decrement tables as a workbook: lives on the first sheet, then a sheet for each kind of class; numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.reports.tables import INITIAL, ClassTable, DecrementTables
from seriatim.reports.tables_layout import LIFE_LABEL, SMALL_NOTE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_INK, _SOFT, _RULE = "#23211c", "#6b665a", "#cfc8b8"
_PERCENT_FORMAT = '[=0]0%;[<0.005]"*";0%'
"""A fraction as whole percent, and as `*` where less than half a percent is left."""
_TOP = 4
"""The first row below the title, the scenario and a line of space."""
_MOST_COLUMNS = 16384
_LABEL_WIDTH, _FIGURE_WIDTH = 28, 8.5


@dataclass(frozen=True)
class _Sheet:
    """A sheet being written, with the formats of its workbook."""

    sheet: Worksheet
    formats: dict[str, Any]
    tables: DecrementTables

    def begin(self, heading: str) -> None:
        """Title, what the figures are, what is assumed; the page set up to be printed."""
        tables, formats = self.tables, self.formats
        assumed = f"; assumed: {tables.assumptions}" if tables.assumptions else ""
        self.sheet.write_string(0, 0, tables.title, formats["title"])
        self.sheet.write_string(1, 0, heading, formats["lead"])
        self.sheet.write_string(2, 0, f"By {tables.speed_words}{assumed}", formats["lead"])
        self.sheet.set_column(0, 0, _LABEL_WIDTH)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def speeds(self, row: int, column: int) -> None:
        """The speeds over their columns, the first with space before it."""
        for place, speed in enumerate(self.tables.speeds):
            self.sheet.write_number(row, column + place, speed / 100, self.formats["speed"])


def tables_workbook(tables: DecrementTables) -> bytes:
    """The tables as the bytes of an XLSX file; the same tables give the same bytes.

    Raises ProblemsError when there are more speeds than a sheet has columns for.
    """
    from xlsxwriter import Workbook

    needed = max(len(classes) for _, classes in tables.groups()) * (len(tables.speeds) + 1)
    if needed >= _MOST_COLUMNS:
        hint = "ask for fewer, or write CSV"
        raise ProblemsError([Problem("", None, f"{len(tables.speeds):,} speeds do not fit on a sheet", hint)])
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        created = datetime.combine(tables.dates[0], datetime.min.time())
        book.set_properties({"title": f"{tables.deal}: decrement tables", "comments": "seriatim", "created": created})
        formats = _formats(book, tables)
        _lives(_Sheet(book.add_worksheet("Lives"), formats, tables))
        for name, classes in tables.groups():
            _decrements(_Sheet(book.add_worksheet(f"{name} classes"), formats, tables), name, classes)
    return content.getvalue()


def _formats(book: Workbook, tables: DecrementTables) -> dict[str, Any]:
    plain = {"font_name": "Georgia", "font_size": 10, "font_color": _INK}
    years = f"0.{'0' * tables.life_decimals}".rstrip(".")
    speeds = "0%" if all(speed == round(speed) for speed in tables.speeds) else "0.0##%"
    return {
        "title": book.add_format({**plain, "font_size": 14}),
        "lead": book.add_format({**plain, "font_color": _SOFT, "italic": True}),
        "over": book.add_format({**plain, "bold": True, "align": "center", "bottom": 1, "bottom_color": _RULE}),
        "stub": book.add_format({**plain, "font_color": _SOFT, "bottom": 1}),
        "speed": book.add_format({**plain, "font_color": _SOFT, "num_format": speeds, "align": "right", "bottom": 1}),
        "label": book.add_format(plain),
        "day": book.add_format({**plain, "num_format": "mmmm d, yyyy", "align": "left"}),
        "percent": book.add_format({**plain, "num_format": _PERCENT_FORMAT}),
        "life": book.add_format({**plain, "num_format": years, "italic": True, "top": 1, "top_color": _RULE}),
        "years": book.add_format({**plain, "num_format": years}),
        "foot": book.add_format({**plain, "italic": True, "top": 1, "top_color": _RULE}),
    }


def _lives(page: _Sheet) -> None:
    """Classes down, speeds across."""
    tables, formats = page.tables, page.formats
    page.begin("Weighted average lives in years")
    page.sheet.write_string(_TOP, 0, "Class", formats["stub"])
    page.speeds(_TOP, 1)
    page.sheet.set_column(1, len(tables.speeds), _FIGURE_WIDTH)
    for place, each in enumerate(tables.classes, start=_TOP + 1):
        page.sheet.write_string(place, 0, each.name, formats["label"])
        _write_numbers(page, place, 1, each.life_years.tolist(), "years")
    page.sheet.freeze_panes(_TOP + 1, 1)


def _decrements(page: _Sheet, group: str, classes: Sequence[ClassTable]) -> None:
    """Days down, classes across, each with its speeds; the lives at the foot."""
    tables, formats = page.tables, page.formats
    page.begin(f"{group} classes: percent of initial balance outstanding")
    page.sheet.write_string(_TOP + 1, 0, "Distribution day", formats["stub"])
    first, last = _TOP + 2, _TOP + 2 + len(tables.dates)
    page.sheet.write_string(first, 0, INITIAL, formats["label"])
    for place, day in enumerate(tables.dates[1:], start=first + 1):
        page.sheet.write_datetime(place, 0, datetime.combine(day, datetime.min.time()), formats["day"])
    page.sheet.write_string(last, 0, LIFE_LABEL, formats["foot"])
    for place, each in enumerate(classes):
        _class_block(page, each, 1 + place * (len(tables.speeds) + 1), first)
    page.sheet.write_string(last + 2, 0, SMALL_NOTE, formats["lead"])
    page.sheet.freeze_panes(first, 1)
    page.sheet.repeat_rows(0, first - 1)
    page.sheet.repeat_columns(0)


def _class_block(page: _Sheet, each: ClassTable, column: int, first: int) -> None:
    """One class: its name over its speeds, its figures below, and a narrow empty column behind."""
    width = len(page.tables.speeds)
    heading = f"Class {each.name}"
    if width > 1:
        page.sheet.merge_range(_TOP, column, _TOP, column + width - 1, heading, page.formats["over"])
    else:
        page.sheet.write_string(_TOP, column, heading, page.formats["over"])
    page.speeds(_TOP + 1, column)
    for place, row in enumerate(each.outstanding.tolist()):
        _write_numbers(page, first + place, column, row, "percent")
    _write_numbers(page, first + len(each.outstanding), column, each.life_years.tolist(), "life")
    page.sheet.set_column(column, column + width - 1, max(_FIGURE_WIDTH, (len(heading) + 2) / width))
    page.sheet.set_column(column + width, column + width, 2)


def _write_numbers(page: _Sheet, row: int, column: int, numbers: Sequence[float], form: str) -> None:
    """Numbers along a row; a cell without one where there is none."""
    for place, number in enumerate(numbers, start=column):
        if np.isnan(number):
            page.sheet.write_blank(row, place, None, page.formats[form])
        else:
            page.sheet.write_number(row, place, number, page.formats[form])
