"""Limits that shrink on anniversaries of the cut-off date: of losses, of credit support."""

from __future__ import annotations

from pydantic import Field, model_validator

from seriatim.deal.terms import Count, Money, Part, Provision


class AnniversaryCap(Provision):
    """A loss limit that shrinks: on each of these anniversaries of the cut-off date it is at most this much."""

    first: Count = Field(default=1, ge=1, description="the first anniversary on which the limit is capped")
    last: Count | None = Field(default=None, ge=1, description="the last one; none if it goes on for ever")
    percent_of_pool: Part | None = Field(default=None, description="part of the pool balance on the anniversary")
    times_largest_loan: Count | None = Field(default=None, ge=1, description="or this many times the largest loan")
    largest_loan: Money | None = Field(default=None, description="balance of the largest loan")
    afterwards_zero: bool = Field(default=False, description="whether the limit is zero after the last anniversary")

    @model_validator(mode="after")
    def _in_order(self) -> AnniversaryCap:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"the last anniversary ({self.last}) is before the first ({self.first})")
        return self
