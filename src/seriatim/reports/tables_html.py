"""Decrement tables as one self-contained page: charts, lives, and every class typeset as in a supplement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from seriatim.reports.charts import ChartFrame, balance_chart
from seriatim.reports.colours import class_colours
from seriatim.reports.tables import DecrementTables
from seriatim.reports.tables_layout import LIFE_LABEL, SMALL_NOTE, Column, abreast, columns, marks_small

if TYPE_CHECKING:
    from jinja2 import Template

FIGURES_ACROSS = 15
"""Columns of figures that stand side by side: three classes at five speeds, as in the supplements."""
MOST_CHARTS = 12
"""With more speeds than that, charts say nothing that the tables do not."""


@dataclass(frozen=True)
class SheetView:
    """Classes side by side, their lines as HTML table rows."""

    columns: tuple[Column, ...]
    rows: str
    lives: str


@dataclass(frozen=True)
class GroupView:
    """One kind of class, its sheets, and the anchor that leads to it."""

    anchor: str
    title: str
    sheets: tuple[SheetView, ...]
    has_small: bool


def tables_page(tables: DecrementTables) -> str:
    """The tables as one HTML page that needs nothing else: no script, no font, no picture from outside.

    Balances over time by speed, the lives of all classes, then the decrement tables. The same tables give the same
    bytes.
    """
    charts = _charts(tables)
    return _template().render(
        tables=tables,
        lives=columns(tables, tables.classes),
        groups=tuple(_group(tables, title, columns(tables, classes)) for title, classes in tables.groups()),
        charts=charts,
        legend=_legend(tables) if charts else (),
        life_label=LIFE_LABEL,
        small_note=SMALL_NOTE,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("seriatim.reports", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("tables.html.j2")


def _group(tables: DecrementTables, title: str, shown: tuple[Column, ...]) -> GroupView:
    across = max(1, FIGURES_ACROSS // len(tables.speeds))
    sheets = tuple(_sheet(tables, tuple(sheet)) for sheet in abreast(shown, across))
    return GroupView(title.lower(), f"{title} classes", sheets, marks_small(shown))


def _sheet(tables: DecrementTables, sheet: tuple[Column, ...]) -> SheetView:
    rows = "".join(
        _row(label, [column.rows[place] for column in sheet]) for place, label in enumerate(tables.row_labels)
    )
    return SheetView(sheet, rows, _row(LIFE_LABEL, [column.lives for column in sheet]))


def _row(label: str, parts: list[tuple[str, ...]]) -> str:
    """One line: `g` where a class begins, `z` for nothing outstanding."""
    cells = "".join(
        f'<td class="{" ".join(filter(None, ("g" if not place else "", "z" if cell == "0" else "")))}">{cell}</td>'
        for part in parts
        for place, cell in enumerate(part)
    )
    return f"<tr><th scope=row><span>{escape(label)}</span></th>{cells}</tr>\n"


def _charts(tables: DecrementTables) -> tuple[str, ...]:
    if not 0 < len(tables.charts) <= MOST_CHARTS:
        return ()
    frame = ChartFrame.around(tables.charts)
    return tuple(
        balance_chart(chart, frame=frame, name=f"chart-{place}", legend=False)
        for place, chart in enumerate(tables.charts, start=1)
    )


def _legend(tables: DecrementTables) -> tuple[tuple[str, str], ...]:
    names = tables.charts[0].classes
    return tuple(zip(names, class_colours(len(names)), strict=True))
