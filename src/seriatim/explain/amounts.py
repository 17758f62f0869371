"""Numbers as a reader meets them: money to the cent, percentages as stated, ratios with the digits that matter."""

from __future__ import annotations

from decimal import Decimal

from seriatim.basics.money import round_half_up
from seriatim.explain.units import Unit

CENT = Decimal("0.01")
ROUNDING_DUST = Decimal("1e-12")
"""What 34 digits leave of a difference of equal amounts; far below half a cent, far above their last digit."""
STATED_DIGITS = 12
"""A ratio with at most so many digits was stated by someone, and is shown whole; others are worked out."""
RATIO_DECIMALS = 6
MOST_DECIMALS = 14


def shown(value: Decimal, unit: Unit, *, decimals: int = RATIO_DECIMALS) -> str:
    """A number in the form of its unit.

    >>> shown(Decimal("1234567.894"), Unit.MONEY), shown(Decimal("0.8"), Unit.RATIO), shown(Decimal(1), Unit.TEST)
    ('1,234,567.89', '80%', 'yes')
    >>> shown(Decimal(1) / 3, Unit.RATIO)
    '0.333333'
    """
    if unit is Unit.MONEY:
        return _money(value)
    if unit is Unit.TEST:
        return "yes" if value else "no"
    return _ratio(value, decimals)


def told_apart(first: Decimal, second: Decimal, unit: Unit) -> tuple[str, str]:
    """Two numbers with as many decimals as it takes to see which is greater.

    >>> told_apart(Decimal("0.9669401234"), Decimal("0.9669398"), Unit.RATIO)
    ('0.9669401', '0.9669398')
    """
    texts = shown(first, unit), shown(second, unit)
    if unit is Unit.TEST or first == second:
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


def _ratio(value: Decimal, decimals: int) -> str:
    plain = value.normalize()
    if len(plain.as_tuple().digits) <= STATED_DIGITS and abs(value) <= 1:
        return f"{(value * 100).normalize():f}%" if value else "0%"
    if len(plain.as_tuple().digits) <= STATED_DIGITS:
        return f"{plain:,f}"
    return _decimals(value, decimals)


def _decimals(value: Decimal, decimals: int) -> str:
    return f"{round_half_up(value, decimals):,}"
