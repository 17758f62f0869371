"""English as documents write it: laws beside the examples."""

import re
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.words import dollars, listed, long_date, ordinal, shortened, th

NAMES = st.lists(st.from_regex(r"[A-Z]{1,2}-\d{1,2}", fullmatch=True), min_size=1, max_size=30)


@given(NAMES)
def test_a_list_names_everything_once_in_order(names) -> None:
    assert re.split(r", | and ", listed(names)) == names
    assert listed(names).count(" and ") == (len(names) > 1)


@given(NAMES, st.integers(2, 10))
def test_a_shortened_list_begins_and_ends_as_the_list_does(names, most) -> None:
    text = shortened(names, most)
    assert text.startswith(names[0])
    if len(names) > most:
        assert text.endswith(f" ... {names[-1]} ({len(names)})")
        assert text.count(",") == most - 2
    else:
        assert text == listed(names)


@given(st.dates(date(1900, 1, 1)))
def test_a_date_can_be_read_back(day) -> None:
    month, number, year = re.fullmatch(r"(\w+) (\d+), (\d{4})", long_date(day)).groups()
    assert (int(year), int(number)) == (day.year, day.day)
    assert month == f"{day:%B}"


@given(st.decimals(0, 10**12, places=2))
def test_dollars_can_be_read_back_and_show_cents_where_there_are_any(amount) -> None:
    text = dollars(amount)
    assert Decimal(text.replace("$", "").replace(",", "")) == amount
    assert ("." in text) == bool(amount % 1)


@given(st.integers(1, 1000))
def test_ordinals_end_as_they_are_said(number) -> None:
    endings = {"1": "st", "2": "nd", "3": "rd"}
    teens = 11 <= number % 100 <= 13
    assert th(number) == f"{number}{'th' if teens else endings.get(str(number)[-1], 'th')}"
    assert ordinal(number - 1)[0].isupper() == (number <= 18)
