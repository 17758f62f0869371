"""Credit support other than subordination: guaranties, letters of credit, insurance policies, reserve funds.

Source: core prospectus 1994-5 pp. 8-12, Credit support; Appendix A, Payments on mortgage loans in pools, Realization
upon defaulted mortgage loans.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from seriatim.deal.anniversaries.terms import AnniversaryCap
from seriatim.deal.terms import Money, Part, Provision, Rule, StepTable

Cause = Literal[
    "delinquencies",
    "ordinary losses",
    "special hazard losses",
    "fraud losses",
    "bankruptcy losses",
    "extraordinary losses",
    "debt service reductions",
    "prepayment interest",
    "senior shortfalls",
]


SupportKind = Literal[
    "guaranty",
    "letter of credit",
    "pool insurance policy",
    "special hazard policy",
    "bankruptcy bond",
    "reserve fund",
    "subordination reserve fund",
]


FUNDS: tuple[SupportKind, ...] = ("reserve fund", "subordination reserve fund")
"""The kinds that hold money; the others are promises of it."""


LOSS_CAUSES: tuple[Cause, ...] = (
    "ordinary losses",
    "special hazard losses",
    "fraud losses",
    "bankruptcy losses",
    "extraordinary losses",
)


class Coverage(Provision):
    """A cause that a support covers, with a limit of its own if it has one.

    Delinquencies are scheduled payments withheld; losses are covered with their interest; a debt service reduction is
    covered month by month; prepayment interest is what the servicer's compensation leaves of it; senior shortfalls are
    interest and principal of the senior classes for which there is no cash.
    """

    cause: Cause = Field(description="what is covered")
    amount: Money | None = Field(default=None, description="up to this much, less payments not reimbursed")
    percent_of_pool: Part | None = Field(default=None, description="or up to this part of the cut-off balance")


class ReserveFund(Provision):
    """The filling of a fund up to the amount it is required to hold, and the release of what it does not need.

    From subordinated distributions: what the subordinated classes would receive is kept, the most subordinated class
    first. From excess interest: what is left for the residual. A subordination reserve fund ends when the senior
    classes are paid, another fund when all classes are.
    """

    required_amount: Money | None = Field(default=None, description="the fund is filled up to this much")
    required_percent_of_pool: Part | None = Field(default=None, description="or to this part of the cut-off balance")
    funded_from: Literal["subordinated distributions", "excess interest", "the deposit only"] = Field(
        description="where the money comes from, beside the deposit at closing"
    )
    part: Part = Field(default=Decimal(1), gt=0, description="the part of those distributions that is kept")
    excess: Literal["is released", "is kept until the end"] = Field(
        default="is released", description="what the fund holds above the required amount"
    )
    released_to: Literal["the residual", "the subordinated classes"] = Field(
        default="the residual",
        description="who receives it; the subordinated classes up to what was kept from them, then the residual",
    )


class CreditSupport(Rule):
    """One support: its amount, what it covers, what restores it. Supports are drawn on in the order of the file.

    The amount available is the initial amount, as reduced to date, less payments, plus reimbursements; of a fund, the
    money in it. Late payments of borrowers reimburse what was paid for delinquencies, recoveries what was paid for
    losses, servicing compensation what was paid for prepayment interest.
    """

    name: str = Field(min_length=1, max_length=40, description="what statements and cash flows call it")
    kind: SupportKind = Field(description="what it is")
    amount: Money | None = Field(default=None, description="initial amount; of a fund, the deposit at closing")
    percent_of_pool: Part | None = Field(default=None, description="or as a part of the cut-off balance")
    reductions: StepTable | None = Field(
        default=None, description="parts of the initial (of a fund: the required) amount, by distribution day"
    )
    anniversaries: AnniversaryCap | None = Field(default=None, description="or how the amount shrinks on anniversaries")
    covers: tuple[Coverage, ...] = Field(min_length=1, description="what it covers, one entry for each cause")
    if_too_little_is_left: Literal["pays what is left", "pays nothing"] = Field(
        default="pays what is left", description="what it pays of a claim that exceeds the amount available"
    )
    reimbursements: Literal["restore it", "do not restore it"] = Field(
        default="restore it", description="whether reimbursements increase the amount available again"
    )
    excess_recoveries: Literal["to the classes", "kept by its issuer", "kept by the servicer"] = Field(
        default="to the classes", description="recoveries above all losses, whoever bore them"
    )
    fund: ReserveFund | None = Field(default=None, description="how a reserve fund is filled and released")

    @property
    def is_fund(self) -> bool:
        """True where it holds money."""
        return self.kind in FUNDS

    def initial(self, pool: Decimal) -> Decimal:
        """Its amount at closing, for a pool balance at the cut-off date."""
        return _amount(self.amount, self.percent_of_pool, pool) or Decimal(0)

    def limit(self, cause: Cause, pool: Decimal) -> Decimal | None:
        """The limit of a cause, None if it has none of its own."""
        coverage = next(each for each in self.covers if each.cause == cause)
        return _amount(coverage.amount, coverage.percent_of_pool, pool)

    def required(self, pool: Decimal) -> Decimal:
        """Amount that a fund is to hold, before reductions; its deposit where nothing is stated."""
        if self.fund is None:
            return Decimal(0)
        stated = _amount(self.fund.required_amount, self.fund.required_percent_of_pool, pool)
        return self.initial(pool) if stated is None else stated

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Causes that it covers, in the order of the file."""
        return tuple(each.cause for each in self.covers)


def _amount(dollars: Money | None, part: Part | None, pool: Decimal) -> Decimal | None:
    """Dollars, or a part of the pool in dollars."""
    return part * pool if part is not None else dollars
