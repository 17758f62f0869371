"""The clean-up call in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.clean_up_call.terms import CleanUpCall
from seriatim.deal.english import Paragraph, Passage


def say(rule: CleanUpCall | None) -> Iterator[Passage]:
    """The right to end the deal."""
    if rule is not None:
        text = (
            f"The mortgage loans may be bought from the trust, and the certificates so retired, when their scheduled "
            f"principal balance is below {format_rate(rule.below)} of that on the cut-off date."
        )
        yield Passage("Clean-up call", (Paragraph(f"{text} [{rule.source}]"),))
