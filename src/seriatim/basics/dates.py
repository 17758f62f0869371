"""Days: 30/360 counts, months, distribution days and business days."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from seriatim.basics.problems import did_you_mean

CALENDARS = ("federal reserve", "sifma", "new york stock exchange")
"""The business-day calendars a deal may name."""


def _is_february_end(day: date) -> bool:
    return day.month == 2 and day.day == monthrange(day.year, 2)[1]


def days_30_360(start: date, end: date) -> int:
    """Days from start to end when every month has 30, with the end-of-February rule of the US bond market.

    360 (Y2 - Y1) + 30 (M2 - M1) + (D2 - D1), where first: D2 = 30 when both days end a February; D1 = 30
    when the start ends a February; D2 = 30 when it is 31 and D1 is 30 or 31; D1 = 30 when it is 31.

    Source: SIFMA standard securities calculation methods, 30/360.

    >>> days_30_360(date(2006, 11, 1), date(2006, 11, 28))
    27
    >>> days_30_360(date(2007, 2, 28), date(2007, 3, 31))
    30
    """
    start_day, end_day = start.day, end.day
    if _is_february_end(start):
        end_day = 30 if _is_february_end(end) else end_day
        start_day = 30
    if end_day == 31 and start_day >= 30:
        end_day = 30
    start_day = min(start_day, 30)
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + end_day - start_day


def months_between_30_360(start: date, end: date) -> float:
    """Months from start to end, 30/360: days over 30, so a part of a month counts by its days.

    >>> months_between_30_360(date(2006, 11, 28), date(2006, 12, 25))
    0.9
    """
    return days_30_360(start, end) / 30


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier when negative), or the month's last day where that day is missing.

    >>> add_months(date(2006, 12, 25), 2), add_months(date(2007, 1, 31), 1)
    (datetime.date(2007, 2, 25), datetime.date(2007, 2, 28))
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def cut_off_date(issue: date) -> date:
    """The first day of the month of issue: payments due and prepayments received up to it stay outside the trust.

    Source: core prospectus 2006-6, Property of the Trust; requirements LOAN-20.

    >>> cut_off_date(date(2007, 1, 27))
    datetime.date(2007, 1, 1)
    """
    return issue.replace(day=1)


def distribution_dates(first: date, count: int) -> list[date]:
    """The nominal distribution days: the same day of each month, not moved to business days.

    >>> distribution_dates(date(2006, 12, 25), 2)
    [datetime.date(2006, 12, 25), datetime.date(2007, 1, 25)]
    """
    return [add_months(first, month) for month in range(count)]


def _exchange_code(calendar: str) -> str:
    codes = dict(zip(CALENDARS, ("XFED", "XSIF", "XNYS"), strict=True))
    if calendar not in codes:
        raise ValueError(f"unknown business-day calendar {calendar!r}: {did_you_mean(calendar, CALENDARS)}")
    return codes[calendar]


@lru_cache(maxsize=1024)
def _closed_days(code: str, year: int) -> frozenset[date]:
    """Weekday closings of one year; loaded on first use, since the calendar library is slow to import."""
    from holidays import financial_holidays

    return frozenset(financial_holidays(code, years=year))


def business_day(day: date, calendar: str = "federal reserve") -> date:
    """The day itself when the calendar is open, else the following open day.

    `calendar` is one of `CALENDARS`. The Federal Reserve calendar keeps the Friday before a Saturday holiday
    open. Raises ValueError for an unknown calendar.

    Source: supplement 2006-6, Series overview (first distribution day December 26, 2006).

    >>> business_day(date(2006, 12, 25)), business_day(date(1994, 4, 25))
    (datetime.date(2006, 12, 26), datetime.date(1994, 4, 25))
    """
    code = _exchange_code(calendar)
    while day.weekday() >= 5 or day in _closed_days(code, day.year):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=256)
def _closed_in_london(year: int) -> frozenset[date]:
    """Bank holidays of England of one year, with those proclaimed for that year alone."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def london_banking_day_before(day: date, count: int = 1) -> date:
    """The `count`-th London banking day before a day: weekends and the bank holidays of England do not count.

    Raises ValueError for a count below 1.

    Source: core prospectus 2006-6 p. 53, LIBOR and inverse LIBOR classes (London Banking Day, ISDA Definitions 1991).

    >>> london_banking_day_before(date(2006, 11, 25), 2), london_banking_day_before(date(2011, 4, 25), 2)
    (datetime.date(2006, 11, 23), datetime.date(2011, 4, 20))
    """
    if count < 1:
        raise ValueError(f"the day {count} banking days before is not before: count from 1")
    while count:
        day -= timedelta(days=1)
        count -= day.weekday() < 5 and day not in _closed_in_london(day.year)
    return day
