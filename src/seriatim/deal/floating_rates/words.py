"""Rates linear in LIBOR in prospectus English."""

from __future__ import annotations

from seriatim.basics.rates import format_rate
from seriatim.deal.floating_rates.terms import FloatingRate


def rate_in_words(stated: FloatingRate) -> str:
    """A LIBOR rate with its first period and its bounds."""
    first = f"{format_rate(stated.first_period)} for the first period, then " if stated.first_period is not None else ""
    least = f", but not less than {format_rate(stated.minimum)}"
    most = f" nor more than {format_rate(stated.maximum)}" if stated.maximum is not None else ""
    return f"{first}{stated.formula.text} per annum{least}{most}"
