"""Clean-up call: the right to end the deal when it is small."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.terms import Part, Rule


class CleanUpCall(Rule):
    """The servicer may buy all loans when the pool is below this share of its cut-off balance."""

    below: Part = Field(description="part of the pool's balance at the cut-off date")
