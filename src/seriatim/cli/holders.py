"""`seriatim holders`: payments to each holder of a class, pro rata to its balance."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assumptions import ONE_SPEED, Assumed, assuming
from seriatim.cli.output import write_rows
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_scenario


@assuming(ONE_SPEED)
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
    *,
    assumed: Assumed,
    csv: options.CsvFile = None,
) -> None:
    """Show what each holder of a class is paid, pro rata to its balance, to the cent, one row per day and holder.

    By wire from an initial balance of $1,000,000 on if instructions were given, else by check; the final distribution
    is held until the certificate is surrendered.
    """
    import seriatim

    reader = OptionReader()
    scenario = read_scenario(reader, assumed)
    reader.target("--csv", csv)
    reader.finish()
    with working(f"running {deal}"):
        paid = seriatim.load(deal).under(assumed.events).holders(class_name, holdings, scenario=scenario)
    write_rows(paid, csv)
