"""Distributions when cash falls short, and when loans prepay without interest."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.terms import Rule


class PrepaymentInterest(Rule):
    """Interest a borrower does not pay on a prepayment, and what the servicer makes up of it.

    "half the servicing fee" is at most the fee received on the scheduled payments of the month; what stays uncovered
    reduces interest allocations in proportion to accrued interest and is never carried forward. ``residual shares``
    lets the residual bear its part, in proportion to the loan interest above the certificates' (1994).
    """

    covered_by: Literal["half the servicing fee", "the servicing fee", "nothing"] = Field(
        description="what the servicer gives up to cover the shortfall"
    )
    residual_shares: bool = Field(default=False, description="whether the residual bears a part of the shortfall")


class ShortfallReimbursement(Rule):
    """Principal shortfalls written off earlier, repaid from cash left, in order of seniority."""

    from_: Literal["the same day on", "later days"] = Field(
        default="the same day on", alias="from", description="the first day on which a shortfall may be repaid"
    )
    principal_only_class: Literal["with the seniors", "does not share"] = Field(
        default="with the seniors",
        alias="principal-only class",
        description="whether the ratio-stripped PO class shares in it",
    )


class Distributions(Rule):
    """Readings of the distribution priorities that matter only on days of losses or short cash.

    ``junior on a write-down day``: whether a subordinated class receives anything on a day on which a class senior to
    it is written down by a subordinated loss; ``write-down test`` says with which balances that is foreseen.
    ``principal-only class and seniors`` shares cash that falls short of the principal allocated to the ratio-stripped
    PO class and the senior target-rate classes between the two; ``seniors short of cash`` shares it among the seniors,
    in proportion to their allocations or by paying the senior rules once more from the cash.
    """

    junior_on_a_write_down_day: Literal["is not paid", "is paid"] = Field(
        default="is not paid",
        alias="junior on a write-down day",
        description="a subordinated class on a day on which a senior one is written down",
    )
    write_down_test: Literal["after distributions", "on opening balances"] = Field(
        default="after distributions",
        alias="write-down test",
        description="the balances against which the day's losses are held",
    )
    principal_only_class_and_seniors: Literal["in proportion", "principal-only class first", "seniors first"] = Field(
        alias="principal-only class and seniors",
        default="in proportion",
        description="who of the two is paid principal when cash is short of both allocations",
    )
    seniors_short_of_cash: Literal["in proportion to allocations", "by the senior rules"] = Field(
        default="in proportion to allocations", description="how the seniors share cash short of their principal"
    )
    interest_carried_forward: Literal["always", "before the depletion date"] = Field(
        default="always", description="on which days interest that is not paid is carried to the next"
    )
    carryforward_of_a_retired_class: Literal["lost", "kept"] = Field(
        default="lost", description="interest carried forward to a day on which the class is no longer outstanding"
    )
    prepayment_interest: PrepaymentInterest | None = Field(
        default=None, description="interest not collected on prepayments; nothing covers it if not stated"
    )
    shortfall_reimbursement: ShortfallReimbursement | None = Field(
        default=None, description="repayment of principal shortfalls from cash left"
    )
