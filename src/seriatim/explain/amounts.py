"""Numbers as a reader meets them: money to the cent, percentages as stated, ratios with the digits that matter."""

from __future__ import annotations

from decimal import Decimal

from seriatim.basics.money import round_half_up
from seriatim.plan.accounts import Unit

CENT = Decimal("0.01")
ROUNDING_DUST = Decimal("1e-12")
"""Remainder of a difference of equal amounts at 34 digits; far below half a cent, far above their last digit."""
RATIO_DECIMALS = 6
MOST_STATED_DIGITS, FEW_DIGITS = 14, 4
"""Digits of a ratio that somebody wrote down; with so few of them it looks written down wherever it comes from."""
MOST_DECIMALS = 14


def shown(value: Decimal, unit: Unit, *, stated: bool = False) -> str:
    """A number in the form of its unit; a ratio that someone stated is shown whole, as a percentage.

    >>> shown(Decimal("1234567.894"), Unit.MONEY), shown(Decimal(1), Unit.FLAG), shown(Decimal(1) / 3, Unit.RATIO)
    ('1,234,567.89', 'yes', '0.333333')
    >>> shown(Decimal("0.153387065184"), Unit.RATIO, stated=True)
    '15.3387065184%'
    """
    if unit is Unit.MONEY:
        return _money(value)
    if unit is Unit.FLAG:
        return "yes" if value else "no"
    most = MOST_STATED_DIGITS if stated else FEW_DIGITS
    short = len(value.normalize().as_tuple().digits) <= most
    return _percentage(value) if short else _decimals(value, RATIO_DECIMALS)


def told_apart(first: Decimal, second: Decimal, unit: Unit) -> tuple[str, str]:
    """Two numbers with as many decimals as it takes to see which is greater.

    >>> told_apart(Decimal("0.9669401234"), Decimal("0.9669398"), Unit.RATIO)
    ('0.9669401', '0.9669398')
    """
    texts = shown(first, unit), shown(second, unit)
    if unit is Unit.FLAG or first == second:
        return texts
    for decimals in range(2 if unit is Unit.MONEY else RATIO_DECIMALS, MOST_DECIMALS):
        texts = _decimals(first, decimals), _decimals(second, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def is_nothing(value: Decimal) -> bool:
    """Zero, or the dust that rounding at the last digit leaves."""
    return abs(value) < ROUNDING_DUST


def _money(value: Decimal) -> str:
    if value and not is_nothing(value) and abs(value) < CENT / 2:
        return f"{value:.2g}"
    return f"{round_half_up(value, 2):,}"


def _percentage(value: Decimal) -> str:
    return f"{(value * 100).normalize():f}%" if abs(value) <= 1 else f"{value.normalize():,f}"


def _decimals(value: Decimal, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,}"
