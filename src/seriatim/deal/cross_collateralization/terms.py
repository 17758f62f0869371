"""Cross-collateralization: what groups do for each other.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from seriatim.deal.terms import Count, Part, Rate, Rule


class Undersubordination(Rule):
    """The case in which unscheduled principal of a group with seniors paid off goes to the seniors of the others.

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
        alias="principal-only class reimbursed from",
        default="own group",
        description="whose subordinated components reimburse a ratio-stripped PO class",
    )
    undersubordination: Undersubordination | None = Field(
        default=None, description="what happens when the seniors of one group are paid off early"
    )
