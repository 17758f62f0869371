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
    from seriatim.api.check import check as problems_of

    with working(f"checking {deal}"):
        problems = problems_of(deal)
    if problems:
        show("".join(f"{problem}\n" for problem in problems))
        raise typer.Exit(FINDING)
    show(f"{deal}: no problems\n")
