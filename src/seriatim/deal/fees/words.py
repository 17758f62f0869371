"""Fees in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars, ordinal
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.fees.terms import Fee


def say(fees: tuple[Fee, ...]) -> Iterator[Passage]:
    """One passage for all fees, in the order in which they are paid."""
    if not fees:
        return
    before = Paragraph(
        "Beside the servicing fee the following are paid from available cash on each distribution day, after "
        "reimbursement of credit support and before insurance premiums, excess interest and any class, in this order:"
    )
    items = [Paragraph(_fee(fee), 1, f"{ordinal(position)},") for position, fee in enumerate(fees)]
    yield Passage("Fees", (before, *items, Paragraph(" ".join(_carried(fees)))))


def _fee(fee: Fee) -> str:
    """A fee: who is paid, how much, at most how much a year."""
    if fee.amount_a_month is not None:
        month = f"{dollars(fee.amount_a_month)} a month while loans are outstanding"
    else:
        rate = format_rate(fee.rate or Decimal(0))
        month = f"a twelfth of {rate} of the scheduled principal balance of the loans before the day's payments"
    cap = f", at most {dollars(fee.cap_a_year)} in a calendar year" if fee.cap_a_year is not None else ""
    return f"to {fee.paid_to}, the {fee.name}: {month}{cap}. [{fee.source}]"


def _carried(fees: tuple[Fee, ...]) -> Iterator[str]:
    """Words for what is not paid, and the year of a cap."""
    capped = any(fee.cap_a_year is not None for fee in fees)
    why = "for want of cash or above the most of a year" if capped else "for want of cash"
    yield f"What is not paid, {why}, is carried to the next distribution day without interest."
    if capped:
        yield "The year is that of the distribution day, whether or not it moves to a business day."
