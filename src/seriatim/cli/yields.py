"""`seriatim yield`: what a class yields at a price, and what it is worth at a yield."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options, values
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.output import show
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import (
    assumption_words,
    at_speeds,
    read_assumptions,
    read_speeds,
    speed_labels,
    table_speeds,
)
from seriatim.cli.warned import warn

if TYPE_CHECKING:
    from seriatim.api.deal import Deal


@assuming
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
    psa: options.Speeds = None,
    *,
    assumed: Assumed,
) -> None:
    """Show what a class yields at a price, or with --yield its price, at one or more speeds.

    Yields are corporate bond equivalents, negative ones in parentheses, ** for -100 % or less.
    """
    from seriatim.api.library import load
    from seriatim.reports.tables_yield import REPORTED, prices_at_yields, yield_text, yields_at_prices

    reading = Reading()
    prices = reading.value("--price", price, read=values.prices, otherwise=())
    wanted = reading.value("--yield", yield_, read=values.yields, otherwise=())
    if (price is None) == (yield_ is None):
        reading.refuse("--price", "give prices or yields, one of the two", "--price 70 or --yield 8.25%")
    speeds = read_speeds(reading, psa, cpr=assumed.cpr)
    scenario = read_assumptions(reading, assumed)
    reading.finish()
    with working(f"running {deal}"):
        loaded = load(deal)
        priced_class(loaded, class_name)
        speeds = speeds or table_speeds(loaded)
        scenarios = at_speeds(scenario, speeds, cpr=assumed.cpr)
        run = loaded.run_many(scenarios, items=REPORTED, events=assumed.events)
        matrix = yields_at_prices(run, class_name, prices) if prices else prices_at_yields(run, class_name, wanted)
    warn(run)
    words = assumption_words(scenario, assumed.events)
    show(yield_text(matrix, speed_labels(speeds, cpr=assumed.cpr), title=loaded.title, assumptions=words))


def priced_class(deal: Deal, name: str) -> None:
    """Refuse a class that the deal does not have, and those that have no price: the residual and component classes."""
    from seriatim.basics.problems import Problem, ProblemsError, did_you_mean

    known = [security.name for security in deal.terms.classes.regular]
    if name == deal.terms.classes.residual.name:
        raise ProblemsError([Problem("CLASS", None, f"{name} has no balance, so it has neither price nor yield")])
    if name in deal.components:
        reason = f"{name} is a component class: no certificates are issued of it"
        whole = next(each.name for each in deal.composites if name in (part.name for part in each.components))
        raise ProblemsError([Problem("CLASS", None, reason, f"price {whole}")])
    if name not in known:
        raise ProblemsError([Problem("CLASS", None, f"{deal.name} has no class {name!r}", did_you_mean(name, known))])
