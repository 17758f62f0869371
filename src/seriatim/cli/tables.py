"""`seriatim tables`: decrement tables and lives at any speeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.output import show, text_width, write
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import (
    assumption_words,
    at_speeds,
    read_assumptions,
    read_speeds,
    table_speeds,
    with_zero_column,
)
from seriatim.cli.warned import warn

if TYPE_CHECKING:
    from seriatim.reports.tables import DecrementTables


@assuming
def tables(
    deal: options.DealName,
    psa: options.Speeds = None,
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
    from seriatim.api.library import load
    from seriatim.reports.tables import REPORTED, decrement_tables

    reading = Reading()
    speeds = read_speeds(reading, psa, cpr=assumed.cpr)
    scenario = read_assumptions(reading, assumed)
    for option, name in (("--html", html), ("--xlsx", xlsx), ("--csv", csv)):
        reading.target(option, name)
    reading.finish()
    with working(f"running {deal}"):
        loaded = load(deal)
        scenarios = with_zero_column(at_speeds(scenario, speeds or table_speeds(loaded), cpr=assumed.cpr))
        run = loaded.run_many(scenarios, items=REPORTED, events=assumed.events)
        found = decrement_tables(run, scenarios, assumptions=assumption_words(scenario, assumed.events))
        contents = _contents(found, html=html, xlsx=xlsx, csv=csv)
    warn(run)
    for name, content in contents:
        write(name, content)
    if not contents:
        _show(found)


def _contents(
    found: DecrementTables, *, html: str | None, xlsx: str | None, csv: str | None
) -> list[tuple[str, bytes]]:
    """The files that are asked for, by name; all of them are made before the first is written."""
    contents: list[tuple[str, bytes]] = []
    if html:
        from seriatim.reports.tables_html import tables_page

        contents.append((html, tables_page(found).encode()))
    if xlsx:
        from seriatim.reports.tables_xlsx import tables_workbook

        contents.append((xlsx, tables_workbook(found)))
    if csv:
        from seriatim.reports.tables_frame import tables_frame

        contents.append((csv, tables_frame(found).write_csv().encode()))
    return contents


def _show(found: DecrementTables) -> None:
    from seriatim.reports.tables_text import tables_text

    show(tables_text(found, width=text_width()))
