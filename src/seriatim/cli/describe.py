"""`seriatim describe`: the deal back in prospectus English."""

from __future__ import annotations

from seriatim.cli.options import DealName
from seriatim.cli.output import show


def describe(deal: DealName) -> None:
    """Say in prospectus English what a deal file says, each rule with its source."""
    import seriatim

    show(seriatim.describe(deal).to_text())
