"""`seriatim comfort`: every printed figure against ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli.options import HtmlFile
from seriatim.cli.output import STANDARD_OUTPUT, show, write
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.status import FINDING

if TYPE_CHECKING:
    from seriatim.comfort.result import TieOut


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
    from seriatim.api.comfort import comfort as tied_out

    reading = Reading()
    if as_json:
        reading.target("--json", STANDARD_OUTPUT)
    reading.target("--html", html)
    reading.finish()
    with working("reading the deals") as doing:
        tie_out = tied_out(deals or (), begun=lambda deal: doing(f"tying out {deal}"))
        page = _page(tie_out) if html else b""
    if as_json:
        show(f"{tie_out.to_json()}\n")
    elif html != STANDARD_OUTPUT:
        show(_text(tie_out))
    if html:
        write(html, page)
    if tie_out.unexplained:
        raise typer.Exit(FINDING)


def _page(tie_out: TieOut) -> bytes:
    from seriatim.reports.html import comfort_page

    return comfort_page(tie_out).encode()


def _text(tie_out: TieOut) -> str:
    from seriatim.reports.text import tie_out_text

    return tie_out_text(tie_out)
