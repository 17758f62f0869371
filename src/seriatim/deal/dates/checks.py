"""Checks of the dates: one after the other, in months that can be run."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import th
from seriatim.deal.dates.terms import Dates, months_of
from seriatim.deal.findings import Check, Finding

LONGEST_MONTHS = 600
"""Distribution days that can be run: fifty years."""


def order(dates: Dates) -> Iterator[Finding]:
    """Cut-off, closing, first and last distribution day follow one another."""
    if dates.closing_date < dates.cut_off_date:
        yield Finding(("dates", "closing date"), "the closing date is before the cut-off date")
    if dates.first_distribution_day < dates.closing_date:
        yield Finding(("dates", "first distribution day"), "the first distribution day is before the closing date")
    path = ("dates", "last distribution day")
    months = months_of(dates)
    if dates.last_distribution_day <= dates.first_distribution_day:
        yield Finding(path, "the last distribution day is not after the first")
    elif months > LONGEST_MONTHS:
        yield Finding(path, f"{months} distribution days: at most {LONGEST_MONTHS} can be run")
    first, last = dates.first_distribution_day.day, dates.last_distribution_day.day
    if first != last and max(first, last) <= 28:
        yield Finding(path, f"the last distribution day is the {th(last)} of its month, the first the {th(first)}")


CHECKS = (Check(order),)
