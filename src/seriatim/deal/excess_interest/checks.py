"""Checks of excess interest: no class may bear more than the rate beyond which interest is excess."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.deal.classes.terms import Classes
from seriatim.deal.excess_interest.terms import ExcessInterest
from seriatim.deal.findings import Check, Finding


def rates(classes: Classes, excess_interest: ExcessInterest | None) -> Iterator[Finding]:
    """No fixed rate exceeds the rate that the certificates are said to have."""
    if excess_interest is None:
        return
    above = excess_interest.above
    for path, security in classes.places():
        if security.balance and isinstance(security.rate, Decimal) and security.rate > above:
            reason = f"class {security.name} bears {format_rate(security.rate)}, above the {format_rate(above)}"
            yield Finding((*path, "rate"), f"{reason} beyond which interest is excess")


CHECKS = (Check(rates),)
