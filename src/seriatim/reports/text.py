"""The tie-out as text: counts table by table, then every figure that differs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seriatim.basics.words import listed, long_date
from seriatim.comfort.result import ComparedFigure, DealTieOut, TableTieOut, TieOut
from seriatim.reports.words import class_names, in_order, more_digits, scenario, table_title, typeset

if TYPE_CHECKING:
    from rich.table import Table

_INDENT = "  "
_COUNT_WIDTH = len("1,699 of 1,705")


def tie_out_text(tie_out: TieOut) -> str:
    """The tie-out for a terminal or a file: plain text, aligned, ending in the totals.

    Each deal: its tables with the figures that agree of those printed; then its differences, one a line, with what is
    printed, what is computed, and whether the deal's notes list it.
    """
    lines = [line for deal in tie_out.deals for line in (*_deal_lines(deal), "")]
    return "\n".join((*lines, tie_out_line(tie_out))) + "\n"


def tie_out_line(tie_out: TieOut) -> str:
    """The whole tie-out in a sentence.

    >>> tie_out_line(TieOut(()))
    'All 0 printed figures agree.'
    """
    differing, unexplained = tie_out.total - tie_out.matched, len(tie_out.unexplained)
    if not differing:
        return f"All {tie_out.total:,} printed figures agree."
    some_noted = f", {unexplained:,} without a note" if unexplained < differing else ""
    noted = some_noted if unexplained else ", each noted"
    verb = "differs" if differing == 1 else "differ"
    return f"{tie_out.matched:,} of {tie_out.total:,} printed figures agree; {differing:,} {verb}{noted}."


def tie_out_table(tie_out: TieOut) -> "Table":
    """The counts as a table for a colour terminal: deals down, kinds of table across."""
    from rich.table import Table
    from rich.text import Text

    names = in_order(table.table for deal in tie_out.deals for table in deal.tables)
    shown = Table(box=None, header_style="bold", pad_edge=False)
    shown.add_column("Deal")
    for name in (*map(table_title, names), "All"):
        shown.add_column(name, justify="right", min_width=_COUNT_WIDTH)
    for deal in tie_out.deals:
        by_name = {table.table: table for table in deal.tables}
        cells = [by_name.get(name) for name in names]
        shown.add_row(deal.deal, *(Text(*_count(part)) if part else Text("") for part in (*cells, deal)))
    return shown


def _count(part: TableTieOut | DealTieOut) -> tuple[str, str]:
    """Text and colour of a count."""
    if part.matched == part.total:
        return f"{part.total:,} ✓", "green"
    noted = all(comparison.noted for comparison in part.differences)
    return f"{part.matched:,} of {part.total:,}", "yellow" if noted else "red"


def _deal_lines(deal: DealTieOut) -> Iterator[str]:
    title_width = max((len(table_title(table.table)) for table in deal.tables), default=0)
    count_width = len(f"{deal.total:,}")
    yield deal.title
    for table in deal.tables:
        title = f"{_INDENT}{table_title(table.table):<{title_width}}"
        yield f"{title}  {table.matched:>{count_width},} of {table.total:>{count_width},}{_remark(table)}"
    yield f"{_INDENT}{'all':<{title_width}}  {deal.matched:>{count_width},} of {deal.total:>{count_width},}"
    yield from _difference_lines(deal)


def _remark(table: TableTieOut) -> str:
    unexplained = sum(not comparison.noted for comparison in table.differences)
    if unexplained:
        return f"  {unexplained:,} differ" + ("s" if unexplained == 1 else "")
    return "  the rest is noted" if table.differences else ""


def _difference_lines(deal: DealTieOut) -> Iterator[str]:
    rows = [_difference(comparison) for comparison in deal.differences]
    if not rows:
        return
    where, printed, computed = (max(len(row[place]) for row in rows) for place in range(3))
    yield f"{_INDENT}differences:"
    for place, shown, value, note in rows:
        yield f"{_INDENT * 2}{place:<{where}}  printed {shown:>{printed}}  computed {value:>{computed}}{note}"


def _difference(comparison: ComparedFigure) -> tuple[str, str, str, str]:
    figure = comparison.figure
    names = listed(figure.classes) if figure.table == "text" else class_names(figure.classes)
    day = long_date(figure.date) if figure.date else figure.measure if not scenario(figure) else ""
    place = ", ".join(filter(None, (figure.table, names, scenario(figure), day)))
    note = "  (noted)" if comparison.noted else ""
    return place, typeset(figure.printed), more_digits(figure, comparison.computed), note
