"""Composite classes: certificates of component classes of several groups.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import Field

from seriatim.deal.classes.terms import SecurityClass
from seriatim.deal.terms import ClassName, ClassNames, Provision, Rule


class CompositeClass(Provision):
    """A class of certificates made of component classes of several groups; it receives what they are paid."""

    name: ClassName = Field(alias="class", description="its name")
    components: ClassNames = Field(min_length=2, description="its component classes, one of each group at most")


class CompositeClasses(Rule):
    """The composite classes; certificates are issued of them, not of their components."""

    classes: tuple[CompositeClass, ...] = Field(
        min_length=1, description="the composites of subordinated classes in order of seniority"
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
        """Text for the notional balance of a composite of notional classes."""
        return " plus ".join(each.notional or "" for each in self.components) if self.balance is None else None

    @property
    def accrues_from(self) -> date | None:
        """First day of interest, if not the cut-off date."""
        return self.components[0].accrues_from
