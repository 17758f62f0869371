"""The terms of a deal: everything the documents say that money depends on."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.allocations.terms import Allocations
from seriatim.deal.classes.terms import Classes, SecurityClass
from seriatim.deal.clean_up_call.terms import CleanUpCall
from seriatim.deal.credit_support.terms import CreditSupport
from seriatim.deal.dates.terms import Dates, months_of
from seriatim.deal.distributions.terms import Distributions
from seriatim.deal.documents.terms import Documents
from seriatim.deal.excess_interest.terms import ExcessInterest
from seriatim.deal.fees.terms import Fee
from seriatim.deal.insurance.terms import InsuredClass
from seriatim.deal.losses.terms import Losses
from seriatim.deal.mortgage_loans.terms import MortgageLoans
from seriatim.deal.ratio_stripping.terms import RatioStripping
from seriatim.deal.retail.terms import RetailClass
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.structuring_assumptions.terms import StructuringAssumptions
from seriatim.deal.terms import Provision
from seriatim.deal.yield_maintenance.terms import YieldMaintenance


class DealTerms(Provision):
    """A deal file: the series in the prospectus's own words and order."""

    deal: str = Field(min_length=1, description="short name of the series")
    title: str = Field(min_length=1, description="the series as its cover page names it")
    note: str = Field(default="", description="anything a reader of the file should know")
    documents: Documents = Field(description="the documents that sources refer to")
    dates: Dates = Field(description="cut-off, closing and distribution days")
    mortgage_loans: MortgageLoans = Field(description="the loans behind the certificates")
    ratio_stripping: RatioStripping | None = Field(
        default=None, description="division of the loans into target-rate, PO and IO strips, if the deal has it"
    )
    classes: Classes = Field(description="the classes of certificates")
    excess_interest: ExcessInterest | None = Field(
        default=None, description="loan interest that goes to the residual before any class is paid"
    )
    allocations: Allocations = Field(description="who is entitled to principal")
    accrual: tuple[AccrualClass, ...] = Field(default=(), description="accrual classes and whom they pay")
    fees: tuple[Fee, ...] = Field(
        default=(), description="fees beside the servicing fee, in the order in which they are paid"
    )
    distributions: Distributions | None = Field(
        default=None, description="what happens when cash falls short, where more is said than the order of seniority"
    )
    losses: Losses | None = Field(
        default=None, description="realized losses, where more is said than the order of subordination"
    )
    credit_support: tuple[CreditSupport, ...] = Field(
        default=(), description="guaranties, policies, reserve funds, in the order in which they are drawn on"
    )
    schedules: tuple[Schedule, ...] = Field(default=(), description="planned and targeted balances")
    yield_maintenance: tuple[YieldMaintenance, ...] = Field(
        default=(), description="agreements that pay a class when LIBOR is high"
    )
    insurance: tuple[InsuredClass, ...] = Field(default=(), description="insured classes and their insurers")
    retail: tuple[RetailClass, ...] = Field(default=(), description="classes whose holders are paid in whole units")
    clean_up_call: CleanUpCall | None = Field(
        default=None, alias="clean-up call", description="the right to end the deal when it is small"
    )
    structuring_assumptions: StructuringAssumptions = Field(description="how the document's tables were computed")

    @property
    def principal_only_class(self) -> str | None:
        """The class that receives the PO strip."""
        return self.ratio_stripping.principal_only_class if self.ratio_stripping else None

    @property
    def interest_only_class(self) -> str | None:
        """The class that receives the IO strip."""
        return self.ratio_stripping.interest_only_class if self.ratio_stripping else None

    @property
    def senior_target_rate(self) -> tuple[SecurityClass, ...]:
        """Senior classes with a balance, other than the ratio-stripped PO class."""
        return tuple(
            security
            for security in self.classes.senior
            if security.notional is None and security.name != self.principal_only_class
        )

    @property
    def residual_class(self) -> str:
        """The class that receives what nobody else is entitled to."""
        return self.classes.residual.name

    @property
    def months(self) -> int:
        """Distribution days from the first to the last scheduled one."""
        return months_of(self.dates)

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name; KeyError if there is none."""
        for schedule in self.schedules:
            if schedule.name == name:
                return schedule
        raise KeyError(name)
