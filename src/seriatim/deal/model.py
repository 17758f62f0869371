"""A deal: everything the documents say that money depends on."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from seriatim.deal.allocations import Allocations, ExcessInterest, Losses
from seriatim.deal.classes import AccrualClass, Classes, SecurityClass
from seriatim.deal.schedules import Schedule
from seriatim.deal.terms import ClassName, Day, Money, Rate, Rule, Statement


class Documents(Statement):
    """The documents that sources refer to by their short names."""

    supplement: str
    core: str | None = None


class Dates(Rule):
    """Cut-off, closing and distribution days (nominal; the trust pays on the next business day)."""

    cut_off_date: Day
    closing_date: Day
    first_distribution_day: Day
    last_distribution_day: Day
    business_days: Literal["federal reserve", "bond market", "new york stock exchange"] = "federal reserve"


class MortgageLoans(Rule):
    """The loans: a CSV of representative lines or of loans, and the servicing fee.

    ``balance`` is the printed total, which the lines must give to the dollar; ``exact balance`` replaces it
    where the lines are scaled to a total the document prints without its cents.
    """

    loans: str
    servicing_fee: Rate
    balance: Money


class RatioStripping(Rule):
    """Target rate, and the classes that receive the PO and the IO strip."""

    target_rate: Rate
    principal_only_class: ClassName | None = None
    interest_only_class: ClassName | None = None


class DefaultConventions(Rule):
    """How defaulted loans behave in projections, where the market standard is not meant or to be certain."""

    liquidation_lag: int = Field(default=12, ge=0, le=120)
    advances: Literal["principal and interest", "interest", "none"] = "principal and interest"
    severity_of: Literal["balance at default", "balance at liquidation"] = "balance at default"


class StructuringAssumptions(Rule):
    """The assumptions of the supplement's tables."""

    prepayment_model: Literal["PSA"] = "PSA"
    pricing_speed: Rate
    table_speeds: tuple[Rate, ...] = Field(min_length=1)
    monthly_exponent: Decimal | None = Field(default=None, gt=0, lt=1)
    life_weighted_by_principal: tuple[ClassName, ...] = ()
    life_decimals: int = Field(default=2, ge=0, le=4)
    defaults: DefaultConventions | None = None


class CleanUpCall(Rule):
    """The servicer may buy all loans when the pool is below this share of its cut-off balance."""

    below: Rate


class Deal(Statement):
    """A deal file: the series in the prospectus's own words and order."""

    deal: str = Field(min_length=1)
    title: str
    note: str = ""
    documents: Documents
    dates: Dates
    mortgage_loans: MortgageLoans
    ratio_stripping: RatioStripping | None = None
    classes: Classes
    excess_interest: ExcessInterest | None = None
    allocations: Allocations
    accrual: tuple[AccrualClass, ...] = ()
    losses: Losses | None = None
    schedules: tuple[Schedule, ...] = ()
    clean_up_call: CleanUpCall | None = None
    structuring_assumptions: StructuringAssumptions

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
    def months(self) -> int:
        """Distribution days from the first to the last scheduled one."""
        first, last = self.dates.first_distribution_day, self.dates.last_distribution_day
        return (last.year - first.year) * 12 + last.month - first.month + 1

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name; KeyError if there is none."""
        for schedule in self.schedules:
            if schedule.name == name:
                return schedule
        raise KeyError(name)
