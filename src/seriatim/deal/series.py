"""Multiple pool series: groups of classes that are each paid from a pool of their own, and what binds them.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, Field

from seriatim.deal.classes.terms import ResidualClass, SecurityClass, read_residual
from seriatim.deal.clean_up_call.terms import CleanUpCall
from seriatim.deal.composite_classes.terms import Composite, CompositeClasses
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.deal.dates.terms import Dates, months_of
from seriatim.deal.documents.terms import Documents
from seriatim.deal.model import DealTerms
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.structuring_assumptions.terms import StructuringAssumptions
from seriatim.deal.terms import Provision

GROUPS = "groups"
"""The key that makes a deal file one of a multiple pool series."""
GROUP = "group"
"""The key of a group's name."""


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


class Series(Provision):
    """The file of a multiple pool series: each group as if it were a series of its own, and what binds them.

    Every group has its pool, its strips, its classes and its rules; the other chapters are those of the series.
    Without cross-collateralization the groups do not support each other.
    """

    deal: str = Field(min_length=1, description="short name of the series")
    title: str = Field(min_length=1, description="the series as its cover page names it")
    note: str = Field(default="", description="anything a reader of the file should know")
    documents: Documents = Field(description="the documents that sources refer to")
    dates: Dates = Field(description="cut-off, closing and distribution days")
    groups: tuple[DealTerms, ...] = Field(min_length=2, description="the groups, each with its pool, classes and rules")
    composite_classes: CompositeClasses | None = Field(default=None, description="classes made of component classes")
    cross_collateralization: CrossCollateralization | None = Field(
        default=None,
        alias="cross-collateralization",
        description="how the groups support each other; not at all if not stated",
    )
    residual: Annotated[ResidualClass, BeforeValidator(read_residual)] = Field(
        description="name of the residual class, which receives what nobody else is entitled to"
    )
    clean_up_call: CleanUpCall | None = Field(
        default=None, alias="clean-up call", description="the right to end the deal when it is small"
    )
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


AnyDeal = DealTerms | Series
"""A deal of one pool or of several."""


def groups_of(deal: AnyDeal) -> tuple[DealTerms, ...]:
    """The groups of a deal; a deal of one pool is its own only group."""
    return deal.groups if isinstance(deal, Series) else (deal,)


def pool_names(deal: AnyDeal) -> tuple[str, ...]:
    """The names of the pools, which are those of their groups; '' for an only pool."""
    return tuple(group.deal for group in deal.groups) if isinstance(deal, Series) else ("",)
