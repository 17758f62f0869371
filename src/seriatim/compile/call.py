"""Chapter: the clean-up call, by which the loans are bought and every class is paid its balance.

Source: core prospectus 2006-6, Clean-up call; supplement 1999-7 p. S-15; supplement 1994-5 p. S-15.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.compile.day import Amounts, Day
from seriatim.plan.builder import Value

CALL_SERIES = "call"
"""1 in the months in which the holder of the right would use it."""


@dataclass(frozen=True)
class Call:
    """1 on the day of the call, and the price of the loans on it."""

    today: Value
    price: Value


def prepare_call(day: Day) -> Call:
    """Decide whether the loans are bought today; from the next day on the trust has none.

    The condition is the pool balance before the day's payments, below its part of the balance at the cut-off date. The
    price is the loans' balance after the day's payments; their interest has been received with them.
    """
    zero = day.builder.constant(0)
    rule = day.deal.clean_up_call
    if not day.callable or rule is None:
        return Call(zero, zero)
    with day.builder.rule("clean-up call", rule.source):
        called = day.builder.state("called", 0)
        day.alive = ~called
        small = day.builder.constant(rule.below * day.strips.pool) > day.pool_item("opening_balance")
        today = (small & day.builder.load(CALL_SERIES) & day.alive).named("clean-up call today")
        day.builder.store(called, called | today)
        price = day.pool_item("balance").where(today, 0).named("price of the loans")
        day.kept = ~today
        return Call(today, price)


def allocate_final(day: Day, call: Call, *, po_losses: Value) -> None:
    """On the day of the call every class is allocated all that redirected interest leaves of its balance.

    The PO class is allocated what the day's losses of its strip leave; they are reimbursed as on any day.
    """
    if day.kept is None:
        return
    with day.builder.rule("clean-up call.allocation", day.deal.clean_up_call.source if day.deal.clean_up_call else ""):
        for name in (*day.senior, *day.subordinated):
            whole = day.net[name] + day.accretion[name] - day.directed[name]
            day.allocated[name] = whole.where(call.today, day.allocated[name])
        if day.po_class:
            whole = (day.opening[day.po_class] - po_losses).at_least(0)
            day.allocated[day.po_class] = whole.where(call.today, day.allocated[day.po_class])


def close_on_call(day: Day, call: Call, closing: Amounts) -> Amounts:
    """Balances end at zero on the day of the call; what was not paid is lost."""
    if day.kept is None:
        return closing
    with day.builder.rule("clean-up call.final balances"):
        zero = day.builder.constant(0)
        return {name: zero.where(call.today, balance) for name, balance in closing.items()}
