"""Chapter: the loss allocation event, from which on seniors share principal by their balances (DIST-22).

Source: core prospectus 1994-5 pp. 10-12, Draws under credit support other than subordination.
"""

from __future__ import annotations

from seriatim.collateral.items import LOSS_KINDS
from seriatim.compile.board import Quantity
from seriatim.compile.day import Day
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


def uncovered_loss(day: Day) -> Value:
    """The day's losses, principal and interest, that no support covers."""
    lost = day.loans.pool_item("loss")
    if day.with_events:
        items = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
        lost = lost + day.builder.total(day.loans.interest_item(item) for item in items)
    return lost


LOSS_ALLOCATION_EVENT: Quantity[Value | None] = Quantity("loss allocation event")
"""1 from the first day on which a loss is not covered; None in a deal without such a rule."""


def declare_event(day: Day) -> None:
    """Declare the event: 1 where a loss of today or of an earlier day was not covered (DIST-22)."""
    day[LOSS_ALLOCATION_EVENT] = None
    rule = day.deal.losses.loss_allocation_event if day.deal.losses else None
    if rule is None:
        return
    with day.builder.rule("losses.loss allocation event", rule.source):
        before = day.state("loss allocation event", 0, Unit.FLAG)
        today = (before | uncovered_loss(day).positive()).named("loss allocation event")
        day.builder.store(before, today)
        day[LOSS_ALLOCATION_EVENT] = today
