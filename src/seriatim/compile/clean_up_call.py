"""Chapter: the clean-up call, by which the loans are bought and every class is paid its balance.

Source: core prospectus 2006-6, Clean-up call; supplement 1999-7 p. S-15; supplement 1994-5 p. S-15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from seriatim.collateral.inputs import CALL_INPUT
from seriatim.compile.amounts import ACCRETED, ALLOCATED, CLOSING, DIRECTED, NET
from seriatim.compile.board import Quantity
from seriatim.compile.day import Day
from seriatim.compile.loans import RECORD, LoanRecord
from seriatim.compile.losses import LOSSES
from seriatim.plan.accounts import SOLD, Party, Side, Unit, money
from seriatim.plan.builder import Value

PRICE = money("price_of_the_loans", Party.POOL, Side.IN, words="price of the loans", detail=True)
"""Price at which the loans of a pool are bought."""


@dataclass(frozen=True)
class CallToday:
    """1 on the day of the call (None in a plan without one), and the price of the pool's loans on it."""

    today: Value | None
    price: Value


CALL: Quantity[CallToday] = Quantity("clean-up call")


def prepare_call(days: Sequence[Day]) -> None:
    """Decide whether the loans of all pools are bought today; from the next day on the trust has none.

    The condition is the pool balance before the day's payments, below its part of the balance at the cut-off date. The
    price is the loans' balance after the day's payments; their interest has been received with them.
    """
    builder, rule = days[0].builder, days[0].series.clean_up_call
    for day in days:
        day[CALL], day[RECORD] = CallToday(None, day.zero), LoanRecord()
    if not days[0].kind.callable or rule is None:
        return
    with builder.rule("clean-up call", rule.source):
        called = builder.state("called", 0, Unit.FLAG)
        for day in days:
            day[RECORD] = LoanRecord(alive=~called)
        limit = builder.constant(rule.below * sum((day.strips.pool for day in days), Decimal(0)), Unit.MONEY)
        small = limit > builder.total(day.loans.pool_item("opening_balance") for day in days)
        today = (small & builder.load(CALL_INPUT, Unit.FLAG) & ~called).named("clean-up call today")
        builder.store(called, called | today)
        prices = [day.loans.pool_item("balance").where(today, 0).named("price of the loans") for day in days]
        for day, price in zip(days, prices, strict=True):
            day[RECORD] = replace(day[RECORD], kept=~today)
            day[CALL] = CallToday(today, price)
            builder.report(SOLD.of(day.pool, group=day.pool), called)
            builder.report(PRICE.of(day.pool, group=day.pool), price)


def allocate_final(day: Day) -> None:
    """On the day of the call every class is allocated all that redirected interest leaves of its balance.

    The PO class is allocated what the day's losses of its strip leave; they are reimbursed as on any day.
    """
    today, rule = day[CALL].today, day.series.clean_up_call
    if today is None:
        return
    with day.builder.rule("clean-up call.allocation", rule.source if rule else ""):
        for name in (*day.senior, *day.subordinated):
            whole = day[NET][name] + day[ACCRETED][name] - day[DIRECTED][name]
            day[ALLOCATED][name] = whole.where(today, day[ALLOCATED][name])
        if day.po_class:
            losses = day[LOSSES].po_subordinated + day[LOSSES].po_shared
            whole = (day.opening[day.po_class] - losses).at_least(0)
            day[ALLOCATED][day.po_class] = whole.where(today, day[ALLOCATED][day.po_class])


def close_on_call(day: Day) -> None:
    """Balances end at zero on the day of the call; what was not paid is lost."""
    today = day[CALL].today
    if today is None:
        return
    with day.builder.rule("clean-up call.final balances"):
        for name, balance in day[CLOSING].items():
            day[CLOSING][name] = day.zero.where(today, balance)
