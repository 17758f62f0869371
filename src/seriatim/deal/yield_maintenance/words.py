"""Yield maintenance in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.floating_rates.words import rate_in_words
from seriatim.deal.yield_maintenance.terms import YieldMaintenance


def say(agreements: tuple[YieldMaintenance, ...]) -> Iterator[Passage]:
    """One passage for all agreements."""
    if agreements:
        items = [item for agreement in agreements for item in _agreement(agreement)]
        yield Passage("Yield maintenance", tuple(items))


def _agreement(agreement: YieldMaintenance) -> Iterator[Paragraph]:
    """Payments of the provider, the reserve fund, the end of both."""
    name, fund = agreement.name, agreement.reserve_fund
    yield Paragraph(
        f"On each distribution day {agreement.provider} pays a twelfth of the yield maintenance percentage of the "
        f"{agreement.assumed_balance} of class {name}. The yield maintenance percentage is "
        f"{rate_in_words(agreement.percentage)}. Of each payment holders of class {name} receive no more than the same "
        f"percentage of the actual principal balance. [{agreement.source}]"
    )
    yield Paragraph(
        f"The excess is kept in a yield maintenance reserve fund. It pays, in this order, principal losses of class "
        f"{name}, shortfalls in its interest distributions, and what interest distributions and yield maintenance "
        f"payments of the day fall short of {rate_in_words(fund.makes_up)}. [{fund.source}]"
    )
    yield Paragraph(
        f"Once the principal balance of class {name} is zero, or the trust has ended, what is in the fund is paid to "
        f"its holders; later payments go to {agreement.afterwards_to}. No distribution of the trust depends on any of "
        f"it."
    )
