"""Chapter: the clean-up call, by which the loans are bought and every class is paid its balance.

Source: core prospectus 2006-6, Clean-up call; supplement 1999-7 p. S-15; supplement 1994-5 p. S-15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from seriatim.collateral.series import CALL_SERIES
from seriatim.compile.day import Amounts, Day
from seriatim.deal.model import CleanUpCall
from seriatim.plan.accounts import SOLD, Party, Side, Unit, money
from seriatim.plan.builder import Value

PRICE = money("price_of_the_loans", Party.POOL, Side.IN, words="price of the loans", detail=True)
"""Price at which the loans of a pool are bought."""


@dataclass(frozen=True)
class Call:
    """1 on the day of the call, the price of each pool's loans on it, and the rule."""

    today: Value
    prices: tuple[Value, ...]
    rule: CleanUpCall | None


def prepare_call(days: Sequence[Day], rule: CleanUpCall | None) -> Call:
    """Decide whether the loans of all pools are bought today; from the next day on the trust has none.

    The condition is the pool balance before the day's payments, below its part of the balance at the cut-off date. The
    price is the loans' balance after the day's payments; their interest has been received with them.
    """
    builder = days[0].builder
    zero = builder.constant(0)
    if not days[0].callable or rule is None:
        return Call(zero, (zero,) * len(days), rule)
    with builder.rule("clean-up call", rule.source):
        called = builder.state("called", 0, Unit.FLAG)
        for day in days:
            day.alive = ~called
        limit = builder.constant(rule.below * sum((day.strips.pool for day in days), Decimal(0)), Unit.MONEY)
        small = limit > builder.total(day.pool_item("opening_balance") for day in days)
        today = (small & builder.load(CALL_SERIES, Unit.FLAG) & ~called).named("clean-up call today")
        builder.store(called, called | today)
        prices = [day.pool_item("balance").where(today, 0).named("price of the loans") for day in days]
        for day, price in zip(days, prices, strict=True):
            day.kept = ~today
            builder.report(SOLD.of(day.pool, group=day.pool), called)
            builder.report(PRICE.of(day.pool, group=day.pool), price)
        return Call(today, tuple(prices), rule)


def allocate_final(day: Day, call: Call, *, po_losses: Value) -> None:
    """On the day of the call every class is allocated all that redirected interest leaves of its balance.

    The PO class is allocated what the day's losses of its strip leave; they are reimbursed as on any day.
    """
    if day.kept is None:
        return
    with day.builder.rule("clean-up call.allocation", call.rule.source if call.rule else ""):
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
