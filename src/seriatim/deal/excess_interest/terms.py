"""Excess interest: loan interest that goes to the residual before anything else."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.terms import Rate, Rule


class ExcessInterest(Rule):
    """Loan interest above the certificates' rate, paid to the residual before anything else."""

    above: Rate = Field(description="the certificates' annual rate")
