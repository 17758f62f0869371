"""Fees beside the servicing fee: a trustee, a paying agent and others are paid before the classes."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.terms import LONGEST_PARTY, Money, Rate, Rule


class Fee(Rule):
    """A fee that the trust pays beside the servicing fee, from available cash before the classes.

    A month's fee is a twelfth of ``rate`` on the scheduled balance of the loans before the day's payments, or ``amount
    a month`` while loans are outstanding. Fees are paid in the order of the file, after credit support is reimbursed
    and before insurance premiums, excess interest and the classes. What is not paid, for want of cash or above ``cap a
    year``, is carried to the next distribution day without interest. The year is the calendar year of the distribution
    day, not moved to a business day; the cap is whole in the first year as well. What fees cost is no excess interest;
    beyond that the classes are paid less, as on any day on which cash is short.

    Fees stated once for a series of several pools are paid by every group on its own loans; they are rates without a
    cap.
    """

    name: str = Field(min_length=1, max_length=LONGEST_PARTY, description="what the rules of the plan call the fee")
    paid_to: str = Field(min_length=1, max_length=LONGEST_PARTY, description="who receives it; several fees add up")
    rate: Rate | None = Field(default=None, description="annual, on the scheduled balance of the loans")
    amount_a_month: Money | None = Field(default=None, description="or so many dollars a month")
    cap_a_year: Money | None = Field(
        default=None, description="the most that is paid in a calendar year; the rest is carried over"
    )

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """Outside parties that the entry names, each with its key."""
        return (("paid to", self.paid_to),)
