"""Chapter: shortfalls of interest that cross-collateralized groups bear together.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seriatim.compile.amounts import ACCRUED, DEPLETED
from seriatim.compile.day import Day
from seriatim.compile.shortfalls import REDUCTION


def share_shortfalls(days: Sequence[Day]) -> None:
    """Before the depletion date all groups bear shortfalls of interest, in proportion to accrued interest."""
    builder, rule = days[0].builder, days[0].cross
    if rule is None or not days[0].with_events:
        return
    with builder.rule("cross-collateralization.shortfalls of interest", rule.source):
        together = builder.total(day[REDUCTION].shareable for day in days)
        everyone = builder.total(amount for day in days for amount in day[ACCRUED].values())
        for day in days:
            own = day[REDUCTION]
            part = (together * (builder.total(day[ACCRUED].values()) / everyone)).named(
                "part of the shortfalls of interest"
            )
            change = own.allocations - own.shareable + own.shareable.where(day[DEPLETED], part)
            day[REDUCTION] = replace(own, allocations=change.named("reduction of interest allocations"))
