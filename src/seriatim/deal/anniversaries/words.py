"""Limits that shrink on anniversaries, in prospectus English."""

from __future__ import annotations

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars, ordinal
from seriatim.deal.anniversaries.terms import AnniversaryCap


def shrinking(cap: AnniversaryCap) -> str:
    """At most the greater of two amounts, from one anniversary to another."""
    amounts = []
    if cap.percent_of_pool is not None:
        amounts.append(f"{format_rate(cap.percent_of_pool)} of the balance of the mortgage loans")
    if cap.times_largest_loan is not None and cap.largest_loan is not None:
        amounts.append(f"{cap.times_largest_loan} times the largest loan ({dollars(cap.largest_loan)})")
    most = " or, if greater, ".join(amounts)
    until = f" to the {ordinal(cap.last - 1).lower()}" if cap.last is not None else " on"
    ended = ", and zero afterwards" if cap.afterwards_zero else ""
    since = ordinal(cap.first - 1).lower()
    return f"at most {most} on each anniversary of the cut-off date from the {since}{until}{ended}"
