"""Recoveries in prospectus English."""

from __future__ import annotations

from seriatim.deal.english import Paragraph
from seriatim.deal.recoveries.terms import Recoveries


def recoveries_in_words(rule: Recoveries) -> Paragraph:
    """Receivers of what comes in after a loss, and the losses that count."""
    counted = {"before the day": "before the day", "the day's too": "to the end of the day"}[rule.losses_counted]
    text = f"A recovery of a loss goes to the classes in this order: {rule.order}; it is held against losses {counted}"
    if rule.order == "seniors, then as unscheduled principal":
        text += f", and the subordinated classes are written up by {rule.written_up}, {rule.write_up}"
    return Paragraph(f"{text}. [{rule.source}]")
