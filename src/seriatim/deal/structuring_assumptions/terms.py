"""Structuring assumptions: how the document's tables were computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from seriatim.deal.terms import ClassNames, Count, Rate, Rule


class DefaultConventions(Rule):
    """Behaviour of defaulted loans in projections, where the market standard is not meant or to be certain."""

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
