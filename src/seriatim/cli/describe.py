"""`seriatim describe`: the deal back in prospectus English."""

from __future__ import annotations

from seriatim.cli.options import DealName
from seriatim.cli.output import show


def describe(deal: DealName) -> None:
    """Say in prospectus English what a deal file says, each rule with its source."""
    from seriatim.api.library import locate
    from seriatim.deal.describe import describe as described
    from seriatim.deal.load import load_deal

    text = described(load_deal(locate(deal)).deal)
    show(text if text.endswith("\n") else f"{text}\n")
