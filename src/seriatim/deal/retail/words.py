"""Retail classes in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import dollars
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.retail.terms import RetailClass


def say(retail: tuple[RetailClass, ...]) -> Iterator[Passage]:
    """One passage for all retail classes."""
    items = [
        Paragraph(
            f"Class {each.name} is a retail class: its holders are paid principal in increments of "
            f"{dollars(each.unit)}, by their requests and by random lot; what does not make a whole increment is "
            f"carried to the next distribution day. [{each.source}]"
        )
        for each in retail
    ]
    if items:
        yield Passage("Retail classes", tuple(items))
