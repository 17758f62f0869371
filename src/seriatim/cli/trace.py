"""`seriatim trace`: one month as a statement, every cent in and every cent out."""

from __future__ import annotations

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
def trace(
    deal: options.DealName,
    date: options.DistributionDay,
    psa: options.Speed,
    *,
    assumed: Assumed,
    json: options.Json = False,
) -> None:
    """Show one month as a statement: cash in by strip, cash out by class and by rule, balances before and after.

    Nothing in it is a balancing figure. Exit status 1 if cash in and cash out, or balances, were not equal.
    """
    from seriatim.api.library import load
    from seriatim.explain.record import as_json
    from seriatim.explain.statement import statement
    from seriatim.explain.statement_text import statement_record, statement_text

    reading = Reading()
    scenario = read_scenario(reading, psa, assumed)
    asked = reading.value("--date", date, read=day, otherwise=1)
    reading.finish()
    with working(f"running {deal}"):
        loaded = load(deal).under(assumed.events)
        told = statement(loaded.model, scenario, asked)
    warn_of_runs((loaded.model, scenario), until=told.date)
    show(as_json(statement_record(told)) if json else statement_text(told))
    faults = told.check()
    for fault in faults:
        remark(fault)
    if faults:
        raise typer.Exit(FINDING)
