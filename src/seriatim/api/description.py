"""A deal in prospectus English, and the order of priorities that follows from its terms."""

from __future__ import annotations

from collections.abc import Mapping

from seriatim.deal.describe import describe as described
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.deal.series import AnyDeal
from seriatim.plan.printer import order_of_the_day
from seriatim.projection.priorities import order_of_priorities
from seriatim.reports.deal_reports import DescribeReport

ORDER = "Order of priorities of a distribution day"
ALL_OF_IT = """Every rule has its place here, also those that only a month's events or the clean-up call
bring about; the plan of a scenario lists the chapters that it has."""


def described_terms(terms: AnyDeal, tables: Mapping[str, ScheduleTable]) -> DescribeReport:
    """A deal's terms in words, and at the end the order of priorities that follows from it."""
    stated = [chapter for chapter in order_of_priorities(terms, tables) if chapter.source]
    order = "\n".join(order_of_the_day(stated))
    text = "\n\n\n".join([described(terms).rstrip("\n"), f"{ORDER}\n{'-' * len(ORDER)}\n\n{ALL_OF_IT}\n\n{order}"])
    return DescribeReport(terms.deal, f"{text}\n")
