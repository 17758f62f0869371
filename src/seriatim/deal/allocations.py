"""What each class is entitled to: senior percentages, step-downs, tests, NAS, maintenance of subordination."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from seriatim.deal.rules import PaymentRule
from seriatim.deal.terms import Money, Rate, Rule, Statement, StepTable


class CumulativeLossTest(Rule):
    """Passed while cumulative realized losses stay within a share of the initial subordinated balance."""

    limits: StepTable
    satisfied_when: Literal["at most", "below"] = "at most"


class DelinquencyMeasure(Statement):
    """Loans 60 days or more delinquent, averaged, against a limit; one passed measure suffices.

    ``windows`` above 1 lets any of that many overlapping windows satisfy it ("any two consecutive months out
    of the last three" is an average over 2 months in 2 windows).
    """

    average_months: int = Field(ge=1, le=24)
    windows: int = Field(default=1, ge=1, le=12)
    percent_of: Literal["subordinated balance", "pool balance"]
    limit: Rate
    satisfied_when: Literal["at most", "below"] = "below"


class DelinquencyTest(Rule):
    """Passed when any of its measures is."""

    any_of: tuple[DelinquencyMeasure, ...] = Field(min_length=1)


class StepDownTests(Statement):
    """What must hold for the percentage to step down.

    A step held back is made good on the first later day both tests pass ("any later day"), or not before the
    next step day ("step days").
    """

    cumulative_losses: CumulativeLossTest
    delinquency: DelinquencyTest
    tested_on: Literal["any later day", "step days"] = "any later day"
    while_losses_exceed: Literal["nothing", "keep the senior percentage of the preceding day"] = "nothing"


class UnscheduledPrincipal(Rule):
    """Shifting interest: the seniors' own share of prepayments plus a falling part of the subordinated share."""

    percentage_of_subordinated_share: StepTable
    above_initial_ratio: Literal["all to seniors", "no override"] = "all to seniors"
    step_down_tests: StepDownTests | None = None


class MaintenanceOfSubordination(Rule):
    """Impaired levels: all subordinated principal to the most senior impaired class and those senior to it.

    A class's level is the balance junior to it over the balance of all classes or of the pool; it is impaired
    when below its initial value. What these classes cannot take goes to the others in order of seniority.
    """

    level_of: Literal["all classes", "pool balance"] = "all classes"


class SubordinatedPrincipal(Rule):
    """Principal of the subordinated classes: pro rata to balances, unless a level is impaired."""

    maintenance_of_subordination: MaintenanceOfSubordination | None = None


class NASPercentages(Rule):
    """The part of their proportionate share that the NAS classes receive, by distribution day."""

    percentages: StepTable


class SeniorPrincipal(Rule):
    """The order among the senior classes before the subordination depletion date; afterwards pro rata."""

    NAS_classes: NASPercentages | None = None
    rules: tuple[PaymentRule, ...] = Field(min_length=1)


class SeniorRatio(Rule):
    """Senior balance over that of all target-rate classes, or over the target-rate strip of the loans.

    ``rounded to`` states the decimals the structuring program kept.
    """

    denominator: Literal["classes", "strip"] = "classes"
    rounded_to: int | None = Field(default=None, ge=4, le=16)


class Allocations(Statement):
    """Principal entitlements, from scheduled amounts."""

    senior_ratio: SeniorRatio | None = None
    unscheduled_principal: UnscheduledPrincipal | None = None
    senior_principal: SeniorPrincipal
    subordinated_principal: SubordinatedPrincipal | None = None


class ExcessInterest(Rule):
    """Loan interest above the certificates' rate, paid to the residual before anything else."""

    above: Rate


class PrincipalOnlyLosses(Rule):
    """Losses on the PO strip, reimbursed from subordinated principal, most subordinated first.

    ``subordinated write-down`` is the reading: the junior classes are written down by the whole loss of the
    loans and keep the balance behind diverted cash ("whole loss"), by what was diverted ("reimbursed amount"),
    or, as the 2006 text says, by target-rate losses only while diverted principal reduces them too ("text").
    """

    subordinated_write_down: Literal["whole loss", "reimbursed amount", "text"]


class SuperSenior(Rule):
    """After the depletion date losses of ``class`` reduce ``support class``, up to ``amount``."""

    name: str = Field(alias="class")
    support_class: str
    amount: Money


class LossLimit(Statement):
    """Dollar limit up to which a kind of loss is covered by subordination."""

    kind: Literal["special hazard", "fraud", "bankruptcy"]
    amount: Money


class LossLimits(Rule):
    """Limits of the losses that subordination covers; losses beyond them are shared."""

    limits: tuple[LossLimit, ...] = Field(min_length=1)


class Losses(Rule):
    """Realized losses: in order of subordination, then the seniors pro rata."""

    principal_only_class: PrincipalOnlyLosses | None = None
    super_senior: tuple[SuperSenior, ...] = ()
    limits: LossLimits | None = None
