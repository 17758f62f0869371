"""Special classes: yield maintenance agreements, insured classes, retail classes."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from seriatim.deal.classes import FloatingRate
from seriatim.deal.terms import ClassName, Money, Part, Rate, Rule, Truth

LONGEST_PARTY = 40
RETAIL_UNIT = Decimal(1000)
"""Dollars in which holders of a retail class are paid, unless a deal says otherwise."""


class YieldReserveFund(Rule):
    """What the provider pays beyond the yield maintenance amount, kept for the class.

    It is drawn for principal losses of the class, then for shortfalls of its interest distributions, then for what
    interest and yield maintenance payments of the day fall short of ``makes up``; it is released to the holders
    when the class is paid off or the trust ends.
    """

    makes_up: FloatingRate = Field(description="the annual rate up to which the day's payments are made up")


class YieldMaintenance(Rule):
    """An agreement by which a provider pays the holders of a class when LIBOR is high.

    The provider pays ``percentage`` (a twelfth a month) of the assumed balance of the day; the holders receive no more
    of it than the same percentage of the actual balance; the excess goes to the reserve fund. Payments after the
    class is paid off go to ``afterwards to``. No money of it is the trust's.
    """

    name: ClassName = Field(alias="class", description="the class that benefits")
    provider: str = Field(min_length=1, max_length=LONGEST_PARTY, description="who makes the payments")
    percentage: FloatingRate = Field(description="the yield maintenance percentage, annual")
    assumed_balance: str = Field(min_length=1, description="the schedule that states it, by name; zero after its end")
    reserve_fund: YieldReserveFund = Field(description="where payments beyond the yield maintenance amount go")
    afterwards_to: str = Field(
        min_length=1, max_length=LONGEST_PARTY, description="who receives payments once the class is paid off"
    )


class InsuredClass(Rule):
    """A class whose interest and principal an insurer guarantees.

    The premium is paid from available cash before any class; the insurer pays what the class is short of its interest
    allocations and what its balance is written down by, and is reimbursed with interest before the residual.
    """

    name: ClassName = Field(alias="class", description="the insured class")
    insurer: str = Field(min_length=1, max_length=LONGEST_PARTY, description="who guarantees it")
    premium: Part = Field(description="annual, on the balance of the insured class")
    reimbursement_interest: Rate = Field(
        default=Decimal(0), description="annual interest on what the insurer has paid and not got back"
    )
    covers_interest_reductions: Truth = Field(
        default=False,
        description="whether it also pays prepayment interest and Servicemembers shortfalls, generally not covered",
    )


class RetailClass(Rule):
    """A class whose holders are paid principal in whole units, by requests and by random lot.

    The class itself is paid like any other; the paying agent hands on whole units and carries the rest to the next day.
    """

    name: ClassName = Field(alias="class", description="the retail class")
    unit: Money = Field(default=RETAIL_UNIT, gt=0, description="the increment in which holders are paid")
