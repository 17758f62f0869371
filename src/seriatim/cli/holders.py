"""`seriatim holders`: what each holder of a class is paid, pro rata to its balance."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.output import show, write
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import read_scenario


@assuming
def holders(
    deal: options.DealName,
    class_name: Annotated[str, typer.Option("--class", metavar="CLASS", help="A class of the deal, not a retail one.")],
    holdings: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Who holds how much at closing, a CSV file: holder, balance and, if you like, wire (yes or no: "
            "whether wire instructions were given).",
        ),
    ],
    psa: options.Speed,
    *,
    assumed: Assumed,
    csv: options.CsvFile = None,
) -> None:
    """Show what each holder of a class is paid, pro rata to its balance, to the cent, one row per day and holder.

    By wire from an initial balance of $1,000,000 on if instructions were given, else by check; the final distribution
    is held until the certificate is surrendered.
    """
    from seriatim.api.library import load
    from seriatim.reports.tables_text import rows_text

    reading = Reading()
    scenario = read_scenario(reading, psa, assumed)
    reading.target("--csv", csv)
    reading.finish()
    with working(f"running {deal}"):
        frame = load(deal).holders(class_name, holdings, scenario=scenario, events=assumed.events)
    if csv:
        write(csv, frame.write_csv().encode())
        return
    for line in rows_text(frame):
        show(f"{line}\n")
