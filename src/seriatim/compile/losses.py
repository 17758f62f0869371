"""Chapter: realized losses by kind, and the limits up to which subordination covers them.

Source: core prospectus 2006-6, Losses and shortfalls not subject to subordination; supplement 1999-7 pp. S-10-S-11;
supplement 1994-5 pp. S-20-S-24.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from seriatim.collateral.items import LOSS_KINDS
from seriatim.compile.amounts import NET, ROOM, SHARED_LOSS, WORKING
from seriatim.compile.board import Quantity
from seriatim.compile.day import Amounts, Day
from seriatim.deal.anniversaries.terms import AnniversaryCap
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Table

MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class RealizedLosses:
    """The month's principal losses: covered by subordination or shared by all, on the main and on the PO strip.

    ``shared_interest`` is the interest part of the losses that subordination does not cover.
    """

    subordinated: Value
    shared: Value
    po_subordinated: Value
    po_shared: Value
    shared_interest: Value
    bankruptcy_covered: Value


LOSSES: Quantity[RealizedLosses] = Quantity("realized losses of the month")


def classify(day: Day) -> None:
    """Split the month's losses by what covers them."""
    zero = day.builder.constant(0)
    total, po_total = day.loans.strip_item("loss").named("principal losses"), day.loans.po_item("loss")
    shared = po_shared = shared_interest = zero
    bankruptcy_covered = day.builder.constant(1)
    if day.with_events:
        for kind in LOSS_KINDS:
            name = kind.replace("_", " ")
            with day.builder.rule(f"losses.limits.{name}", _limits_source(day)):
                principal, po = day.loans.strip_item(f"{kind}_loss"), day.loans.po_item(f"{kind}_loss")
                interest = day.loans.interest_item(f"{kind}_interest_loss")
                coverage = _coverage(day, kind, principal + po + interest)
                shared = shared + principal * coverage.uncovered
                po_shared = po_shared + po * coverage.uncovered
                shared_interest = shared_interest + interest * coverage.uncovered
                if kind == "bankruptcy":
                    bankruptcy_covered = coverage.left
    day[LOSSES] = RealizedLosses(
        total - shared, shared, po_total - po_shared, po_shared, shared_interest, bankruptcy_covered
    )


@dataclass(frozen=True)
class _Coverage:
    """The part of today's loss that is not covered, and 1 while some of the limit is left."""

    uncovered: Value
    left: Value


def _limits_source(day: Day) -> object:
    limits = day.deal.losses.limits if day.deal.losses else None
    return limits.source if limits else ""


def _coverage(day: Day, kind: str, loss: Value) -> _Coverage:
    """Extraordinary losses are never covered; others up to their limit, if the deal has one."""
    one, zero = day.builder.constant(1), day.builder.constant(0)
    if kind == "extraordinary":
        return _Coverage(one, zero)
    name = kind.replace("_", " ")
    limits = day.deal.losses.limits.limits if day.deal.losses and day.deal.losses.limits else ()
    stated = [limit for limit in limits if limit.kind == name]
    if not stated:
        return _Coverage(zero, one)
    before = day.state(f"{name} loss limit", stated[0].amount, Unit.MONEY)
    left = capped(day, stated[0].anniversaries, before).named(f"{name} loss limit today")
    counted = loss
    if kind == "bankruptcy":
        reductions = day.loans.interest_item("debt_service_reduction_interest")
        counted = loss + day.loans.pool_item("debt_service_reduction_principal") + reductions
    covered = left.at_most(counted)
    day.builder.store(before, left - covered)
    return _Coverage((counted - covered) / counted, left.positive())


def capped(day: Day, cap: AnniversaryCap | None, before: Value) -> Value:
    """An amount after today's anniversary, if today is the first distribution day after one."""
    if cap is None:
        return before
    most: Value | None = None
    if cap.percent_of_pool is not None:
        most = day.loans.pool_item("opening_balance") * cap.percent_of_pool
    if cap.times_largest_loan is not None and cap.largest_loan is not None:
        largest = day.builder.constant(cap.times_largest_loan * cap.largest_loan, Unit.MONEY)
        most = largest if most is None else most.at_least(largest)
    left = before
    if most is not None:
        flags = _flags(day, cap.first, cap.last)
        left = before.at_most(most).where(day.builder.table(flags), before)
    if cap.afterwards_zero and cap.last is not None:
        ended = Table("limit has ended", (Decimal(0),) * (anniversary_day(day, cap.last) - 1), Decimal(1), Unit.FLAG)
        left = day.builder.constant(0).where(day.builder.table(ended), left)
    return left


def anniversary_day(day: Day, anniversary: int) -> int:
    """The first distribution day (1 = first) on or after an anniversary of the cut-off date."""
    cut_off, first = day.deal.dates.cut_off_date, day.deal.dates.first_distribution_day
    months = (first.year - cut_off.year) * MONTHS_PER_YEAR + first.month - cut_off.month
    return anniversary * MONTHS_PER_YEAR - months + 1


def _flags(day: Day, first: int, last: int | None) -> Table:
    """1 on the distribution days that follow the anniversaries."""
    final = last or day.deal.months // MONTHS_PER_YEAR + 1
    days = {anniversary_day(day, anniversary) for anniversary in range(first, final + 1)}
    values = tuple(Decimal(int(number in days)) for number in range(1, max(days, default=0) + 1))
    return Table(f"anniversaries {first} to {final} of the cut-off date", values, Decimal(0), Unit.FLAG)


def share_among_all(day: Day) -> None:
    """Losses that subordination does not cover: subordinated and senior by balance, then each class by balance.

    An accrual class counts at no more than its initial balance among the seniors; if those weights run out, by
    balances. What a class bears leaves less of it to be paid today.
    """
    for quantity in (NET, ROOM, WORKING):
        day.post(quantity, day.opening)
    day.post(SHARED_LOSS, {})
    if not day.with_events:
        return
    amount = day[LOSSES].shared
    whole = day.deal.losses is not None and day.deal.losses.room_for_principal == "whole balance"
    with day.builder.rule("losses.2 losses not covered by subordination", _limits_source(day)):
        groups = [names for names in (day.subordinated, day.senior) if names]
        everyone = day.total(day.opening, tuple(name for names in groups for name in names))
        for names in groups:
            total = day.total(day.opening, names)
            part = amount.at_most(everyone) * (total / everyone)
            balances = {name: day.opening[name] for name in names}
            for name, loss in spread(day, part, balances, capped=names == day.senior).items():
                day[SHARED_LOSS][name] = loss
                day[NET][name] = (day.opening[name] - loss).at_least(0)
                day[ROOM][name] = day.opening[name] if whole else day[NET][name]
                day[WORKING][name] = day[ROOM][name]


def spread(day: Day, amount: Value, balances: Amounts, *, capped: bool) -> Amounts:
    """An amount in proportion to balances; with ``capped``, accrual classes at the lesser of it and the initial one."""
    accruing = {accrual.name for accrual in day.deal.accrual} & set(balances) if capped else set()
    weights = {
        name: balance.at_most(day.builder.constant(day.initial[name], Unit.MONEY)) if name in accruing else balance
        for name, balance in balances.items()
    }
    result = pro_rata(day, amount, weights)
    if accruing:
        rest = (amount - day.builder.total(result.values())).at_least(0)
        beyond = {name: balances[name] - weights[name] for name in sorted(accruing)}
        for name, more in pro_rata(day, rest, beyond).items():
            result[name] = result[name] + more
    return result


def pro_rata(day: Day, amount: Value, weights: Amounts) -> Amounts:
    """``amount``, at most the sum of the weights, in proportion to them."""
    return dict(zip(weights, shares(day.builder, amount, list(weights.values())), strict=True))


def shares(builder: PlanBuilder, amount: Value, weights: Sequence[Value]) -> list[Value]:
    """``amount``, at most the sum of the weights, in proportion to them."""
    total = builder.total(weights)
    part = amount.at_most(total) / total
    return [weight * part for weight in weights]
