"""The dates in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seriatim.basics.words import long_date as day
from seriatim.basics.words import th
from seriatim.deal.dates.terms import Dates, months_of
from seriatim.deal.english import Paragraph, Passage

CALENDARS: Mapping[str, str] = {
    "federal reserve": "Federal Reserve",
    "sifma": "SIFMA",
    "new york stock exchange": "New York Stock Exchange",
}


def say(dates: Dates) -> Iterator[Passage]:
    """The days that everything is counted from."""
    first, calendar = dates.first_distribution_day, CALENDARS[dates.business_days]
    text = (
        f"The cut-off date is {day(dates.cut_off_date)}, the closing date {day(dates.closing_date)}. Distribution "
        f"days are the {th(first.day)} day of each month or, if that is not a business day ({calendar} calendar), the "
        f"next business day, beginning {day(first)}. The last scheduled distribution day is "
        f"{day(dates.last_distribution_day)}, the {th(months_of(dates))} distribution day."
    )
    yield Passage("Dates", (Paragraph(f"{text} [{dates.source}]"),))
