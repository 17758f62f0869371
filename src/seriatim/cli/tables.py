"""`seriatim tables`: decrement tables and lives at any speeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assumptions import SPEEDS, Assumed, assuming
from seriatim.cli.output import show, text_width, warn, write
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_assumptions, read_speeds

if TYPE_CHECKING:
    from seriatim.api.answers import TablesReport


@assuming(SPEEDS)
def tables(
    deal: options.DealName,
    *,
    assumed: Assumed,
    html: options.HtmlFile = None,
    xlsx: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a workbook (XLSX); - is standard output.")
    ] = None,
    csv: options.CsvFile = None,
) -> None:
    """Show decrement tables and weighted average lives of all classes at any speeds.

    As text, unless a file is asked for. The rows of a CSV file are table,class,psa,period,date,value.
    """
    import seriatim

    reader = OptionReader()
    speeds, scenario = read_speeds(reader, assumed), read_assumptions(reader, assumed)
    for option, name in (("--html", html), ("--xlsx", xlsx), ("--csv", csv)):
        reader.target(option, name)
    reader.finish()
    with working(f"running {deal}"):
        found = seriatim.load(deal).under(assumed.events).tables(**speeds, scenario=scenario)
        contents = _contents(found, html=html, xlsx=xlsx, csv=csv)
    warn(found.warned)
    for name, content in contents:
        write(name, content)
    if not contents:
        show(found.to_rich(width=text_width()))


def _contents(found: TablesReport, *, html: str | None, xlsx: str | None, csv: str | None) -> list[tuple[str, bytes]]:
    """The files that are asked for, by name; all of them are made before the first is written."""
    contents: list[tuple[str, bytes]] = []
    if html:
        contents.append((html, found.to_html().encode()))
    if xlsx:
        contents.append((xlsx, found.to_xlsx()))
    if csv:
        contents.append((csv, found.to_polars().write_csv().encode()))
    return contents
