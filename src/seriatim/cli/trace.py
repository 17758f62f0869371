"""`seriatim trace`: one month as a statement, every cent in and every cent out."""

from __future__ import annotations

from seriatim.cli import options
from seriatim.cli.assumptions import ONE_SPEED, Assumed, assuming
from seriatim.cli.output import show_checked
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_day, read_scenario


@assuming(ONE_SPEED)
def trace(
    deal: options.DealName, date: options.DistributionDay, *, assumed: Assumed, json: options.Json = False
) -> None:
    """Show one month as a statement: cash in by strip, cash out by class and by rule, balances before and after.

    Nothing in it is a balancing figure. Exit status 1 if cash in and cash out, or balances, were not equal.
    """
    import seriatim

    reader = OptionReader()
    scenario, day = read_scenario(reader, assumed), read_day(reader, date)
    reader.finish()
    with working(f"running {deal}"):
        statement = seriatim.load(deal).under(assumed.events).trace(day, scenario=scenario)
    show_checked(statement, json=json)
