"""The pipeline: a deal to the plan of one distribution day, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from seriatim.compile import chapters
from seriatim.compile.board import Board, Progress
from seriatim.compile.day import BASE_CASE, Day, PlanKind, SeriesTerms, StripBalances, Variation
from seriatim.compile.order import apply, leaves_short
from seriatim.deal.model import DealTerms
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.deal.series import AnyDeal, Series, groups_of, pool_names
from seriatim.plan.accounts import BALANCE, Unit
from seriatim.plan.builder import PlanBuilder
from seriatim.plan.plan import Plan


def compile_deal(
    deal: AnyDeal,
    tables: Mapping[str, ScheduleTable],
    strips: Sequence[StripBalances],
    *,
    variation: Variation | None = None,
    kind: PlanKind = BASE_CASE,
) -> Plan:
    """The plan of one distribution day of the deal.

    ``tables`` holds the balances of every schedule the rules use (but for those the variation ignores);
    ``strips`` each pool's balances at the cut-off date; ``kind`` says what beside speeds and defaults it reckons with.
    The groups of a series go through the chapters of `compile.chapters` side by side.
    """
    builder, progress = PlanBuilder(deal.deal), Progress()
    terms = SeriesTerms(
        deal.residual_class,
        deal.composites if isinstance(deal, Series) else (),
        deal.clean_up_call,
        deal.cross_collateralization if isinstance(deal, Series) else None,
    )
    days = []
    for pool, group, balances in zip(pool_names(deal), groups_of(deal), strips, strict=True):
        board, short = Board(builder, progress), leaves_short(chapters.DAY, group)
        day = Day(builder, group, tables, balances, variation or Variation(), board, pool, kind, terms, short)
        days.append(_with_balances(day))
    apply(chapters.DAY, days)
    return builder.finish()


def _with_balances(day: Day) -> Day:
    """The day with the balances of its classes at closing and before the day."""
    initial = initial_balances(day.deal, day.strips)
    with day.group(), day.builder.rule("classes", day.deal.classes.source):
        opening = {
            security.name: day.builder.state(
                f"{security.name} balance",
                initial[security.name],
                Unit.MONEY,
                account=BALANCE.of(security.name, group=day.pool),
            )
            for security in day.deal.classes.regular
            if security.name in initial
        }
    return replace(day, initial=initial, opening=opening)


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
