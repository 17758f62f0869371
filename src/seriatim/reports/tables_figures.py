"""Computed figures typeset for tables: percents, lives, yields, prices, dollars."""

from __future__ import annotations

import math
from fractions import Fraction

from seriatim.analytics.yields import NOTHING_LEFT
from seriatim.basics.money import round_half_up

NOTHING = "–"
"""Cell without a figure: the life of a class that is never paid."""
_TICKS = 32


def percent_outstanding(fraction: float) -> str:
    """Percent of the initial balance, whole; `*` for less than half a percent.

    >>> percent_outstanding(1.0), percent_outstanding(0.0049), percent_outstanding(0.0), percent_outstanding(0.625)
    ('100', '*', '0', '63')
    """
    shown = str(round_half_up(_clean(fraction * 100), 0))
    return "*" if shown == "0" and fraction > 0 else shown


def life(years: float, decimals: int) -> str:
    """A weighted average life.

    >>> life(3.566, 2), life(float("nan"), 2)
    ('3.57', '–')
    """
    return NOTHING if math.isnan(years) else str(round_half_up(_clean(years), decimals))


def yield_percent(yield_annual: float) -> str:
    """A yield in percent to three decimals, negative in parentheses, `**` for -100 % or less.

    >>> yield_percent(0.081449), yield_percent(-0.15448), yield_percent(-1.0)
    ('8.145', '(15.448)', '**')

    Source: supplement 2006-6 p. 29, Yields on certain classes.
    """
    if yield_annual <= NOTHING_LEFT:
        return "**"
    percent = round_half_up(_clean(yield_annual * 100), 3)
    return f"({-percent:,})" if percent < 0 else f"{percent:,}"


def price_decimal(price_per_100: float) -> str:
    """A price per 100 of balance, to four decimals.

    >>> price_decimal(98.751234)
    '98.7512'
    """
    return f"{round_half_up(_clean(price_per_100), 4):,}"


def price_32nds(price_per_100: float) -> str:
    """A price in 32nds, the nearest half of one: a plus is 1/64.

    >>> price_32nds(98.75), price_32nds(98.765625), price_32nds(99.999)
    ('98-24', '98-24+', '100-00')
    """
    halves = int(round_half_up(_clean(abs(price_per_100) * 2 * _TICKS), 0))
    whole, rest = divmod(Fraction(halves, 2), _TICKS)
    sign = "-" if price_per_100 < 0 and halves else ""
    return f"{sign}{whole}-{int(rest):02d}{'+' if halves % 2 else ''}"


def dollars_and_cents(amount: float) -> str:
    """An amount to the cent, with thousands commas.

    >>> dollars_and_cents(1234.565), dollars_and_cents(-0.001)
    ('1,234.57', '0.00')
    """
    return f"{round_half_up(_clean(amount), 2):,}"


def finite(value: float) -> float | None:
    """A number as JSON has it: None for nan and infinity.

    >>> finite(3.5), finite(float("nan"))
    (3.5, None)
    """
    return value if math.isfinite(value) else None


def _clean(value: float) -> float:
    """A float without the dust behind its fifteenth digit, as printed figures are compared."""
    return float(f"{value:.15g}")
