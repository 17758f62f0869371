"""English as documents write it: lists, dates, ordinals, dollars, numbers of things."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ORDINALS = (
    *("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
    *("Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth"),
)


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them; nothing for none.

    >>> listed(["A-1"]), listed(["A-1", "A-2"]), listed(["A-1", "A-2", "A-12"]), listed([])
    ('A-1', 'A-1 and A-2', 'A-1, A-2 and A-12', '')
    >>> listed(["80% to A-1 and A-2, in that order", "20% to A-12"])
    '80% to A-1 and A-2, in that order, and 20% to A-12'
    """
    *first, last = tuple(words) or ("",)
    comma = "," if any("," in word for word in first) else ""
    return f"{', '.join(first)}{comma} and {last}" if first else last


def shortened(words: Iterable[str], most: int) -> str:
    """Words as a sentence lists them, the middle of a list longer than ``most`` left out and counted.

    >>> shortened(["A-1", "A-2", "A-3"], 6), shortened([f"A-{n}" for n in range(1, 12)], 4)
    ('A-1, A-2 and A-3', 'A-1, A-2, A-3 ... A-11 (11)')
    """
    names = list(words)
    return listed(names) if len(names) <= most else f"{', '.join(names[: most - 1])} ... {names[-1]} ({len(names)})"


def plural(count: int, one: str, many: str) -> str:
    """The form of a word that agrees with a number of things.

    >>> plural(1, "class", "classes"), plural(0, "class", "classes")
    ('class', 'classes')
    """
    return one if count == 1 else many


def long_date(day: date) -> str:
    """A day as a document prints it, in English whatever the machine speaks.

    >>> long_date(date(2000, 10, 25))
    'October 25, 2000'
    """
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def dollars(amount: Decimal) -> str:
    """An amount as the documents print it, cents only where there are any.

    >>> dollars(Decimal(85666000)), dollars(Decimal("2588914.5"))
    ('$85,666,000', '$2,588,914.50')
    """
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def millions(amount: float) -> str:
    """An amount in words that fit a label.

    >>> millions(126_465_000.0), millions(622_523.0)
    ('$126.5 million', '$0.6 million')
    """
    return f"${amount / 1e6:,.1f} million"


def th(number: int) -> str:
    """An ordinal in figures.

    >>> th(1), th(12), th(22), th(25)
    ('1st', '12th', '22nd', '25th')
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 % 10 != 1 else "th"
    return f"{number}{ending}"


def ordinal(position: int) -> str:
    """The word that begins the clause at a position of a list, from 0.

    >>> ordinal(0), ordinal(8), ordinal(30)
    ('First', 'Ninth', '31st')
    """
    return ORDINALS[position] if position < len(ORDINALS) else th(position + 1)
