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
from seriatim.compile.parties import Beside
from seriatim.compile.recovery import Recovery, note_losses, share_recovery, write_up
from seriatim.compile.reserve_funds import fill_and_release
from seriatim.compile.retail import hand_on
from seriatim.compile.shortfalls import InterestReduction, current_interest, interest_reduction
from seriatim.compile.yield_maintenance import maintain_yields
from seriatim.deal.model import DealTerms
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.deal.series import AnyDeal, Series, groups_of, pool_names
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
    day = _DistributionDay(deal, _begin(deal, tables, strips, variation or Variation(), kind), kind)
    day.reckon_losses()
    day.collect()
    day.pay_interest()
    day.allocate_principal()
    day.distribute()
    day.adjust_balances()
    return day.finish()


class _DistributionDay:
    """The chapters of a day in their order, each for all groups side by side; lists have an entry for each group."""

    def __init__(self, deal: AnyDeal, days: list[Day], kind: PlanKind) -> None:
        self._deal = deal
        self._days = days
        self._kind = kind
        self._support = CrossSupport(days, deal.cross_collateralization if isinstance(deal, Series) else None)
        self._depleted = self._support.depleted()
        self._call = prepare_call(days, deal.clean_up_call)

    def reckon_losses(self) -> None:
        """What the loans have lost, what covers it, who gets a recovery, and the interest everyone is due."""
        days = self._days
        in_turn(days, cover)
        self._losses = in_turn(days, classify)
        in_turn(days, lambda day, lost: share_among_all(day, lost.shared), self._losses)
        self._recoveries = in_turn(days, share_recovery, self._losses, self._depleted)
        self._accrued = in_turn(days, accrue)
        self._uncovered = in_turn(days, _uncovered, self._losses, self._depleted)

    def collect(self) -> None:
        """The day's cash, and what goes off the top."""
        days = self._days
        reductions = in_turn(days, _reduction, self._accrued, self._losses, self._uncovered)
        reductions = self._support.share_shortfalls(reductions, self._accrued, self._depleted)
        self._cash = in_turn(days, _collect, self._accrued, reductions, self._call.prices)
        in_turn(days, reimburse, self._cash)
        in_turn(days, pay_premiums, self._cash)
        self._excess = in_turn(days, pay_excess_interest, self._cash, reductions)
        in_turn(days, lambda day, left, back: pay_recovery(day, left, back.reimbursed), self._cash, self._recoveries)

    def pay_interest(self) -> None:
        """Interest of the seniors; that of accrual classes goes on."""
        self._support.support_interest(self._cash)
        in_turn(self._days, pay_senior_interest, self._cash)
        in_turn(self._days, redirect, self._depleted)

    def allocate_principal(self) -> None:
        """Who is entitled to principal."""
        days, depleted = self._days, self._depleted
        principal = in_turn(days, _strip_principal, self._recoveries, self._uncovered)
        divisions = in_turn(days, divide, principal, depleted)
        divisions = self._support.redirect_principal(divisions, principal, self._losses)
        self._support.allocate(principal, divisions, depleted)
        in_turn(days, lambda day, lost: _allocate_final(day, self._call, lost), self._losses)

    def distribute(self) -> None:
        """Principal of the seniors, then the subordinated classes, then the PO class out of theirs."""
        in_turn(self._days, pay_senior_principal, self._cash, self._depleted)
        self._support.support_seniors(self._cash, self._depleted)
        self._support.pay_subordinated(self._cash, self._losses)
        for day in self._days:
            day.note_payments()
        self._diverted = self._support.reimburse_po(self._losses)

    def adjust_balances(self) -> None:
        """Write-downs, what is repaid from cash left, write-ups."""
        days = self._days
        closing = self._support.adjust(self._losses, self._diverted, self._depleted)
        if any(day.keeps_shortfalls for day in days):
            self._support.reimburse_shortfalls(self._cash)
        in_turn(days, warn_of_blocked_principal)
        in_turn(days, warn_of_room)
        in_turn(days, reimburse_insurers, self._cash)
        raised = in_turn(days, write_up, self._recoveries, closing)
        closing = self._support.divide_components(closing)
        self._closing = in_turn(days, lambda day, ends: close_on_call(day, self._call, ends), closing)
        in_turn(days, _claim, self._cash, self._closing, self._accrued)
        in_turn(days, _note_losses, self._recoveries, raised)

    def finish(self) -> Plan:
        """New balances, and the report of everyone."""
        days = self._days
        ends = in_turn(days, _finish, self._cash, self._closing, self._excess, self._depleted)
        _finish_series(self._deal, days, days[0].builder.total(end.left for end in ends))
        if self._kind.agreements:
            in_turn(days, _maintain_yields, self._cash, self._closing, ends)
        in_turn(days, hand_on)
        beside = Beside()
        for day in days:
            beside.join(day.beside)
        beside.report(days[0].builder)
        return days[0].builder.finish()


def _reduction(day: Day, accrued: Amounts, losses: RealizedLosses, uncovered: Value) -> InterestReduction:
    return interest_reduction(day, accrued, losses, uncovered=uncovered)


def _claim(day: Day, cash: Cash, closing: Amounts, accrued: Amounts) -> None:
    claim(day, cash, closing=closing, accrued=accrued)


def _maintain_yields(day: Day, cash: Cash, closing: Amounts, end: _End) -> None:
    maintain_yields(day, cash, closing=closing, losses=end.losses)


def _collect(day: Day, accrued: Amounts, reduction: InterestReduction, price: Value) -> Cash:
    return collect(day, current_interest(day, accrued, reduction), reduction, price=price)


def _uncovered(day: Day, losses: RealizedLosses, depleted: Value) -> Value:
    """1 where debt service reductions count: the bankruptcy limit is used up, or the subordinated classes are."""
    return depleted | ~losses.bankruptcy_covered if day.eventful else depleted


def _strip_principal(day: Day, recovery: Recovery, uncovered: Value) -> Principal:
    return strip_principal(day, recovery=recovery.unscheduled, uncovered=uncovered)


def _allocate_final(day: Day, call: Call, losses: RealizedLosses) -> None:
    allocate_final(day, call, po_losses=losses.po_subordinated + losses.po_shared)


def initial_balances(deal: DealTerms, strips: StripBalances) -> dict[str, Decimal]:
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


def _note_losses(day: Day, recovery: Recovery, raised: Amounts) -> None:
    """What each class has lost and not got back, for later recoveries."""
    for name, amount in day.shared_loss.items():
        day.bear(name, amount)
    repaid = dict(raised)
    if day.po_class:
        repaid[day.po_class] = day.noted(day.po_reimbursed)
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
