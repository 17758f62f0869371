"""`seriatim explain`: why a class received an amount, or did not."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assumptions import ONE_SPEED, Assumed, assuming
from seriatim.cli.output import show_checked
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_day, read_scenario


@assuming(ONE_SPEED)
def explain(
    deal: options.DealName,
    class_name: Annotated[str, typer.Option("--class", metavar="CLASS", help="The class that is asked about.")],
    date: options.DistributionDay,
    *,
    assumed: Assumed,
    item: Annotated[
        str,
        typer.Option(
            metavar="ITEM",
            help="interest, principal, balance or loss; also accretion, opening_balance, interest_shortfall.",
        ),
    ] = "principal",
    depth: Annotated[
        int | None,
        typer.Option(metavar="LEVELS", min=0, show_default="all", help="How many levels of the tree to show."),
    ] = None,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole", help="Follow what did not decide as well: limits that were not reached, terms of zero."
        ),
    ] = False,
    json: options.Json = False,
) -> None:
    """Explain one figure of the cash flows: the amount as a tree of steps, down to loan cash, tables and yesterday.

    Each step names its inputs with their values, the rule of the deal and the paragraph of the document. Exit status 1
    if the tree did not sum to the figure.
    """
    import seriatim

    reader = OptionReader()
    scenario, day = read_scenario(reader, assumed), read_day(reader, date)
    reader.finish()
    with working(f"running {deal}"):
        asked = seriatim.load(deal).under(assumed.events)
        detail = seriatim.Detail(depth, whole)
        explanation = asked.explain(class_name, day, item=item, scenario=scenario, detail=detail)
    show_checked(explanation, json=json)
