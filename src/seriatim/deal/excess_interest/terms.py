"""Excess interest: loan interest that goes to the residual before any class is paid."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.terms import Rate, Rule


class ExcessInterest(Rule):
    """Loan interest above the certificates' rate, paid to the residual before any class.

    Fees and insurance premiums of the day come off it first.
    """

    above: Rate = Field(description="the certificates' annual rate")
