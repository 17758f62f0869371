"""The pipeline: a deal to the plan of one distribution day, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seriatim.compile.accrual import redirect
from seriatim.compile.adjustment import adjust, po_shortfall
from seriatim.compile.allocation import allocate, strip_principal
from seriatim.compile.call import allocate_final, close_on_call, prepare_call
from seriatim.compile.credit_support import cover, reimburse, report_supports
from seriatim.compile.day import QUIET, Amounts, Day, PlanKind, StripBalances, Variation
from seriatim.compile.distribution import (
    Cash,
    carry_forward,
    collect,
    pay_excess_interest,
    pay_recovery,
    pay_senior_interest,
    pay_senior_principal,
    pay_subordinated,
    reimburse_po,
    reimburse_shortfalls,
)
from seriatim.compile.interest import accrue, base
from seriatim.compile.losses import classify, share_among_all
from seriatim.compile.recovery import Recovery, note_losses, share_recovery, write_up
from seriatim.compile.reserve_funds import fill_and_release
from seriatim.compile.shortfalls import current_interest, interest_reduction
from seriatim.deal.model import Deal
from seriatim.deal.tables import ScheduleTable
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Plan

ITEMS = (
    "opening_balance",
    "interest",
    "principal",
    "accretion",
    "loss",
    "balance",
    "interest_shortfall",
)
"""What a plan reports of every class."""


def compile_deal(
    deal: Deal,
    tables: Mapping[str, ScheduleTable],
    strips: StripBalances,
    *,
    variation: Variation | None = None,
    kind: PlanKind = QUIET,
) -> Plan:
    """The plan of one distribution day of the deal.

    ``tables`` holds the balances of every schedule the rules use (but for those the variation ignores);
    ``strips`` the loans' balances at the cut-off date; ``kind`` says what beside speeds and defaults it reckons with.
    """
    day = _begin(deal, tables, strips, variation or Variation())
    day.eventful, day.callable = kind
    depleted = _depleted(day)
    call = prepare_call(day)
    cover(day)
    losses = classify(day)
    share_among_all(day, losses.shared)
    recovery = share_recovery(day)
    accrued = accrue(day)
    reduction = interest_reduction(day, accrued, losses)
    cash = collect(day, current_interest(day, accrued, reduction), reduction, price=call.price)
    reimburse(day, cash)
    excess = pay_excess_interest(day, cash, reduction)
    pay_recovery(day, cash, recovery.reimbursed)
    pay_senior_interest(day, cash)
    redirect(day, depleted)
    uncovered = depleted | ~losses.bankruptcy_covered if kind.eventful else depleted
    allocate(day, strip_principal(day, recovery=recovery.unscheduled, uncovered=uncovered), depleted)
    allocate_final(day, call, po_losses=losses.po_subordinated + losses.po_shared)
    pay_senior_principal(day, cash)
    pay_subordinated(day, cash, losses.subordinated)
    day.note_payments()
    diverted = reimburse_po(day, losses.po_subordinated, po_shortfall(day))
    closing = adjust(day, losses, diverted=diverted, depleted=depleted)
    if kind.eventful:
        reimburse_shortfalls(day, cash)
    raised = write_up(day, recovery, closing)
    _note_losses(day, recovery, diverted, raised)
    _finish(day, cash, close_on_call(day, call, closing), excess)
    return day.builder.finish()


def initial_balances(deal: Deal, strips: StripBalances) -> dict[str, Decimal]:
    """Closing-day balance of every class with a balance; the actual one where the printed one is rounded."""
    balances = {security.name: security.balance for security in deal.classes.regular if security.balance is not None}
    for security in deal.classes.regular:
        if security.actual_balance == "PO strip":
            balances[security.name] = strips.principal_only
    for security in deal.classes.regular:
        if security.actual_balance == "remainder":
            others = sum(
                (amount for name, amount in balances.items() if name not in (security.name, deal.principal_only_class)),
                Decimal(0),
            )
            balances[security.name] = strips.target_rate - others
    return balances


def _begin(deal: Deal, tables: Mapping[str, ScheduleTable], strips: StripBalances, variation: Variation) -> Day:
    builder = PlanBuilder(deal.deal)
    initial = initial_balances(deal, strips)
    day = Day(builder, deal, tables, strips, variation, initial)
    zero = builder.constant(0)
    with builder.rule("classes", deal.classes.source):
        for security in deal.classes.regular:
            name = security.name
            if name in initial:
                day.opening[name] = builder.state(f"{name} balance", initial[name])
            for amounts in (day.allocated, day.directed, day.accretion, day.interest, day.principal):
                amounts[name] = zero
    day.working = dict(day.opening)
    return day


def _depleted(day: Day) -> Value:
    """1 from the day after the subordinated balances reached zero (never in a deal without any)."""
    if not day.subordinated:
        return day.builder.constant(0)
    with day.builder.rule("subordination depletion date"):
        return (~day.total(day.opening, day.subordinated).positive()).named("subordination depleted")


def _note_losses(day: Day, recovery: Recovery, diverted: Amounts, raised: Amounts) -> None:
    """What each class has lost and not got back, for later recoveries."""
    for name, amount in day.shared_loss.items():
        day.bear(name, amount)
    repaid = dict(raised)
    if day.po_class:
        repaid[day.po_class] = day.builder.total(diverted.values())
    note_losses(day, recovery, borne=day.borne, repaid=repaid)


def _finish(day: Day, cash: Cash, closing: Amounts, excess: Value) -> None:
    """Carryforwards, new balances, and the report of every class."""
    shortfalls = carry_forward(day, cash)
    closing = {name: balance.swept() for name, balance in closing.items()}
    excess, released = fill_and_release(day, cash, closing, excess=excess)
    zero = day.builder.constant(0)
    for security in day.deal.classes.regular:
        name = security.name
        opening = base(day, security, day.opening, loans="opening_balance")
        balance = base(day, security, closing, loans="balance")
        loss = zero
        principal = day.principal[name] + day.reimbursed.get(name, zero)
        if name in closing:
            day.builder.store(day.opening[name], closing[name])
            change = day.opening[name] + day.accretion[name] - principal - closing[name]
            loss = change.named(f"{name} write-down")
        values = {
            "opening_balance": opening,
            "interest": day.interest[name],
            "principal": principal,
            "accretion": day.accretion[name],
            "loss": loss,
            "balance": balance,
            "interest_shortfall": shortfalls.get(name, zero),
        }
        for item, value in values.items():
            day.builder.output(name, item, value)
    residual = day.deal.classes.residual.name
    for item in ITEMS:
        day.builder.output(residual, item, (excess + cash.left + released) if item == "interest" else zero)
    report_supports(day)
