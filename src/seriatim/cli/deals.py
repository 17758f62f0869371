"""`seriatim deals`: what there is to work with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seriatim.cli.output import show
from seriatim.cli.progress import working


def deals(
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="List the deals in this folder and below it, too.")
    ] = None,
) -> None:
    """List the deals in the library and on the given path, each by what to write for DEAL, with its title."""
    from seriatim.api import library

    with working("reading the deal files"):
        rows = [(name, _title(folder)) for name, folder in library.deals().items()]
        if path is not None:
            rows += [(str(folder), _title(folder)) for folder in library.deals(path).values()]
    width = max(len(name) for name, _ in rows)
    show("".join(f"{name:<{width}}  {title}\n" for name, title in rows))


def _title(folder: Path) -> str:
    """The title of a deal, or what to do about a deal file that cannot be read."""
    from seriatim.basics.problems import ProblemsError
    from seriatim.deal.load import load_deal

    try:
        return load_deal(folder).deal.title
    except ProblemsError as error:
        count = len(error.problems)
        return f"({count} problem{'' if count == 1 else 's'}: see `seriatim check`)"
