"""Ratio stripping: division of the loans into target-rate, PO and IO strips."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.classes.roster import PayableClasses, Roster
from seriatim.deal.terms import ClassName, Part, Rule


class RatioStripping(Rule):
    """Target rate, and the classes that receive the PO and the IO strip.

    Without a PO class no loan may have a net rate below the target rate; without an IO class the interest of the
    IO strip goes to the residual.
    """

    target_rate: Part = Field(gt=0, description="net loan rate at which loans are neither discount nor premium")
    principal_only_class: ClassName | None = Field(
        default=None, alias="principal-only class", description="receives the PO strip of discount loans"
    )
    interest_only_class: ClassName | None = Field(
        default=None, alias="interest-only class", description="receives the IO strip of premium loans"
    )


def principal_only_class(stripping: RatioStripping | None) -> str | None:
    """The class that receives the PO strip, if there is one."""
    return stripping.principal_only_class if stripping else None


def payable_classes(roster: Roster, stripping: RatioStripping | None) -> PayableClasses:
    """The classes that payment rules may name in a deal of these classes and strips."""
    return PayableClasses(roster, principal_only_class(stripping))


def seniors_in_words(stripping: RatioStripping | None) -> str:
    """The senior classes that share principal, as the documents call them."""
    return "senior target-rate classes" if stripping else "senior classes"
