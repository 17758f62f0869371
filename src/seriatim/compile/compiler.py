"""The pipeline: a deal to the plan of one distribution day, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from seriatim.compile.accrual import redirect
from seriatim.compile.allocation import Principal, divide, strip_principal
from seriatim.compile.call import Call, allocate_final, close_on_call, prepare_call
from seriatim.compile.credit_support import cover, reimburse, report_supports
from seriatim.compile.cross_support import CrossSupport
from seriatim.compile.day import QUIET, Amounts, Day, PlanKind, StripBalances, Variation, in_turn
from seriatim.compile.defects import (
    report,
    warn_of_blocked_principal,
    warn_of_late_cash,
    warn_of_retired_classes,
    warn_of_room,
)
from seriatim.compile.distribution import (
    Cash,
    carry_forward,
    collect,
    pay_excess_interest,
    pay_recovery,
    pay_senior_interest,
    pay_senior_principal,
)
from seriatim.compile.insurance import claim, pay_premiums, reimburse_insurers
from seriatim.compile.interest import accrue, base
from seriatim.compile.losses import RealizedLosses, classify, share_among_all
from seriatim.compile.recovery import Recovery, note_losses, share_recovery, write_up
from seriatim.compile.reserve_funds import fill_and_release
from seriatim.compile.retail import hand_on
from seriatim.compile.shortfalls import InterestReduction, current_interest, interest_reduction
from seriatim.compile.yield_maintenance import maintain_yields
from seriatim.deal.model import Deal
from seriatim.deal.series import AnyDeal, Series, groups_of, pool_names
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
    deal: AnyDeal,
    tables: Mapping[str, ScheduleTable],
    strips: Sequence[StripBalances],
    *,
    variation: Variation | None = None,
    kind: PlanKind = QUIET,
) -> Plan:
    """The plan of one distribution day of the deal.

    ``tables`` holds the balances of every schedule the rules use (but for those the variation ignores);
    ``strips`` each pool's balances at the cut-off date; ``kind`` says what beside speeds and defaults it reckons with.
    The groups of a series are taken side by side through each chapter; where they are cross-collateralized, what they
    do for each other stands between the chapters.
    """
    days = _begin(deal, tables, strips, variation or Variation(), kind)
    support = CrossSupport(days, deal.cross_collateralization) if isinstance(deal, Series) else CrossSupport(days, None)
    depleted = support.depleted()
    call = prepare_call(days, deal.clean_up_call)
    in_turn(days, cover)
    losses = in_turn(days, classify)
    in_turn(days, lambda day, lost: share_among_all(day, lost.shared), losses)
    recoveries = in_turn(days, share_recovery, losses, depleted)
    accrued = in_turn(days, accrue)
    uncovered = in_turn(days, _uncovered, losses, depleted)
    reductions = in_turn(days, interest_reduction, accrued, losses, uncovered)
    reductions = support.share_shortfalls(reductions, accrued, depleted)
    cash = in_turn(days, _collect, accrued, reductions, call.prices)
    in_turn(days, reimburse, cash)
    in_turn(days, pay_premiums, cash)
    excess = in_turn(days, pay_excess_interest, cash, reductions)
    in_turn(days, lambda day, left, back: pay_recovery(day, left, back.reimbursed), cash, recoveries)
    support.support_interest(cash)
    in_turn(days, pay_senior_interest, cash)
    in_turn(days, redirect, depleted)
    principal = in_turn(days, _strip_principal, recoveries, uncovered)
    divisions = support.redirect_principal(in_turn(days, divide, principal, depleted), principal, losses)
    in_turn(days, support.allocate, principal, divisions, depleted)
    in_turn(days, lambda day, lost: _allocate_final(day, call, lost), losses)
    in_turn(days, pay_senior_principal, cash, depleted)
    support.support_seniors(cash, depleted)
    support.pay_subordinated(cash, losses)
    for day in days:
        day.note_payments()
    diverted = support.reimburse_po(losses)
    closing = support.adjust(losses, diverted, depleted)
    if any(day.keeps_shortfalls for day in days):
        support.reimburse_shortfalls(cash)
    in_turn(days, warn_of_blocked_principal)
    in_turn(days, warn_of_room)
    in_turn(days, reimburse_insurers, cash)
    raised = in_turn(days, write_up, recoveries, closing)
    closing = support.divide_components(closing)
    closing = in_turn(days, lambda day, ends: close_on_call(day, call, ends), closing)
    in_turn(days, lambda day, left, ends, due: claim(day, left, closing=ends, accrued=due), cash, closing, accrued)
    in_turn(days, _note_losses, recoveries, diverted, raised)
    ends = in_turn(days, _finish, cash, closing, excess, depleted)
    _finish_series(deal, days, days[0].builder.total(end.left for end in ends))
    if kind.agreements:
        in_turn(
            days,
            lambda day, left, after, end: maintain_yields(day, left, closing=after, losses=end.losses),
            cash,
            closing,
            ends,
        )
    for day in days:
        hand_on(day)
        day.beside.report(day.builder)
    return days[0].builder.finish()


def _collect(day: Day, accrued: Amounts, reduction: InterestReduction, price: Value) -> Cash:
    return collect(day, current_interest(day, accrued, reduction), reduction, price=price)


def _uncovered(day: Day, losses: RealizedLosses, depleted: Value) -> Value:
    """1 where debt service reductions count: the bankruptcy limit is used up, or the subordinated classes are."""
    return depleted | ~losses.bankruptcy_covered if day.eventful else depleted


def _strip_principal(day: Day, recovery: Recovery, uncovered: Value) -> Principal:
    return strip_principal(day, recovery=recovery.unscheduled, uncovered=uncovered)


def _allocate_final(day: Day, call: Call, losses: RealizedLosses) -> None:
    allocate_final(day, call, po_losses=losses.po_subordinated + losses.po_shared)


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


def _begin(
    deal: AnyDeal,
    tables: Mapping[str, ScheduleTable],
    strips: Sequence[StripBalances],
    variation: Variation,
    kind: PlanKind,
) -> list[Day]:
    """The day of each group, with the opening balances of its classes."""
    builder = PlanBuilder(deal.deal)
    days = []
    for pool, group, balances in zip(pool_names(deal), groups_of(deal), strips, strict=True):
        initial = initial_balances(group, balances)
        day = Day(builder, group, tables, balances, variation, pool, initial)
        day.eventful, day.callable = kind.eventful, kind.callable
        days.append(day)
        with day.group(), builder.rule("classes", group.classes.source):
            for security in group.classes.regular:
                name = security.name
                if name in initial:
                    day.opening[name] = builder.state(f"{name} balance", initial[name])
                for amounts in (day.allocated, day.directed, day.accretion, day.interest, day.principal):
                    amounts[name] = builder.constant(0)
        day.working = dict(day.opening)
    return days


def _note_losses(day: Day, recovery: Recovery, diverted: Amounts, raised: Amounts) -> None:
    """What each class has lost and not got back, for later recoveries."""
    for name, amount in day.shared_loss.items():
        day.bear(name, amount)
    repaid = dict(raised)
    if day.po_class:
        repaid[day.po_class] = day.builder.total(diverted.values())
    for name, amount in day.beside.insured_principal.items():
        repaid[name] = repaid.get(name, day.builder.constant(0)) + amount
    note_losses(day, recovery, borne=day.borne, repaid=repaid)


class _End(NamedTuple):
    """The end of a group's day: what each class is written down, and what is left for the residual."""

    losses: Amounts
    left: Value


def _finish(day: Day, cash: Cash, closing: Amounts, excess: Value, depleted: Value) -> _End:
    """Carryforwards, new balances, and the report of every class."""
    shortfalls = carry_forward(day, cash, depleted)
    warn_of_retired_classes(day, shortfalls, closing)
    warn_of_late_cash(day, cash.left)
    closing = {name: balance.swept() for name, balance in closing.items()}
    excess, released = fill_and_release(day, cash, closing, excess=excess)
    zero = day.builder.constant(0)
    losses: Amounts = {}
    for security in day.deal.classes.regular:
        name = security.name
        opening = base(day, security, day.opening, loans="opening_balance")
        balance = base(day, security, closing, loans="balance")
        loss = zero
        principal = day.principal[name] + day.reimbursed.get(name, zero)
        if name in closing:
            day.builder.store(day.opening[name], closing[name])
            change = day.opening[name] + day.accretion[name] - principal - closing[name]
            losses[name] = loss = change.named(f"{name} write-down")
        values = {
            "opening_balance": opening,
            "interest": day.interest[name],
            "principal": principal,
            "accretion": day.accretion[name],
            "loss": loss,
            "balance": balance,
            "interest_shortfall": shortfalls.get(name, zero),
        }
        day.report(name, values)
    return _End(losses, excess + cash.left + released)


def _finish_series(deal: AnyDeal, days: Sequence[Day], left: Value) -> None:
    """The report of composite classes and of the residual."""
    builder = days[0].builder
    reported = {name: values for day in days for name, values in day.reported.items()}
    for composite in deal.composites if isinstance(deal, Series) else ():
        with builder.rule(f"composite classes.{composite.name}"):
            for item in ITEMS:
                whole = builder.total(reported[part.name][item] for part in composite.components)
                builder.output(composite.name, item, whole.named(f"{composite.name} {item.replace('_', ' ')}"))
    for item in ITEMS:
        builder.output(deal.residual_class, item, left if item == "interest" else builder.constant(0))
    report(days)
    in_turn(days, report_supports)
