"""Chapter: principal allocations between seniors, subordinated classes and the PO class.

Source: core prospectus, Allocations - Principal allocations; supplements, Prepayments and other unscheduled
principal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from seriatim.compile.credit_support import loss_allocation_event
from seriatim.compile.day import Amounts, Day
from seriatim.compile.losses import pro_rata
from seriatim.compile.payment import Payment
from seriatim.compile.stepdown import StepDown, step_down
from seriatim.compile.subordination import allocate_subordinated
from seriatim.deal.allocations.terms import NASPercentages, UnscheduledPrincipal
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.terms import StepTable
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table


@dataclass(frozen=True)
class Principal:
    """Principal of the strips this month: scheduled and unscheduled of the main strip, all of the PO strip.

    ``recovery`` is the part of a recovery that is in the unscheduled principal.
    """

    scheduled: Value
    unscheduled: Value
    principal_only: Value
    recovery: Value


def strip_principal(day: Day, *, recovery: Value, uncovered: Value) -> Principal:
    """What the loans give; unscheduled principal is prepayments and recovered principal of liquidations.

    ``recovery`` is the part of a recovery that is distributed as unscheduled principal. Debt service reductions are
    ignored until ``uncovered`` is 1: the bankruptcy limit is used up, or the subordinated classes are. They come off
    the scheduled principal of the strips, what is more than that of one off that of the other.
    """
    po = [day.po_item(item) for item in ("scheduled_principal", "prepayment", "liquidation_proceeds")]
    scheduled = day.strip_item("scheduled_principal")
    if day.eventful:
        item = "debt_service_reduction_principal"
        reduced = day.pool_item(item).where(uncovered, 0)
        day.po_reduced = day.po_item(item).at_least(reduced - scheduled).at_most(po[0]).at_most(reduced)
        day.reduced = reduced - day.po_reduced
        scheduled = scheduled - day.reduced
        po.append(day.builder.constant(0) - day.po_reduced)
    unscheduled = day.strip_item("prepayment") + day.strip_item("liquidation_proceeds") + recovery
    return Principal(
        scheduled.named("scheduled principal"),
        unscheduled.named("unscheduled principal"),
        day.builder.total(po).named("PO strip principal"),
        recovery,
    )


@dataclass
class Division:
    """Principal of the main strip: the seniors', the subordinated classes', and what neither have room for."""

    senior: Value
    subordinated: Value
    rest: Value


def divide(day: Day, principal: Principal, depleted: Value) -> Division:
    """Divide the principal of the main strip between seniors and subordinated classes."""
    with day.builder.rule("allocations", day.deal.allocations.senior_principal.source):
        return Division(*_spill(day, *_split(day, principal, depleted)))


def allocate(day: Day, principal: Principal, division: Division, *, depleted: Value, among: Sequence[Day]) -> None:
    """Set `day.allocated` of every class with a balance.

    Principal of the main strip for which its classes have no room clears what a PO class, whose printed size is
    rounded, exceeds its strip by; where recoveries retired the other classes early, the rest is the residual's.
    ``among`` are the groups that share the subordinated classes with this one, itself included.
    """
    rest = division.rest
    if day.eventful:
        with day.builder.rule("allocations", day.deal.allocations.senior_principal.source):
            day.unplaced = rest.at_most(principal.recovery)
            rest = (rest - day.unplaced).at_most((day.po_room - day.po_item("opening_balance")).at_least(0))
    day.before_rules = dict(day.working)
    _allocate_seniors(day, division.senior, depleted)
    allocate_subordinated(day, division.subordinated, among)
    if day.po_class:
        with day.builder.rule("ratio stripping.principal-only class"):
            po = (principal.principal_only + rest).at_most(day.po_room)
            day.allocated[day.po_class] = po.named(f"{day.po_class} principal allocation")


def _split(day: Day, principal: Principal, depleted: Value) -> tuple[Value, Value]:
    """Scheduled principal by the senior ratio, unscheduled by the shifting percentage."""
    total = principal.scheduled + principal.unscheduled
    if not day.subordinated:
        return total, day.builder.constant(0)
    ratio, initial_ratio = _senior_ratio(day)
    percentage = _unscheduled_percentage(day, ratio, initial_ratio)
    one = day.builder.constant(1)
    ratio = one.where(depleted, ratio).named("senior percentage of scheduled principal")
    percentage = one.where(depleted, percentage)
    scheduled = (principal.scheduled * ratio).named("senior scheduled principal")
    senior = scheduled + (principal.unscheduled * percentage).named("senior unscheduled principal")
    return senior.named("senior principal"), (total - senior).named("subordinated principal")


def _senior_ratio(day: Day) -> tuple[Value, Decimal]:
    """Senior over all, today and at closing."""
    rule = day.deal.allocations.senior_ratio
    source = rule.source if rule else ""
    with day.builder.rule("allocations.senior ratio", source):
        senior = day.total(day.opening, day.senior)
        initial_senior = sum((day.initial[name] for name in day.senior), Decimal(0))
        if rule is not None and rule.denominator == "strip":
            denominator, initial = day.strip_item("opening_balance"), day.strips.target_rate
        else:
            denominator = senior + day.total(day.opening, day.subordinated)
            initial = initial_senior + sum((day.initial[name] for name in day.subordinated), Decimal(0))
        ratio = (senior / denominator).named("senior ratio, not rounded").at_most(1)
        if rule is not None and rule.rounded_to is not None:
            ratio = ratio.rounded(Decimal(1).scaleb(-rule.rounded_to))
        return ratio.named("senior ratio"), initial_senior / initial


def _unscheduled_percentage(day: Day, ratio: Value, initial_ratio: Decimal) -> Value:
    """Ratio plus the step percentage of the rest; 100 % while the ratio exceeds its initial value."""
    rule = day.deal.allocations.unscheduled_principal
    if rule is None:
        return ratio
    with day.builder.rule("allocations.unscheduled principal", rule.source):
        held = step_down(day, rule)
        subordinated = (day.builder.constant(1) - ratio).named("subordinated ratio")
        shifted = (subordinated * held.percentage).named("part of the subordinated ratio shifted to the seniors")
        percentage = (ratio + shifted).named("senior ratio and shifted part")
        if rule.above_initial_ratio == "all to seniors":
            initial = day.builder.constant(initial_ratio).named("senior ratio at closing")
            percentage = day.builder.constant(1).where(ratio > initial, percentage)
        return _ratchet(day, rule, held, percentage).named("senior percentage of unscheduled principal")


def _ratchet(day: Day, rule: UnscheduledPrincipal, held: StepDown, percentage: Value) -> Value:
    """While the cumulative loss test fails, not below the preceding day's percentage."""
    tests = rule.step_down_tests
    if tests is None or tests.while_losses_exceed == "nothing":
        return percentage
    before = day.state("senior percentage of the preceding day", 0)
    kept = percentage.at_least(before)
    result = percentage.where(held.losses_pass, kept)
    day.builder.store(before, result)
    return result


def _spill(day: Day, senior: Value, subordinated: Value) -> tuple[Value, Value, Value]:
    """What one group can not take goes to the other; the rest neither takes comes last."""
    senior_room = day.total(day.room, day.senior)
    room = day.total(day.room, day.subordinated)
    first = senior.at_most(senior_room)
    offered = subordinated + (senior - first)
    taken = offered.at_most(room).named("subordinated principal, at most the subordinated balances")
    second = (first + (offered - taken)).at_most(senior_room).named("senior principal, at most the senior balances")
    return second, taken, (offered - taken) - (second - first)


def _allocate_seniors(day: Day, money: Value, depleted: Value) -> None:
    """By the deal's rules; pro rata to the preceding day's balances from the depletion date on."""
    chapter = day.deal.allocations.senior_principal
    rules = _rules_of_run(day) or chapter.rules
    path = "allocations.senior principal.rules"
    with day.builder.rule(path, chapter.source):
        left = money
        payment = Payment(day, day.allocated)
        for position, rule in enumerate(rules):
            if rule.NAS:
                shares = _nas_shares(day, rule, money, position + 1)
                if position:
                    shares = pro_rata(day, left, shares)
                for name, amount in shares.items():
                    payment.pay_class(name, amount)
                    left = left - amount
            else:
                left = payment.pay_in_order((rule,), left, path=path, source=chapter.source)
    event = loss_allocation_event(day)
    if not day.subordinated and event is None:
        return
    ceased = "allocations.after the subordination depletion date"
    if event is not None:
        depleted, ceased = event, "losses.loss allocation event"
    with day.builder.rule(ceased, chapter.source):
        part = money / day.total(day.room, day.senior)
        for name in day.senior:
            share = (day.room[name] * part).named(f"{name} share of senior principal by balances")
            before = day.allocated[name].named(f"{name} principal by the rules")
            day.allocated[name] = share.where(depleted, before).named(f"{name} principal allocation")


def _rules_of_run(day: Day) -> tuple[PaymentRule, ...]:
    """The rules that replace those of the group in the derivation of a schedule, if it is one of this group's."""
    rules = day.variation.principal_rules
    return rules if all(name in day.opening for rule in rules for name in rule.class_names()) else ()


def rerun_senior_rules(day: Day, money: Value, depleted: Value) -> Amounts:
    """What the senior rules pay each class from another amount of money, on the balances they began with today."""
    zero = dict.fromkeys(day.senior, day.builder.constant(0))
    variation = replace(day.variation, probed=frozenset())
    again = replace(day, working=dict(day.before_rules), allocated=day.allocated | zero, variation=variation)
    _allocate_seniors(again, money, depleted)
    return {name: again.allocated[name] for name in day.senior}


def _nas_shares(day: Day, rule: PaymentRule, money: Value, position: int) -> Amounts:
    """Step percentage of each NAS class's proportionate share of senior principal, at most its balance."""
    nas = day.deal.allocations.senior_principal.NAS_classes
    if nas is None or rule.NAS is None:
        raise ValueError("a NAS rule needs NAS classes and their percentages")
    with day.builder.rule(f"allocations.senior principal.NAS classes[{position}]", nas.source):
        part = money * step_value(day, "NAS percentage", nas.percentages) / day.total(day.opening, day.senior)
        shares = {name: (day.opening[name] * part).named(f"{name} NAS share of senior principal") for name in rule.NAS}
        return {name: share.at_most(day.working[name]) for name, share in shares.items()}


def step_value(day: Day, name: str, steps: StepTable | NASPercentages) -> Value:
    """Today's entry of a table of percentages by distribution day."""
    table = steps.percentages if isinstance(steps, NASPercentages) else steps
    values = table.by_day()
    return day.builder.table(Table(name, values, values[-1]))
