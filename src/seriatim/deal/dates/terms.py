"""Dates: what everything is counted from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.terms import CalendarDay, Rule


class Dates(Rule):
    """Cut-off, closing and distribution days (nominal; the trust pays on the next business day)."""

    cut_off_date: CalendarDay = Field(alias="cut-off date", description="the loans' balances are those of this day")
    closing_date: CalendarDay = Field(description="the certificates are issued; lives and yields count from here")
    first_distribution_day: CalendarDay = Field(description="distribution day 1, not moved to a business day")
    last_distribution_day: CalendarDay = Field(description="the last scheduled one, on the same day of its month")
    business_days: Literal["federal reserve", "sifma", "new york stock exchange"] = Field(
        default="federal reserve", description="the calendar by which a distribution day moves to a business day"
    )


def months_of(dates: Dates) -> int:
    """Distribution days from the first to the last scheduled one."""
    first, last = dates.first_distribution_day, dates.last_distribution_day
    return (last.year - first.year) * 12 + last.month - first.month + 1
