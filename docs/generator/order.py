"""The page of the order of a distribution day, from the table that the compiler walks."""

from docs.generator.markdown import page, table
from seriatim.compile.chapters import DAY
from seriatim.compile.order import Moment

INTRODUCTION = """
The compiler takes every deal through these chapters, in this order; a deal without the terms of a chapter passes it
by. `seriatim plan` shows the chapters that a plan has, `seriatim describe` the order of priorities of a deal. A
quantity that a chapter *fills* is closed to all others until it has begun, and a chapter can neither read nor fill a
quantity that it does not name. How the order is checked:
[decision 0021](../decisions/0021-the-order-of-the-day-is-a-checked-table.md).
"""


def order_page() -> str:
    """The table of the day, moment by moment."""
    return page("The order of a distribution day", INTRODUCTION, [_section(moment) for moment in Moment])


def _section(moment: Moment) -> str:
    heads = ("", "chapter", "paragraph", "reads", "fills")
    rows = [
        (str(number), chapter.name, chapter.place.source, _names(chapter.reads), _names(chapter.fills))
        for number, chapter in enumerate(DAY, start=1)
        if chapter.moment is moment
    ]
    return f"## {str(moment).capitalize()}\n\n{table(heads, rows)}"


def _names(quantities: frozenset[object]) -> str:
    return "; ".join(sorted(map(str, quantities)))
