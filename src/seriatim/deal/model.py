"""A deal: everything the documents say that money depends on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from seriatim.deal.allocations import Allocations, ExcessInterest, Losses
from seriatim.deal.classes import AccrualClass, Classes, SecurityClass
from seriatim.deal.credit_support import CreditSupport
from seriatim.deal.distributions import Distributions
from seriatim.deal.schedules import Schedule
from seriatim.deal.special import InsuredClass, RetailClass, YieldMaintenance
from seriatim.deal.terms import (
    ClassName,
    ClassNames,
    Count,
    Day,
    Fault,
    FileName,
    Money,
    Part,
    Rate,
    Rule,
    Statement,
    faults,
    shown,
)


class Documents(Statement):
    """The documents, each under the short name that sources call it by, as ``supplement: Supplement of March 1``."""

    titles: tuple[tuple[str, str], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("the documents are entries: write 'supplement: Prospectus supplement of ...'")
        if set(value) == {"titles"} and not isinstance(value["titles"], str):
            return value
        found: list[Fault] = [
            ((key,), f"'{key}': {shown(title)} is not a title") for key, title in value.items() if not _is_text(title)
        ]
        found += [((key,), f"'{key}': a comma begins the section of a source") for key in value if "," in key]
        if not value:
            found = [((), "no document is named: write 'supplement: Prospectus supplement of ...'")]
        if found:
            raise faults(found)
        return {"titles": [(name, " ".join(title.split())) for name, title in value.items()]}

    @property
    def names(self) -> tuple[str, ...]:
        """The short names, in the order of the file."""
        return tuple(name for name, _ in self.titles)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


class Dates(Rule):
    """Cut-off, closing and distribution days (nominal; the trust pays on the next business day)."""

    cut_off_date: Day = Field(description="the loans' balances are those of this day")
    closing_date: Day = Field(description="the certificates are issued; lives and yields count from here")
    first_distribution_day: Day = Field(description="distribution day 1, not moved to a business day")
    last_distribution_day: Day = Field(description="the last scheduled one, on the same day of its month")
    business_days: Literal["federal reserve", "sifma", "new york stock exchange"] = Field(
        default="federal reserve", description="the calendar by which a distribution day moves to a business day"
    )


def months_of(dates: Dates) -> int:
    """Distribution days from the first to the last scheduled one."""
    first, last = dates.first_distribution_day, dates.last_distribution_day
    return (last.year - first.year) * 12 + last.month - first.month + 1


class MortgageLoans(Rule):
    """The loans: a CSV of representative lines or of loans, and the servicing fee."""

    loans: FileName = Field(description="the CSV of the loans")
    servicing_fee: Part = Field(description="annual, off the loans' gross rates")
    balance: Money = Field(gt=0, description="the printed total, which loans and classes must give to the dollar")
    zero_column_loans: FileName | None = Field(
        default=None, description="the CSV of the loans that the 0% column of the tables assumes, if not the same"
    )


class RatioStripping(Rule):
    """Target rate, and the classes that receive the PO and the IO strip.

    Without a PO class no loan may have a net rate below the target rate; without an IO class the interest of the
    IO strip goes to the residual.
    """

    target_rate: Part = Field(gt=0, description="net loan rate at which loans are neither discount nor premium")
    principal_only_class: ClassName | None = Field(default=None, description="receives the PO strip of discount loans")
    interest_only_class: ClassName | None = Field(default=None, description="receives the IO strip of premium loans")


class DefaultConventions(Rule):
    """How defaulted loans behave in projections, where the market standard is not meant or to be certain."""

    liquidation_lag: Count = Field(default=12, ge=0, le=120, description="months from default to liquidation")
    advances: Literal["principal and interest", "interest", "none"] = Field(
        default="principal and interest", description="what the servicer advances on defaulted loans until liquidation"
    )
    severity_of: Literal["balance at default", "balance at liquidation"] = Field(
        default="balance at default", description="the balance that loss severity applies to"
    )


class StructuringAssumptions(Rule):
    """The assumptions of the supplement's tables."""

    prepayment_model: Literal["PSA"] = Field(default="PSA", description="the model that speeds are percents of")
    pricing_speed: Rate = Field(description="the speed at which the deal was priced")
    table_speeds: tuple[Rate, ...] = Field(min_length=1, description="the speeds of the decrement tables")
    monthly_exponent: Decimal | None = Field(
        default=None, gt=0, lt=1, description="the program's 1/12 in SMM = 1 - (1 - CPR)^(1/12), if it was rounded"
    )
    life_weighted_by_principal: ClassNames = Field(
        default=(), description="accrual classes whose life weighs principal paid, not the decline of the balance"
    )
    life_decimals: Count = Field(default=2, ge=0, le=4, description="decimals of the printed lives")
    defaults: DefaultConventions | None = Field(default=None, description="how defaulted loans behave")


class CleanUpCall(Rule):
    """The servicer may buy all loans when the pool is below this share of its cut-off balance."""

    below: Part = Field(description="part of the pool's balance at the cut-off date")


class Deal(Statement):
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
        default=None, description="loan interest that goes to the residual before anything else"
    )
    allocations: Allocations = Field(description="who is entitled to principal")
    accrual: tuple[AccrualClass, ...] = Field(default=(), description="accrual classes and whom they pay")
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
    clean_up_call: CleanUpCall | None = Field(default=None, description="the right to end the deal when it is small")
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
