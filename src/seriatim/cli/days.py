"""A distribution day as one types it: its date, or its number."""

from __future__ import annotations

import re
from datetime import date


def day(text: str) -> date | int:
    """A date, or the number of a distribution day (1 is the first).

    >>> day("2012-06-25"), day("67")
    (datetime.date(2012, 6, 25), 67)
    >>> day("June 2012")
    Traceback (most recent call last):
    ValueError: 'June 2012' is not a distribution day: write 2012-06-25, or its number
    """
    stripped = text.strip()
    if re.fullmatch(r"\d{1,4}", stripped):
        return int(stripped)
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", stripped):
            return date.fromisoformat(stripped)
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the calendar: write 2012-06-25") from None
    raise ValueError(f"{text!r} is not a distribution day: write 2012-06-25, or its number")
