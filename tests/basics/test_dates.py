"""30/360 days, distribution days and business days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.dates import (
    add_months,
    business_day,
    cut_off_date,
    days_30_360,
    distribution_dates,
    months_between_30_360,
)

days = st.dates(date(1970, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2006, 11, 1), date(2006, 11, 28), 27),  # accrued interest of 2006-6 on its closing day
        (date(1994, 3, 1), date(1994, 3, 29), 28),  # and of 1994-5
        (date(1999, 10, 28), date(1999, 11, 25), 27),  # closing to the first distribution, 1999-7
        (date(2006, 11, 28), date(2006, 12, 25), 27),
        (date(2007, 1, 31), date(2007, 2, 28), 28),
        (date(2007, 1, 31), date(2007, 3, 31), 60),
        (date(2007, 1, 30), date(2007, 3, 31), 60),
        (date(2007, 1, 29), date(2007, 3, 31), 62),
        (date(2007, 2, 28), date(2007, 3, 31), 30),
        (date(2007, 2, 28), date(2008, 2, 29), 360),
        (date(2008, 2, 28), date(2008, 3, 1), 3),
        (date(2007, 1, 15), date(2006, 1, 15), -360),
    ],
)
def test_days_30_360(start, end, count):
    assert days_30_360(start, end) == count
    assert months_between_30_360(start, end) == count / 30


@given(days, st.integers(0, 600))
def test_the_same_day_of_another_month_is_whole_months_away(day, months):
    assert days_30_360(day.replace(day=25), add_months(day.replace(day=25), months)) == 30 * months


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2006, 12, 25), 1, date(2007, 1, 25)),
        (date(2007, 1, 31), 1, date(2007, 2, 28)),
        (date(2008, 1, 31), 1, date(2008, 2, 29)),
        (date(2007, 1, 25), -1, date(2006, 12, 25)),
        (date(2007, 1, 25), -13, date(2005, 12, 25)),
        (date(2007, 3, 31), 0, date(2007, 3, 31)),
    ],
)
def test_add_months(day, months, moved):
    assert add_months(day, months) == moved


def test_distribution_dates_do_not_drift():
    dates = distribution_dates(date(2007, 1, 31), 3)
    assert dates == [date(2007, 1, 31), date(2007, 2, 28), date(2007, 3, 31)]
    assert distribution_dates(date(2006, 12, 25), 360)[-1] == date(2036, 11, 25)
    assert distribution_dates(date(2006, 12, 25), 0) == []


def test_cut_off_date():
    """T-012: a series issued on 27 January has the first of January for its cut-off date."""
    cut_off = cut_off_date(date(2007, 1, 27))
    assert cut_off == date(2007, 1, 1)
    assert not date(2007, 1, 1) > cut_off
    assert date(2007, 2, 1) > cut_off


@pytest.mark.requirement("T-050")
@pytest.mark.parametrize(
    ("nominal", "paid"),
    [
        (date(2006, 12, 25), date(2006, 12, 26)),
        (date(1999, 11, 25), date(1999, 11, 26)),
        (date(1994, 4, 25), date(1994, 4, 25)),
        (date(2010, 12, 24), date(2010, 12, 24)),  # Christmas on a Saturday: the Federal Reserve is open the day before
        (date(2021, 12, 25), date(2021, 12, 27)),
        (date(2007, 2, 25), date(2007, 2, 26)),
    ],
)
def test_business_day(nominal, paid):
    """T-050: the first distribution days, and the calendar's edges."""
    assert business_day(nominal) == paid


def test_calendars_differ():
    good_friday, veterans_day = date(2007, 4, 6), date(2008, 11, 11)
    assert business_day(good_friday) == good_friday
    assert business_day(good_friday, "new york stock exchange") == date(2007, 4, 9)
    assert business_day(veterans_day, "sifma") == date(2008, 11, 12)
    assert business_day(veterans_day, "new york stock exchange") == veterans_day


@given(days)
def test_a_business_day_is_the_first_open_day(day):
    paid = business_day(day)
    assert timedelta(0) <= paid - day <= timedelta(days=5)
    assert paid.weekday() < 5
    assert business_day(paid) == paid


@pytest.mark.parametrize(
    ("calendar", "text"),
    [
        ("federal reserv", "unknown business-day calendar 'federal reserv': did you mean 'federal reserve'?"),
        (
            "tokyo",
            "unknown business-day calendar 'tokyo': choose from 'federal reserve', 'sifma', 'new york stock exchange'",
        ),
    ],
)
def test_unknown_calendar(calendar, text):
    with pytest.raises(ValueError, match="calendar") as caught:
        business_day(date(2007, 1, 25), calendar)
    assert str(caught.value) == text
