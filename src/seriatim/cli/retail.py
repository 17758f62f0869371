"""`seriatim retail`: payments to each holder of a retail class, by requests and by lot."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assumptions import ONE_SPEED, Assumed, assuming
from seriatim.cli.output import remark, write_rows
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_scenario


@assuming(ONE_SPEED)
def retail(
    deal: options.DealName,
    class_name: Annotated[str, typer.Option("--class", metavar="CLASS", help="A retail class of the deal.")],
    holdings: Annotated[
        str, typer.Option(metavar="FILE", help="Who holds how many units at closing, a CSV file: holder, units.")
    ],
    seed: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, max=2**31, help="Seed of the lot; the same seed, the same lot.")
    ],
    *,
    assumed: Assumed,
    requests: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Who asked to be paid, a CSV file: date, holder, units, kind (deceased or other)."
        ),
    ] = None,
    csv: options.CsvFile = None,
) -> None:
    """Show what each holder of a retail class is paid, in whole units, one row per day, holder and kind of payment.

    Requests come first, of deceased holders before others, each by date; then units are drawn by lot.
    """
    import seriatim

    reader = OptionReader()
    scenario = read_scenario(reader, assumed)
    reader.target("--csv", csv)
    reader.finish()
    with working(f"running {deal}"):
        held = seriatim.RetailHoldings(holdings, requests, seed)
        paid = seriatim.load(deal).under(assumed.events).holders(class_name, held, scenario=scenario)
    write_rows(paid, csv)
    remark(paid.note)
