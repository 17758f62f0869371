"""Realized losses: their order, their limits, and who bears them for another class."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.anniversaries.terms import AnniversaryCap
from seriatim.deal.recoveries.terms import Recoveries
from seriatim.deal.terms import ClassName, Money, Provision, Rule


class PrincipalOnlyLosses(Rule):
    """Losses on the PO strip, reimbursed from subordinated principal, most subordinated first.

    ``subordinated write-down`` is the reading: the junior classes are written down by the whole loss of the
    loans and keep the balance behind diverted cash ("whole loss"), by what was diverted ("reimbursed amount"),
    or, as the 2006 text says, by target-rate losses only while diverted principal reduces them too ("text").
    """

    subordinated_write_down: Literal["whole loss", "reimbursed amount", "text"] = Field(
        alias="subordinated write-down", description="by how much the subordinated classes are written down"
    )
    reimbursed_from: Literal["the same day on", "later days"] = Field(
        default="the same day on", description="the first day on which a loss of the PO class may be reimbursed"
    )


class SuperSenior(Rule):
    """After the depletion date losses of ``class`` reduce ``support class``, up to ``amount``."""

    name: ClassName = Field(alias="class", description="the super senior class")
    support_class: ClassName = Field(description="the class that bears its losses")
    amount: Money = Field(description="up to this much")
    supported_from: Literal["the day after the depletion date", "the depletion date"] = Field(
        default="the day after the depletion date", description="the first day whose losses are supported"
    )
    supported_against: Literal["losses", "losses and shortfalls"] = Field(
        default="losses", description="whether write-downs for principal that was not paid are supported too"
    )


class LossLimit(Provision):
    """Dollar limit up to which a kind of loss is covered by subordination."""

    kind: Literal["special hazard", "fraud", "bankruptcy"] = Field(description="the kind of loss")
    amount: Money = Field(description="covered up to this much")
    anniversaries: AnniversaryCap | None = Field(default=None, description="how the limit shrinks")


class LossLimits(Rule):
    """Limits of the losses that subordination covers; losses beyond them are shared by all classes."""

    limits: tuple[LossLimit, ...] = Field(min_length=1, description="one for each kind of loss that has one")


class LossAllocationEvent(Rule):
    """The first loss that no credit support covers: from that day on principal goes to all classes by balance.

    Priorities among the classes cease; losses reduce all balances in proportion (1994).
    """


class Losses(Rule):
    """Realized losses: in order of subordination, then the seniors pro rata.

    ``room for principal`` matters on a day on which all classes share a loss: a class can be allocated its balance less
    its part of it, or its whole balance; then it ends at zero and the classes exceed the loans by that part.
    """

    principal_only_class: PrincipalOnlyLosses | None = Field(
        default=None, alias="principal-only class", description="losses on the PO strip, in a ratio-stripped deal"
    )
    super_senior: tuple[SuperSenior, ...] = Field(default=(), description="seniors whose losses another one bears")
    limits: LossLimits | None = Field(default=None, description="limits of what subordination covers")
    recoveries: Recoveries | None = Field(
        default=None, description="what comes in after a loss; as other cash if not stated"
    )
    room_for_principal: Literal["net of shared losses", "whole balance"] = Field(
        default="net of shared losses", description="how much principal a class can be allocated on a day"
    )
    debt_service_reductions: Literal["reduce principal allocations", "reduce principal and interest allocations"] = (
        Field(
            default="reduce principal allocations",
            description="those that subordination does not cover, or no longer covers",
        )
    )
    loss_allocation_event: LossAllocationEvent | None = Field(
        default=None, description="whether priorities cease with the first loss that credit support does not cover"
    )
