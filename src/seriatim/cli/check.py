"""`seriatim check`: everything that is wrong with a deal file."""

from __future__ import annotations

import typer

from seriatim.cli.options import DealName
from seriatim.cli.output import show
from seriatim.cli.progress import working
from seriatim.cli.status import FINDING


def check(deal: DealName) -> None:
    """Report every problem of a deal file at once, with file, line, reason and hint; exit status 1 if there is any.

    The tables and loans beside it are checked with it, and so are its printed figures where it has some.
    """
    import seriatim

    with working(f"checking {deal}"):
        found = seriatim.check(deal)
    show(found.to_text())
    if found.problems:
        raise typer.Exit(FINDING)
