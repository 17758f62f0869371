"""The mortgage loans in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.mortgage_loans.terms import MortgageLoans


def say(loans: MortgageLoans) -> Iterator[Passage]:
    """The pool: its balance, where the loans stand, the fee."""
    text = (
        f"The mortgage loans have an aggregate scheduled principal balance of {dollars(loans.balance)} on the cut-off "
        f"date; they are listed in {loans.loans}. The servicing fee is {format_rate(loans.servicing_fee)} per annum; a "
        f"loan's net rate is its rate less that fee."
    )
    if loans.zero_column_loans:
        text += f" In the 0% column of the tables they are taken to be those in {loans.zero_column_loans}."
    yield Passage("The mortgage loans", (Paragraph(f"{text} [{loans.source}]"),))
