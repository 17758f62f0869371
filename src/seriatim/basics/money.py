"""The door for money: amounts from text, and the half-up rounding of printed figures."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

_AMOUNT = re.compile(r"-?\$?-?(\d{1,3}(,\d{3})+|\d{1,3}(_\d{3})+|\d+)(\.\d*)?")
_ROUNDING_DIGITS = 400
"""Precision of the rounding context: holds every float64, the largest having 309 digits before the point."""


def _amount_from_text(text: str) -> Decimal:
    stripped = text.strip()
    if not _AMOUNT.fullmatch(stripped) or stripped.count("-") > 1:
        raise ValueError(f"{text!r} is not an amount: write 85,666,000.25 or 85666000.25")
    return Decimal(re.sub(r"[$,_]", "", stripped))


def parse_money(value: str | float | Decimal, *, allow_negative: bool = False) -> Decimal:
    """An amount of dollars, exact, from the forms documents and tapes use.

    Commas or underscores must group thousands; a dollar sign may lead. Floats go through their shortest
    decimal form.

    Raises ValueError for anything else, for nan and infinity, and for a negative amount unless allowed.

    >>> parse_money("$85,666,000.25"), parse_money("85_666_000"), parse_money(85666000)
    (Decimal('85666000.25'), Decimal('85666000'), Decimal('85666000'))
    >>> parse_money("1,23")
    Traceback (most recent call last):
    ValueError: '1,23' is not an amount: write 85,666,000.25 or 85666000.25
    """
    amount = _amount_from_text(str(value)) if isinstance(value, str | bool) else _exact(value)
    if amount < 0 and not allow_negative:
        raise ValueError(f"{value} is negative: an amount must be 0 or more")
    return amount


def _exact(value: float | Decimal) -> Decimal:
    """The decimal a number shows as; refuses nan and infinity."""
    number = value if isinstance(value, Decimal) else Decimal(_shown(value))
    if not number.is_finite():
        raise ValueError(f"{value} is not an amount: it must be finite")
    return number


def _shown(value: float) -> str:
    return str(value) if isinstance(value, int) else repr(float(value))


def round_half_up(value: float | Decimal, decimals: int) -> Decimal:
    """A figure as the documents print it: half a unit of the last decimal goes up, away from zero.

    Works on the decimal expansion of the number: a float counts as the shortest decimal that names it, so
    2.675 rounds to 2.68 although the binary fraction lies below. A negative figure rounds as its magnitude in
    parentheses does. The result has exactly `decimals` decimals and is never minus zero. Raises ValueError
    for nan and infinity.

    Source: conventions, Printed figures.

    >>> round_half_up(2.675, 2), round_half_up(Decimal("0.125"), 2), round_half_up(-0.5, 0)
    (Decimal('2.68'), Decimal('0.13'), Decimal('-1'))
    >>> round_half_up(-0.001, 2)
    Decimal('0.00')
    """
    unit = Decimal((0, (1,), -decimals))
    context = Context(prec=_ROUNDING_DIGITS, rounding=ROUND_HALF_UP)
    rounded = _exact(value).quantize(unit, context=context)
    return rounded if rounded else rounded.copy_abs()
