"""The comfort report as one self-contained page: every supplement table typeset, ticked and marked, and the charts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

from seriatim.basics.words import long_date
from seriatim.comfort.result import ComparedFigure, DealTieOut, TieOut
from seriatim.reports.charts import ChartFrame, balance_chart
from seriatim.reports.colours import class_colours
from seriatim.reports.grids import Grid, GridRow, Section, sections
from seriatim.reports.words import class_names, in_order, more_digits, scenario, table_title, typeset

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True)
class DifferenceView:
    """A line in the list of differences of a deal."""

    number: int
    table: str
    where: str
    when: str
    printed: str
    computed: str
    noted: bool


@dataclass(frozen=True)
class GridView:
    """A grid with its lines as HTML table rows."""

    grid: Grid
    rows: str
    totals: str


@dataclass(frozen=True)
class SectionView:
    """A section of a deal's page and the anchor that leads to it."""

    anchor: str
    title: str
    section: Section
    grids: tuple[GridView, ...]


@dataclass(frozen=True)
class DealView:
    """All that the page shows of one deal."""

    anchor: str
    deal: DealTieOut
    differences: tuple[DifferenceView, ...]
    sections: tuple[SectionView, ...]
    charts: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]


def comfort_page(tie_out: TieOut) -> str:
    """The tie-out as one HTML page that needs nothing else: no script, no font, no picture from outside.

    A summary by deal and table; for each deal its differences, its charts and its tables as the supplement prints
    them. A figure that agrees is ticked and shows more digits of the computed one on hover; one that differs is marked
    and leads to the list, where printed and computed stand side by side. The same tie-out gives the same bytes.
    """
    deals = tuple(_deal_view(f"deal-{place}", deal) for place, deal in enumerate(tie_out.deals, start=1))
    tables = in_order(table.table for deal in tie_out.deals for table in deal.tables)
    return _template().render(tie_out=tie_out, deals=deals, tables=tables, table_title=table_title)


@lru_cache(maxsize=1)
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("seriatim.reports", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment.get_template("comfort.html.j2")


def _deal_view(anchor: str, deal: DealTieOut) -> DealView:
    numbers = {id(comparison): number for number, comparison in enumerate(deal.differences, start=1)}
    shown = tuple(
        SectionView(
            f"{anchor}-{re.sub(r'[^a-z0-9]+', '-', section.name.lower())}",
            table_title(section.name),
            section,
            tuple(_grid_view(anchor, grid, numbers) for grid in section.grids),
        )
        for section in sections(deal.tables)
    )
    differences = tuple(_difference_view(comparison, numbers) for comparison in deal.differences)
    return DealView(anchor, deal, differences, shown, _charts(anchor, deal), _legend(deal))


def _difference_view(comparison: ComparedFigure, numbers: Mapping[int, int]) -> DifferenceView:
    figure = comparison.figure
    return DifferenceView(
        numbers[id(comparison)],
        table_title(figure.table),
        class_names(figure.classes) if figure.table != "text" else ", ".join(figure.classes),
        ", ".join(filter(None, (scenario(figure), long_date(figure.date) if figure.date else ""))) or figure.measure,
        typeset(figure.printed),
        more_digits(figure, comparison.computed),
        comparison.noted,
    )


def _grid_view(anchor: str, grid: Grid, numbers: Mapping[int, int]) -> GridView:
    starts = frozenset((0, *accumulate(grid.groups[:-1])))
    rows = "".join(
        _row(anchor, row, numbers, starts=starts, sign="%" if grid.in_percent and place == 0 else "")
        for place, row in enumerate(grid.rows)
    )
    totals = "".join(_row(anchor, row, numbers, starts=starts, sign="") for row in grid.totals)
    return GridView(grid, rows, totals)


def _row(anchor: str, row: GridRow, numbers: Mapping[int, int], *, starts: frozenset[int], sign: str) -> str:
    cells = "".join(
        "<td class=e></td>" if cell is None else _cell(anchor, cell, numbers, first=place in starts, sign=sign)
        for place, cell in enumerate(row.cells)
    )
    return f"<tr><th scope=row><span>{escape(row.label)}</span></th>{cells}</tr>\n"


def _cell(anchor: str, comparison: ComparedFigure, numbers: Mapping[int, int], *, first: bool, sign: str) -> str:
    """One figure: `z` for nothing outstanding, `g` where a column group begins, `d` or `n` for a difference."""
    figure = comparison.figure
    shown, computed = typeset(figure.printed), more_digits(figure, comparison.computed)
    hanging = ")" if shown.endswith(")") else sign if shown[0].isdigit() else ""
    text = escape(shown.removesuffix(")")) + (f"<i>{hanging}</i>" if hanging else "")
    if comparison.agrees:
        classes = " ".join(filter(None, ("g" if first else "", "" if shown.strip("0.") else "z")))
        return f'<td class="{classes}" title="{computed}">{text}</td>'
    number = numbers[id(comparison)]
    mark = "n" if comparison.noted else "d"
    return (
        f'<td class="{mark}{" g" if first else ""}" id="{anchor}-c{number}"><a href="#{anchor}-d{number}"'
        f' data-computed="{escape(computed)}" aria-label="{escape(shown)} printed, {escape(computed)} computed">{text}'
        "</a></td>"
    )


def _charts(anchor: str, deal: DealTieOut) -> tuple[str, ...]:
    if not deal.charts:
        return ()
    frame = ChartFrame.around(deal.charts)
    return tuple(
        balance_chart(chart, frame=frame, name=f"{anchor}-chart-{place}", legend=not _legend(deal))
        for place, chart in enumerate(deal.charts, start=1)
    )


def _legend(deal: DealTieOut) -> tuple[tuple[str, str], ...]:
    """Names and colours when all charts of a deal show the same classes, else nothing: each has its own legend."""
    kinds: Sequence[tuple[str, ...]] = list(dict.fromkeys(chart.classes for chart in deal.charts))
    if len(kinds) != 1:
        return ()
    return tuple(zip(kinds[0], class_colours(len(kinds[0])), strict=True))
