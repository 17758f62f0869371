"""The order of priorities of a deal, from its terms alone: the chapters that its day has, before any loans are read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seriatim.compile.compiler import compile_deal
from seriatim.compile.day import PlanKind, StripBalances, Variation
from seriatim.deal.model import DealTerms
from seriatim.deal.schedules.tables import ScheduleTable, column_names
from seriatim.deal.series import AnyDeal, groups_of
from seriatim.plan.plan import PartOfDay


def order_of_priorities(deal: AnyDeal, tables: Mapping[str, ScheduleTable]) -> tuple[PartOfDay, ...]:
    """The chapters of a deal's day in their order, those included that only events and the clean-up call bring about.

    Sizes of strips are the printed ones of the classes; schedules that have no table yet limit nothing.
    """
    schedules = {schedule.name: schedule for group in groups_of(deal) for schedule in group.schedules}
    nothing = (Decimal(0),)
    missing = {
        name: ScheduleTable(name, dict.fromkeys(column_names(schedule), nothing))
        for name, schedule in schedules.items()
        if name not in tables
    }
    plan = compile_deal(
        deal,
        {**missing, **tables},
        tuple(_printed(group) for group in groups_of(deal)),
        variation=Variation(ignored=frozenset(missing)),
        kind=PlanKind(with_events=True, callable=deal.clean_up_call is not None),
    )
    return plan.chapters


def _printed(group: DealTerms) -> StripBalances:
    """The strips of a group by the printed balances of its classes."""
    po = sum((each.balance or 0 for each in group.classes.regular if each.name == group.principal_only_class), 0)
    return StripBalances(group.mortgage_loans.balance - po, Decimal(po))
