"""`seriatim explain`: why a class received an amount, or did not."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.days import day
from seriatim.cli.output import remark, show
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import read_scenario
from seriatim.cli.status import FINDING
from seriatim.cli.warned import warn_of_runs


@assuming
def explain(
    deal: options.DealName,
    class_name: Annotated[str, typer.Option("--class", metavar="CLASS", help="The class that is asked about.")],
    date: options.DistributionDay,
    psa: options.Speed,
    item: Annotated[
        str,
        typer.Option(
            metavar="ITEM",
            help="interest, principal, balance or loss; also accretion, opening_balance, interest_shortfall.",
        ),
    ] = "principal",
    *,
    assumed: Assumed,
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
    from seriatim.api.library import load
    from seriatim.explain.explain import Question
    from seriatim.explain.explain import explain as answer
    from seriatim.explain.record import as_json, explanation_record
    from seriatim.explain.text import explanation_text

    reading = Reading()
    scenario = read_scenario(reading, psa, assumed)
    asked = reading.value("--date", date, read=day, otherwise=1)
    reading.finish()
    with working(f"running {deal}"):
        loaded = load(deal).under(assumed.events)
        told = answer(loaded.model, scenario, Question(class_name, asked, item, depth, whole))
    warn_of_runs((loaded.model, scenario), until=told.date)
    show(as_json(explanation_record(told)) if json else explanation_text(told))
    faults = told.check()
    for fault in faults:
        remark(fault)
    if faults:
        raise typer.Exit(FINDING)
