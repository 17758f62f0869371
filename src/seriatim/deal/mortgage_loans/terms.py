"""The mortgage loans behind the certificates."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.terms import FileName, Money, Part, Rule


class MortgageLoans(Rule):
    """The loans: a CSV of representative lines or of loans, and the servicing fee."""

    loans: FileName = Field(description="the CSV of the loans")
    servicing_fee: Part = Field(description="annual, off the loans' gross rates")
    balance: Money = Field(gt=0, description="the printed total, which loans and classes must give to the dollar")
    zero_column_loans: FileName | None = Field(
        default=None, description="the CSV of the loans that the 0% column of the tables assumes, if not the same"
    )
