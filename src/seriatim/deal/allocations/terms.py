"""Allocations: senior percentages, step-downs, tests, NAS, maintenance of subordination."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.terms import Count, LimitTable, Part, Provision, Rule, StepTable


class CumulativeLossTest(Rule):
    """Passed while cumulative realized losses stay within a share of the initial subordinated balance."""

    limits: LimitTable = Field(description="parts of the initial subordinated balance, by distribution day")
    satisfied_when: Literal["at most", "below"] = Field(
        default="at most", description="whether losses equal to the limit still pass"
    )
    counted: Literal["principal", "principal and interest"] = Field(
        default="principal", description="the parts of realized losses that count, before any recovery"
    )


class DelinquencyMeasure(Provision):
    """Loans 60 days or more delinquent, averaged, against a limit; one passed measure suffices.

    ``windows`` above 1 lets any of that many overlapping windows satisfy it ("any two consecutive months out
    of the last three" is an average over 2 months in 2 windows).
    """

    average_months: Count = Field(ge=1, le=24, description="distribution days that are averaged, this one included")
    windows: Count = Field(default=1, ge=1, le=12, description="overlapping windows, any of which may pass")
    percent_of: Literal["subordinated balance", "pool balance"] = Field(description="what the limit is a part of")
    limit: Part = Field(description="the part that delinquent loans may reach")
    satisfied_when: Literal["at most", "below"] = Field(
        default="below", description="whether delinquencies equal to the limit still pass"
    )


class DelinquencyTest(Rule):
    """Passed when any of its measures is."""

    any_of: tuple[DelinquencyMeasure, ...] = Field(min_length=1, description="the measures, one of which must pass")


class StepDownTests(Provision):
    """Conditions of a step-down of the percentage.

    A step held back is made good on the first later day both tests pass ("any later day"), or not before the
    next step day ("step days"). A failed cumulative loss test keeps the percentage of this table at least where it was;
    ``while losses exceed`` says whether it keeps the seniors' total percentage of unscheduled principal as well.
    """

    cumulative_losses: CumulativeLossTest = Field(description="the cumulative loss test")
    delinquency: DelinquencyTest = Field(description="the delinquency test")
    tested_on: Literal["any later day", "step days"] = Field(
        default="any later day", description="when a step that was held back is made good"
    )
    while_losses_exceed: Literal["nothing", "keep the senior percentage of the preceding day"] = Field(
        default="nothing", description="what a failed cumulative loss test entails beside the table's percentage"
    )


class UnscheduledPrincipal(Rule):
    """Shifting interest: the seniors' own share of prepayments plus a falling part of the subordinated share."""

    percentage_of_subordinated_share: StepTable = Field(
        description="the part of the subordinated classes' share that goes to the seniors, by distribution day"
    )
    above_initial_ratio: Literal["all to seniors", "no override"] = Field(
        default="all to seniors", description="what holds while the senior ratio exceeds its value at closing"
    )
    step_down_tests: StepDownTests | None = Field(
        default=None, alias="step-down tests", description="what must hold for the steps to be taken"
    )


class MaintenanceOfSubordination(Rule):
    """Impaired levels: all subordinated principal to the most senior impaired class and those senior to it.

    A class's level is the balance junior to it over the balance of all classes or of the pool; it is impaired
    when below its initial value. What these classes cannot take goes to the others in order of seniority.
    """

    level_of: Literal["all classes", "pool balance"] = Field(
        default="all classes", description="what the balance junior to a class is a part of"
    )


class SubordinatedPrincipal(Rule):
    """Principal of the subordinated classes: pro rata to balances, unless a level is impaired."""

    maintenance_of_subordination: MaintenanceOfSubordination | None = Field(
        default=None, description="what an impaired subordination level entails"
    )


class NASPercentages(Rule):
    """The part of their proportionate share that the NAS classes receive, by distribution day."""

    percentages: StepTable = Field(description="parts of the proportionate share, by distribution day")


class SeniorPrincipal(Rule):
    """The order among the senior classes before the subordination depletion date; afterwards pro rata."""

    NAS_classes: NASPercentages | None = Field(default=None, description="what the rules that pay 'NAS' pay")
    rules: tuple[PaymentRule, ...] = Field(
        min_length=1, description="First, Second, Third: each receives what the ones before it cannot take"
    )


class SeniorRatio(Rule):
    """Senior balance over that of all target-rate classes, or over the target-rate strip of the loans.

    ``rounded to`` states the decimals the structuring program kept.
    """

    denominator: Literal["classes", "strip"] = Field(
        default="classes", description="what the senior balance is a part of: the classes, or the loans' strip"
    )
    rounded_to: Count | None = Field(default=None, ge=4, le=16, description="decimals, if the ratio is rounded")


class Allocations(Provision):
    """Principal entitlements, from scheduled amounts."""

    senior_ratio: SeniorRatio | None = Field(
        default=None, description="the seniors' proportionate share, where there are subordinated classes"
    )
    senior_principal: SeniorPrincipal = Field(description="who among the seniors receives principal, in which order")
    unscheduled_principal: UnscheduledPrincipal | None = Field(
        default=None, description="the seniors' part of prepayments; by the senior ratio if not stated"
    )
    subordinated_principal: SubordinatedPrincipal | None = Field(
        default=None, description="how the subordinated classes share their principal"
    )
