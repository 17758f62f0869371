"""Text behind an option as a value: speeds, rates, paths, prices, a liquidation schedule.

Each reader takes the text of one option and raises ValueError, which says what is wrong and how to write it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from seriatim.api.conventions import LONGEST_LAG_MONTHS
from seriatim.basics.rates import parse_rate

if TYPE_CHECKING:
    from seriatim import Liquidation

Path: TypeAlias = float | tuple[float, ...]
"""One value, or a path: one for each distribution, whose last value holds from there on."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_LIQUIDATION = re.compile(r"(?P<fraction>[^@]+)@(?P<first>\d{1,4})-(?P<last>\d{1,4})")
_THIRTY_SECONDS = re.compile(r"(?P<whole>\d{1,6})-(?P<ticks>[0-2]\d|3[01])(?P<plus>\+)?")
_TICKS = 32
_HIGHEST_YIELD = 100
_HIGHEST_PRICE = 1_000_000


def speeds(text: str) -> tuple[float, ...]:
    """Speeds in percent of the model, one or more with commas between them.

    >>> speeds("0,100,137.5%")
    (0.0, 100.0, 137.5)
    """
    return tuple(_speed(part) for part in _parts(text))


def cpr_rates(text: str) -> tuple[float, ...]:
    """Constant prepayment rates as decimals; `6` and `6%` and `0.06` are 6 %. A bare 1 could be either and is refused.

    >>> cpr_rates("0,6,12.5%,0.06")
    (0.0, 0.06, 0.125, 0.06)
    """
    return tuple(_cpr(part) for part in _parts(text))


def speed_path(text: str) -> Path:
    """One speed in percent of the model, or a path of them.

    >>> speed_path("150"), speed_path("100,200")
    (150.0, (100.0, 200.0))
    """
    return _path(speeds(text))


def cpr_path(text: str) -> Path:
    """One constant prepayment rate, or a path of them, as decimals."""
    return _path(cpr_rates(text))


def share(text: str) -> float:
    """A part of something, as a decimal from 0 to 1.

    >>> share("35%"), share("0.0532")
    (0.35, 0.0532)
    """
    found = float(parse_rate(text))
    if found > 1:
        raise ValueError(f"{text} is more than 100%")
    return found


def share_path(text: str) -> Path:
    """One part of something, or a path of them, as decimals from 0 to 1.

    >>> share_path("2%,3%")
    (0.02, 0.03)
    """
    return _path(tuple(share(part) for part in _parts(text)))


def rate_path(text: str) -> Path:
    """One rate, or a path of them, as decimals; a level of LIBOR may be negative.

    >>> rate_path("4.32%"), rate_path("4.32%,-0.5%")
    (0.0432, (0.0432, -0.005))
    """
    return _path(tuple(float(parse_rate(part, allow_negative=True)) for part in _parts(text)))


def yields(text: str) -> tuple[float, ...]:
    """Yields as decimals, one or more; above -100 % and up to 10,000 %.

    >>> yields("8.25%,-1%")
    (0.0825, -0.01)
    """
    found = tuple(float(parse_rate(part, allow_negative=True)) for part in _parts(text))
    if not -1 < min(found) <= max(found) <= _HIGHEST_YIELD:
        raise ValueError(f"{text} is out of range: a yield is above -100% and up to 10,000%")
    return found


def prices(text: str) -> tuple[float, ...]:
    """Prices per 100 of balance, one or more: decimals, or 32nds behind a dash (a plus is half a 32nd).

    >>> prices("70,98.75,98-24,98-24+")
    (70.0, 98.75, 98.75, 98.765625)
    """
    return tuple(_price(part) for part in _parts(text))


def liquidation(text: str) -> Liquidation:
    """A fixed liquidation schedule: part of the initial balance @ first distribution - last distribution.

    >>> liquidation("0.5%@25-84")
    Liquidation(fraction=0.005, first=25, last=84)
    """
    from seriatim import Liquidation

    match = _LIQUIDATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a liquidation schedule: write 0.5%@25-84")
    return Liquidation(share(match["fraction"]), int(match["first"]), int(match["last"]))


def call(text: str) -> date | Literal["first", "never"]:
    """The time of the clean-up call: first, never, or from a day on.

    >>> call("first"), call("2014-06-25")
    ('first', datetime.date(2014, 6, 25))
    """
    if text.strip() == "first":
        return "first"
    if text.strip() == "never":
        return "never"
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time of the call: write first, never, or a day as 2014-06-25") from None


def months(text: str) -> int:
    """A number of months.

    >>> months("12")
    12
    """
    if not text.isdecimal() or int(text) > LONGEST_LAG_MONTHS:
        raise ValueError(f"{text!r} is not a number of months: write 12")
    return int(text)


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of one of these words, typed with hyphens for the blanks within.

    >>> one_of(("principal and interest", "none"))("principal-and-interest")
    'principal and interest'
    """

    def read(text: str) -> str:
        if (word := text.strip().replace("-", " ")) not in words:
            choices = ", ".join(each.replace(" ", "-") for each in words)
            raise ValueError(f"{text!r} is not one of the choices: write one of {choices}")
        return word

    return read


def as_typed(text: str) -> str:
    """Text that is a value as it stands, such as the name of a file."""
    return text


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]


def _path(values: tuple[float, ...]) -> Path:
    return values[0] if len(values) == 1 else values


def _speed(text: str) -> float:
    digits = text.removesuffix("%").rstrip()
    number = float(digits) if _NUMBER.fullmatch(digits) else math.nan
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is not a speed: write percents of the model, such as 350 or 0,100,350")
    if number < 0:
        raise ValueError(f"{text} is negative: a speed is 0 or more")
    return number


def _cpr(text: str) -> float:
    number = _speed(text)
    if number == 1 and not text.endswith("%"):
        raise ValueError("1 may be 1% or 100%: write the percent sign")
    found = number if number < 1 and not text.endswith("%") else float(parse_rate(f"{text.removesuffix('%')}%"))
    if found > 1:
        raise ValueError(f"{text} is more than 100% CPR")
    return found


def _price(text: str) -> float:
    if match := _THIRTY_SECONDS.fullmatch(text):
        return int(match["whole"]) + (int(match["ticks"]) + (0.5 if match["plus"] else 0.0)) / _TICKS
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is not a price: write 98.75, or 98-24 for 98 and 24/32")
    if not 0 < number <= _HIGHEST_PRICE:
        raise ValueError(f"{text} is out of range: a price is above 0 and up to 1,000,000 per 100 of balance")
    return number
