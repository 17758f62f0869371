"""Insured classes: an insurer guarantees their interest and principal."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from seriatim.deal.terms import LONGEST_PARTY, ClassName, Part, Rate, Rule, Truth


class InsuredClass(Rule):
    """A class whose interest and principal an insurer guarantees.

    The premium is paid from available cash before any class; the insurer pays what the class is short of its interest
    allocations and what its balance is written down by, and is reimbursed with interest before the residual.
    """

    name: ClassName = Field(alias="class", description="the insured class")
    insurer: str = Field(min_length=1, max_length=LONGEST_PARTY, description="who guarantees it")
    premium: Part = Field(description="annual, on the balance of the insured class")
    reimbursement_interest: Rate = Field(
        default=Decimal(0), description="annual interest on what the insurer has paid and not got back"
    )
    covers_interest_reductions: Truth = Field(
        default=False,
        description="whether it also pays prepayment interest and Servicemembers shortfalls, generally not covered",
    )

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """Outside parties that the entry names, each with its key."""
        return (("insurer", self.insurer),)
