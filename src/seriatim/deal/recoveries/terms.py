"""Recoveries: money that comes in after a loss."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.terms import Rule


class Recoveries(Rule):
    """Money received on a loan after its loss was realized.

    "seniors, then as unscheduled principal": first to the seniors, in proportion to unreimbursed losses and without
    any change of balance, the rest as unscheduled principal, the subordinated classes being written up (2006). "by
    seniority": to each class in turn up to its losses (1999); the last one adds the rest to the most subordinated
    class (1994). The losses of the day, where they count, are foreseen from the balances before its distributions.
    """

    order: Literal[
        "seniors, then as unscheduled principal", "by seniority", "by seniority, the rest to the most subordinated"
    ] = Field(description="who receives a recovery")
    written_up: Literal["unreimbursed losses", "whole amount"] = Field(
        default="unreimbursed losses", description="how far the subordinated classes are written up"
    )
    losses_counted: Literal["before the day", "the day's too"] = Field(
        default="before the day", description="the unreimbursed losses that a recovery is held against"
    )
    write_up: Literal["after adjustments", "before distributions"] = Field(
        default="after adjustments", description="when the subordinated classes are written up"
    )
