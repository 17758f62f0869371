"""`seriatim comfort`: every printed figure against ours."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli.options import HtmlFile
from seriatim.cli.output import STANDARD_OUTPUT, show, write
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.status import FINDING


def comfort(
    deals: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DEAL]...", help="Library names or paths of deals; every deal of the library without one."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output, and nothing else.")] = False,
    html: HtmlFile = None,
) -> None:
    """Tie out: recompute every figure a deal's document prints and compare it at the precision printed.

    Exit status 1 if a figure differs that the deal's NOTES.md does not list.
    """
    import seriatim

    reader = OptionReader()
    if as_json:
        reader.target("--json", STANDARD_OUTPUT)
    reader.target("--html", html)
    reader.finish()
    with working("reading the deals") as doing:
        tie_out = seriatim.tie_out(deals or (), begun=lambda deal: doing(f"tying out {deal}"))
        page = tie_out.to_html().encode() if html else b""
    if as_json:
        show(f"{tie_out.to_json()}\n")
    elif html != STANDARD_OUTPUT:
        show(tie_out.to_text())
    if html:
        write(html, page)
    if tie_out.unexplained:
        raise typer.Exit(FINDING)
