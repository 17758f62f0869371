"""Excess interest in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.classes.terms import Classes
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.excess_interest.terms import ExcessInterest


def say(classes: Classes, rule: ExcessInterest | None) -> Iterator[Passage]:
    """Interest that goes to the residual off the top."""
    if rule is not None:
        text = f"Interest of the loans above {format_rate(rule.above)} of the classes' principal balances is paid to "
        text = f"{text}{classes.residual.name} before any class is paid. [{rule.source}]"
        yield Passage("Excess interest", (Paragraph(text),))
