"""Retail classes: their holders are paid in whole units."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from seriatim.deal.terms import ClassName, Money, Rule

RETAIL_UNIT = Decimal(1000)
"""Dollars in which holders of a retail class are paid, unless a deal says otherwise."""


class RetailClass(Rule):
    """A class whose holders are paid principal in whole units, by requests and by random lot.

    The class itself is paid like any other; the paying agent hands on whole units and carries the rest to the next day.
    """

    name: ClassName = Field(alias="class", description="the retail class")
    unit: Money = Field(default=RETAIL_UNIT, gt=0, description="the increment in which holders are paid")
