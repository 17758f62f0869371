"""Rates: decimals in code, percent in files and reports, and one door between the two."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def _shifted(value: Decimal, places: int) -> Decimal:
    """`value` x 10^places without rounding, however many digits the value has."""
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def _number(text: str, shown: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{shown!r} is not a rate: write 5.32% or 0.0532")
    return Decimal(text)


def _percent_or_bare(value: str | float | Decimal) -> tuple[Decimal, bool]:
    """The number as written and whether a percent sign stood behind it."""
    if isinstance(value, str | bool):
        text = str(value).strip()
        return _number(text.removesuffix("%").rstrip(), text), text.endswith("%")
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} is not a rate: it must be finite")
    return number, False


def parse_rate(value: str | float | Decimal, *, allow_negative: bool = False) -> Decimal:
    """A rate as a decimal, from percent (`5.32%`) or from a bare decimal (`0.0532`).

    Exact: no digit the document prints is lost. A bare number beyond 1 is taken for forgotten percent and
    refused; a percentage may exceed 100 %. Floats go through their shortest decimal form.

    Raises ValueError for anything else: text that is not a number, nan, infinity, a negative rate unless
    allowed.

    >>> parse_rate("5.32%"), parse_rate("0.0532"), parse_rate(0.0532)
    (Decimal('0.0532'), Decimal('0.0532'), Decimal('0.0532'))
    >>> parse_rate("6.9863078406 %")
    Decimal('0.069863078406')
    >>> parse_rate(5.32)
    Traceback (most recent call last):
    ValueError: 5.32 looks like percent: write 5.32% or 0.0532
    """
    number, in_percent = _percent_or_bare(value)
    if number < 0 and not allow_negative:
        raise ValueError(f"{value} is negative: a rate must be 0 or more")
    if in_percent:
        return _shifted(number, -2)
    if abs(number) > 1:
        raise ValueError(f"{value} looks like percent: write {number}% or {_plain(_shifted(number, -2))}")
    return number


def _plain(value: Decimal) -> str:
    """Digits without an exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def format_rate(rate: Decimal) -> str:
    """A rate as the document prints it, in percent, every digit kept.

    >>> format_rate(Decimal("0.0532")), format_rate(Decimal("0.06")), format_rate(Decimal("-0.005"))
    ('5.32%', '6%', '-0.5%')
    """
    return f"{_plain(_shifted(rate, 2))}%"
