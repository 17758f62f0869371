"""Chapter: the subordination depletion date, after which senior classes share principal by their balances.

Source: core prospectus, Allocations - Principal allocations.
"""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.compile.amounts import DEPLETED, UNCOVERED
from seriatim.compile.day import Day
from seriatim.compile.losses import LOSSES
from seriatim.plan.builder import Value


def find_depletion(days: Sequence[Day]) -> None:
    """For each group, 1 from the day after the subordinated balances it relies on reached zero (never without)."""
    if days[0].cross is not None:
        together = _depleted(days)
        for day in days:
            day[DEPLETED] = together
        return
    for day in days:
        with day.group():
            day[DEPLETED] = _depleted([day])


def _depleted(days: Sequence[Day]) -> Value:
    builder = days[0].builder
    if not any(day.subordinated for day in days):
        return builder.constant(0)
    with builder.rule("subordination depletion date"):
        balances = [day.total(day.opening, day.subordinated) for day in days]
        return (~builder.total(balances).positive()).named("subordination depleted")


def find_uncovered(day: Day) -> None:
    """1 where debt service reductions count: the bankruptcy limit is used up, or the subordinated classes are."""
    day[UNCOVERED] = day[DEPLETED] | ~day[LOSSES].bankruptcy_covered if day.with_events else day[DEPLETED]
