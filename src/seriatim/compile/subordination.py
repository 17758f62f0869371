"""Chapter: principal of the subordinated classes, and maintenance of subordination.

Source: supplements, Maintenance of subordination; 1994 supplement, Distributions in reduction of stated amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from seriatim.compile.amounts import ALLOCATED, ROOM, WORKING
from seriatim.compile.day import Day
from seriatim.compile.defects import Defect, warn
from seriatim.deal.allocations.terms import MaintenanceOfSubordination
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


def allocate_subordinated(day: Day, money: Value, among: Sequence[Day]) -> None:
    """Pro rata to balances among the eligible classes; what they can not take goes on by seniority.

    Levels of subordination are those of all groups ``among`` which the subordinated classes are shared.
    """
    if not day.subordinated:
        return
    chapter = day.deal.allocations.subordinated_principal
    with day.builder.rule("allocations.subordinated principal", chapter.source if chapter else ""):
        eligible = _eligible(day, chapter.maintenance_of_subordination if chapter else None, among)
        base = {name: day[ROOM][name].where(eligible[name], 0) for name in day.subordinated}
        for name, value in base.items():
            value.named(f"{name} balance that shares")
        room = day.builder.total(base.values()).named("subordinated balances that share")
        shared = money.at_most(room)
        part = shared / room
        left = money - shared
        for name in day.subordinated:
            rest = left.at_most(day[ROOM][name] - base[name]).named(f"principal no other class can take, to {name}")
            left = left - rest
            allocation = base[name] * part + rest
            day[ALLOCATED][name] = allocation.named(f"{name} principal allocation")
            day[WORKING][name] = day[WORKING][name] - allocation
        if day.with_events and chapter and chapter.maintenance_of_subordination:
            _warn(day, chapter.maintenance_of_subordination, money)


def _warn(day: Day, rule: MaintenanceOfSubordination, money: Value) -> None:
    """Warn of principal that the classes junior to an impaired one would be allocated by balances and are not."""
    with day.builder.rule("allocations.maintenance of subordination", rule.source):
        part = money / day.total(day[ROOM], day.subordinated)
        for name in day.subordinated:
            warn(day, Defect.MAINTENANCE, (day[ROOM][name] * part - day[ALLOCATED][name]).at_least(0))


def _eligible(day: Day, rule: MaintenanceOfSubordination | None, among: Sequence[Day]) -> dict[str, Value]:
    """1 for each class down to the most senior impaired one; for all if none is impaired."""
    reached = day.builder.constant(1)
    if rule is None:
        return dict.fromkeys(day.subordinated, reached)
    eligible: dict[str, Value] = {}
    with day.builder.rule("allocations.maintenance of subordination", rule.source):
        for position, name in enumerate(day.subordinated):
            eligible[name] = reached
            if day.subordinated[position + 1 :]:
                impaired = _impaired(among, rule, position, name).named(f"{name} impaired")
                reached = reached & ~impaired
    return eligible


def _impaired(among: Sequence[Day], rule: MaintenanceOfSubordination, position: int, name: str) -> Value:
    """1 where the balance junior to a class is a smaller part than at closing, by balances before the day."""
    builder, whole, junior = among[0].builder, [], []
    initial = initial_whole = Decimal(0)
    for day in among:
        everyone = (*day.senior, *day.subordinated, *((day.po_class,) if day.po_class else ()))
        below = day.subordinated[position + 1 :]
        junior.append(day.total(day.opening, below))
        initial += sum((day.initial[each] for each in below), Decimal(0))
        if rule.level_of == "pool balance":
            whole.append(day.loans.pool_item("opening_balance"))
            initial_whole += day.strips.pool
        else:
            whole.append(day.total(day.opening, everyone).named("balances of all classes"))
            initial_whole += sum((day.initial[each] for each in everyone), Decimal(0))
    level = (builder.total(junior) / builder.total(whole)).named(f"subordination level of {name}")
    return level < builder.constant(initial / initial_whole, Unit.RATIO).named(
        f"subordination level of {name} at closing"
    )
