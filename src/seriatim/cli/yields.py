"""`seriatim yield`: yields of a class at a price, and prices at a yield."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options, values
from seriatim.cli.assumptions import SPEEDS, Assumed, assuming
from seriatim.cli.output import show, warn
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_assumptions, read_speeds


@assuming(SPEEDS)
def yields(
    deal: options.DealName,
    class_name: Annotated[str, typer.Argument(metavar="CLASS", help="Name of a class of the deal.")],
    price: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Prices per 100 of balance, without accrued interest: 98.75 or 98-24."),
    ] = None,
    yield_: Annotated[
        str | None, typer.Option("--yield", metavar="LIST", help="Yields, such as 8.25%, to give prices instead.")
    ] = None,
    *,
    assumed: Assumed,
) -> None:
    """Show what a class yields at a price, or with --yield its price, at one or more speeds.

    Yields are corporate bond equivalents, negative ones in parentheses, ** for -100 % or less.
    """
    import seriatim

    reader = OptionReader()
    prices = reader.value("--price", price, read=values.prices, otherwise=())
    wanted = reader.value("--yield", yield_, read=values.yields, otherwise=())
    if (price is None) == (yield_ is None):
        reader.refuse("--price", "give prices or yields, one of the two", "--price 70 or --yield 8.25%")
    speeds, scenario = read_speeds(reader, assumed), read_assumptions(reader, assumed)
    reader.finish()
    with working(f"running {deal}"):
        asked = seriatim.load(deal).under(assumed.events)
        if prices:
            found = asked.yields(class_name, prices, **speeds, scenario=scenario)
        else:
            found = asked.prices(class_name, wanted, **speeds, scenario=scenario)
    warn(found.warned)
    show(found.to_rich())
