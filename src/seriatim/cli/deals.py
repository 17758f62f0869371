"""`seriatim deals`: what there is to work with."""

from __future__ import annotations

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
    from seriatim.api.library import titles

    with working("reading the deal files"):
        rows = titles(path)
    width = max(len(name) for name, _ in rows)
    show("".join(f"{name:<{width}}  {title}\n" for name, title in rows))
