"""Parts of a page for notebooks, and the page around one: tables, typewritten text, trees that fold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

_TINY = re.compile(r"(?<![\w.-])-?\d(\.\d+)?e-\d+(?!\w)")
MOST_ROWS = 60
"""Rows of a table that a notebook shows; the others are counted."""


def page(title: str, fragment: str) -> str:
    """One self-contained page around a part: no script, no font, no picture from outside."""
    return _template().render(title=title, fragment=fragment)


def typewritten(text: str) -> str:
    """Text whose columns are set already, one sign as wide as another.

    >>> typewritten("a < b")
    '<pre>a &lt; b</pre>'
    """
    return f"<pre>{escape(text.rstrip(), quote=False)}</pre>"


def in_cents(text: str) -> str:
    """Text in which amounts far below a cent, in powers of ten, are 0.00, as wide as they were.

    >>> in_cents("difference  -1.3e-10, B-1e-2")
    'difference      0.00, B-1e-2'
    """
    return _TINY.sub(lambda found: f"{'0.00':>{len(found[0])}}", text)


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of cells that are typeset already: the first column to the left, the others to the right.

    >>> table("Lives", ["Class", "0%"], [["A-1", "9.62"]]).count("<td")
    2
    """
    heads = "".join(f"<th>{escape(each)}</th>" for each in headings)
    body = "".join(_row(row) for row in rows[:MOST_ROWS])
    rest = len(rows) - MOST_ROWS
    more = f"<tr><td colspan={len(headings)}>… {rest:,} more rows</td></tr>" if rest > 0 else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}{more}</tbody></table>"
    )


def folded(line: str, below: str, *, opened: bool) -> str:
    """A line that opens on what stands below it; a plain line where nothing does."""
    if not below:
        return f'<div class="leaf">{line}</div>'
    return f"<details{' open' if opened else ''}><summary>{line}</summary>{below}</details>"


def _row(cells: Sequence[str]) -> str:
    first, *others = (escape(cell) for cell in cells)
    return f'<tr><td style="text-align:left">{first}</td>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("seriatim.reports", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
