"""A distribution day as one asks for it: its date, also as text, or its number."""

from __future__ import annotations

import re
from datetime import date

DayAsked = date | int | str
"""A distribution day: its date, a date as `2012-06-25`, or its number (1 is the first)."""


def day(asked: DayAsked) -> date | int:
    """A date, or the number of a distribution day (1 is the first); raises ValueError for text that is neither.

    >>> day("2012-06-25"), day("67")
    (datetime.date(2012, 6, 25), 67)
    >>> day("June 2012")
    Traceback (most recent call last):
    ValueError: 'June 2012' is not a distribution day: write 2012-06-25, or its number
    """
    if not isinstance(asked, str):
        return asked
    stripped = asked.strip()
    if re.fullmatch(r"\d{1,4}", stripped):
        return int(stripped)
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", stripped):
            return date.fromisoformat(stripped)
    except ValueError:
        raise ValueError(f"{asked!r} is not a day of the calendar: write 2012-06-25") from None
    raise ValueError(f"{asked!r} is not a distribution day: write 2012-06-25, or its number")
