"""`seriatim plan`: one distribution day, step by step."""

from __future__ import annotations

from seriatim.cli.options import DealName
from seriatim.cli.output import show
from seriatim.cli.progress import working


def plan(deal: DealName) -> None:
    """Print the compiled plan: the steps of one distribution day in order, each under the rule it comes from."""
    import seriatim

    with working(f"compiling {deal}"):
        text = seriatim.load(deal).plan.to_text()
    show(text)
