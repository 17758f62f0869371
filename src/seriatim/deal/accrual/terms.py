"""Accrual classes, and whom they pay."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.terms import ClassName, ClassNames, Rule


class AccrualClass(Rule):
    """A class whose interest is paid to others as principal and added to its own balance.

    ``directed to`` states who receives it, in order; what they cannot take pays the accrual class itself.
    Interest is redirected until the day after all directed classes are paid off ("following day") or on
    that day already ("same day"). Several accrual classes with the same directed classes redirect no more than these
    can take, in proportion to their interest of the day.
    """

    name: ClassName = Field(alias="class", description="the accrual class")
    directed_to: tuple[PaymentRule, ...] = Field(
        min_length=1, description="the rules by which its interest is paid to its accrual directed classes"
    )
    until_paid_off: ClassNames = Field(
        default=(), description="the classes whose being paid off ends the accrual, if not all directed classes"
    )
    ends: Literal["following day", "same day"] = Field(
        default="following day", description="on which day interest is first paid to the class itself"
    )

    def directed_classes(self) -> tuple[str, ...]:
        """The classes whose being paid off ends the accrual, each once."""
        return self.until_paid_off or self.paid_classes()

    def paid_classes(self) -> tuple[str, ...]:
        """The other classes that its interest is paid to, each once."""
        names = [name for rule in self.directed_to for name in rule.class_names() if name != self.name]
        return tuple(dict.fromkeys(names))

    def directs_like(self, other: AccrualClass) -> bool:
        """True where its interest goes to the same classes, and as long, as that of another accrual class."""
        return set(self.paid_classes()) == set(other.paid_classes()) and set(self.directed_classes()) == set(
            other.directed_classes()
        )
