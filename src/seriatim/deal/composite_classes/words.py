"""Composite classes in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import dollars
from seriatim.deal.composite_classes.terms import Composite, CompositeClasses
from seriatim.deal.english import Paragraph, Passage, classes, table


def say(rule: CompositeClasses | None, composites: tuple[Composite, ...]) -> Iterator[Passage]:
    """The composite classes with their component classes."""
    if rule is None:
        return
    text = (
        "Certificates are issued of the following composite classes, not of the component classes of which they are "
        f"made. A composite class receives all that its component classes are paid. [{rule.source}]"
    )
    rows = [
        (each.name, "notional" if each.balance is None else dollars(each.balance), classes(names))
        for each in composites
        if (names := [part.name for part in each.components])
    ]
    yield Passage("Composite and component classes", (Paragraph(text), *table(rows)))
