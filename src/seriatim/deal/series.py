"""Multiple pool series: groups of classes that are each paid from a pool of their own, and what binds them.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from seriatim.deal.classes import ResidualClass, SecurityClass, read_residual
from seriatim.deal.model import CleanUpCall, Dates, Deal, Documents, StructuringAssumptions, months_of
from seriatim.deal.schedules import Schedule
from seriatim.deal.terms import ClassName, ClassNames, Count, Part, Rate, Rule, Statement

GROUPS = "groups"
"""The key that makes a deal file one of a multiple pool series."""
GROUP = "group"
"""The key of a group's name."""


class CompositeClass(Statement):
    """A class of certificates made of component classes of several groups; it receives what they are paid."""

    name: ClassName = Field(alias="class", description="its name")
    components: ClassNames = Field(min_length=2, description="its component classes, one of each group at most")


class CompositeClasses(Rule):
    """The composite classes; certificates are issued of them, not of their components."""

    classes: tuple[CompositeClass, ...] = Field(
        min_length=1, description="the composites of subordinated classes in order of seniority"
    )


class Undersubordination(Rule):
    """When unscheduled principal of a group whose seniors are paid off goes to the seniors of the other groups.

    While the seniors' subordination level, over all groups, is below this percentage of the initial one, or while
    the loans of any pool that are 60 days or more delinquent average at least this part of its group's
    subordinated components.
    """

    level_below: Rate = Field(default=Decimal(2), description="percentage of the initial subordination level")
    delinquent_part: Part = Field(default=Decimal("0.5"), description="part of the group's subordinated components")
    average_months: Count = Field(default=6, ge=1, le=24, description="distribution days that are averaged")
    component_balances: Literal["move with the principal", "unchanged"] = Field(
        default="move with the principal",
        description="whether the component balances of the two groups are adjusted by the principal redirected",
    )


class CrossCollateralization(Rule):
    """Groups that support each other: shared subordinated classes, shared shortfalls, cash from one for another.

    Losses and principal shortfalls of any group reduce the composite subordinated classes from the bottom up and the
    group's own share of them; the components are then divided anew, all composites in one ratio.
    """

    cash_support: Literal["senior target-rate classes", "all senior classes"] = Field(
        default="senior target-rate classes", description="who may be paid from another pool's cash"
    )
    subordinated_cash: Literal["own pool first, then by seniority", "by group", "combined"] = Field(
        default="own pool first, then by seniority", description="which cash pays the subordinated components"
    )
    principal_only_class_reimbursed_from: Literal["own group", "all groups"] = Field(
        default="own group", description="whose subordinated components reimburse a ratio-stripped PO class"
    )
    undersubordination: Undersubordination | None = Field(
        default=None, description="what happens when the seniors of one group are paid off early"
    )


@dataclass(frozen=True)
class Composite:
    """A composite class with the component classes it is made of."""

    name: str
    components: tuple[SecurityClass, ...]

    @property
    def balance(self) -> Decimal | None:
        """Initial principal balance; None for a composite of notional classes."""
        balances = [each.balance for each in self.components if each.balance is not None]
        return sum(balances, Decimal(0)) if balances else None

    @property
    def notional(self) -> str | None:
        """What a composite of notional classes is the balance of."""
        return " plus ".join(each.notional or "" for each in self.components) if self.balance is None else None

    @property
    def accrues_from(self) -> date | None:
        """First day of interest, if not the cut-off date."""
        return self.components[0].accrues_from


Certificate = SecurityClass | Composite
"""A class that certificates are issued of."""


@dataclass(frozen=True)
class Certificates:
    """The classes certificates are issued of: those of the groups that are no components, and the composites."""

    senior: tuple[Certificate, ...]
    subordinated: tuple[Certificate, ...]
    residual: ResidualClass

    @property
    def regular(self) -> tuple[Certificate, ...]:
        """All classes but the residual."""
        return (*self.senior, *self.subordinated)

    def named(self, name: str) -> Certificate:
        """The class of that name; KeyError if there is none."""
        for security in self.regular:
            if security.name == name:
                return security
        raise KeyError(name)


class Series(Statement):
    """The file of a multiple pool series: each group as if it were a series of its own, and what binds them.

    Every group has its pool, its strips, its classes and its rules; the other chapters are those of the series.
    Without cross-collateralization the groups do not support each other.
    """

    deal: str = Field(min_length=1, description="short name of the series")
    title: str = Field(min_length=1, description="the series as its cover page names it")
    note: str = Field(default="", description="anything a reader of the file should know")
    documents: Documents = Field(description="the documents that sources refer to")
    dates: Dates = Field(description="cut-off, closing and distribution days")
    groups: tuple[Deal, ...] = Field(min_length=2, description="the groups, each with its pool, classes and rules")
    composite_classes: CompositeClasses | None = Field(default=None, description="classes made of component classes")
    cross_collateralization: CrossCollateralization | None = Field(
        default=None, description="how the groups support each other; not at all if not stated"
    )
    residual: Annotated[ResidualClass, BeforeValidator(read_residual)] = Field(
        description="name of the residual class, which receives what nobody else is entitled to"
    )
    clean_up_call: CleanUpCall | None = Field(default=None, description="the right to end the deal when it is small")
    structuring_assumptions: StructuringAssumptions = Field(description="how the document's tables were computed")

    @property
    def residual_class(self) -> str:
        """The class that receives what nobody else is entitled to."""
        return self.residual.name

    @property
    def months(self) -> int:
        """Distribution days from the first to the last scheduled one."""
        return months_of(self.dates)

    @property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules of all groups."""
        return tuple(schedule for group in self.groups for schedule in group.schedules)

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name; KeyError if there is none."""
        for schedule in self.schedules:
            if schedule.name == name:
                return schedule
        raise KeyError(name)

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composite classes, in the order of the file."""
        stated = self.composite_classes.classes if self.composite_classes else ()
        known = {security.name: security for group in self.groups for security in group.classes.regular}
        return tuple(Composite(each.name, tuple(known[name] for name in each.components)) for each in stated)

    @property
    def classes(self) -> Certificates:
        """The classes certificates are issued of; group by group, then the composites."""
        senior = {each.name for group in self.groups for each in group.classes.senior}
        parts = {part.name for each in self.composites for part in each.components}
        joint = [(each, each.components[0].name in senior) for each in self.composites]
        return Certificates(
            (*self._alone(parts, senior=True), *(each for each, is_senior in joint if is_senior)),
            (*self._alone(parts, senior=False), *(each for each, is_senior in joint if not is_senior)),
            self.residual,
        )

    def _alone(self, parts: set[str], *, senior: bool) -> Iterator[SecurityClass]:
        """The classes that are no components."""
        for group in self.groups:
            stated = group.classes.senior if senior else group.classes.subordinated
            yield from (security for security in stated if security.name not in parts)


AnyDeal = Deal | Series
"""A deal of one pool or of several."""


def groups_of(deal: AnyDeal) -> tuple[Deal, ...]:
    """The groups of a deal; a deal of one pool is its own only group."""
    return deal.groups if isinstance(deal, Series) else (deal,)


def pool_names(deal: AnyDeal) -> tuple[str, ...]:
    """The names of the pools, which are those of their groups; '' for an only pool."""
    return tuple(group.deal for group in deal.groups) if isinstance(deal, Series) else ("",)
