"""Chapter: principal allocations between seniors, subordinated classes and the PO class.

Source: core prospectus, Allocations - Principal allocations; supplements, Prepayments and other unscheduled
principal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from seriatim.compile.amounts import (
    ALLOCATED,
    BEFORE_RULES,
    DEPLETED,
    NET,
    PO_REDUCED,
    REDUCED,
    ROOM,
    UNCOVERED,
    UNPLACED,
    WORKING,
)
from seriatim.compile.board import Quantity
from seriatim.compile.day import Amounts, Day
from seriatim.compile.loss_allocation_event import LOSS_ALLOCATION_EVENT
from seriatim.compile.losses import pro_rata
from seriatim.compile.payment import Balances, Payment
from seriatim.compile.recoveries import RECOVERY
from seriatim.compile.stepdown import StepDown, step_down
from seriatim.compile.subordination import allocate_subordinated
from seriatim.deal.allocations.terms import NASPercentages, UnscheduledPrincipal
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.terms import StepTable
from seriatim.plan.accounts import Unit
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


STRIP_PRINCIPAL: Quantity[Principal] = Quantity("principal of the strips")


def strip_principal(day: Day) -> None:
    """Principal of the loans by strip; unscheduled principal is prepayments and recovered principal of liquidations.

    Part of a recovery may be distributed as unscheduled principal. Debt service reductions are ignored until they
    count: the bankruptcy limit is used up, or the subordinated classes are. They come off the scheduled principal of
    the strips, what is more than that of one off that of the other.
    """
    recovery = day[RECOVERY].unscheduled
    day[REDUCED] = day[PO_REDUCED] = day.zero
    po = [day.loans.po_item(item) for item in ("scheduled_principal", "prepayment", "liquidation_proceeds")]
    scheduled = day.loans.strip_item("scheduled_principal")
    if day.with_events:
        item = "debt_service_reduction_principal"
        reduced = day.loans.pool_item(item).where(day[UNCOVERED], 0)
        day[PO_REDUCED] = day.loans.po_item(item).at_least(reduced - scheduled).at_most(po[0]).at_most(reduced)
        day[REDUCED] = reduced - day[PO_REDUCED]
        scheduled = scheduled - day[REDUCED]
        po.append(day.builder.constant(0) - day[PO_REDUCED])
    unscheduled = day.loans.strip_item("prepayment") + day.loans.strip_item("liquidation_proceeds") + recovery
    day[STRIP_PRINCIPAL] = Principal(
        scheduled.named("scheduled principal"),
        unscheduled.named("unscheduled principal"),
        day.builder.total(po).named("PO strip principal"),
        recovery,
    )


@dataclass(frozen=True)
class Division:
    """Principal of the main strip: the seniors', the subordinated classes', and what neither have room for."""

    senior: Value
    subordinated: Value
    rest: Value


DIVISION: Quantity[Division] = Quantity("division of principal")


def divide(day: Day) -> None:
    """Divide the principal of the main strip between seniors and subordinated classes."""
    with day.builder.rule("allocations", day.deal.allocations.senior_principal.source):
        day[DIVISION] = Division(*_spill(day, *_split(day, day[STRIP_PRINCIPAL])))


def allocate(days: Sequence[Day]) -> None:
    """Set the principal allocation of every class with a balance.

    Principal of the main strip for which its classes have no room clears what a PO class, whose printed size is
    rounded, exceeds its strip by; where recoveries retired the other classes early, the rest is the residual's.
    Cross-collateralized groups share the subordinated classes.
    """
    for day in days:
        with day.group():
            _allocate(day, among=days if day.cross else [day])


def _allocate(day: Day, *, among: Sequence[Day]) -> None:
    principal, division = day[STRIP_PRINCIPAL], day[DIVISION]
    rest = division.rest
    day[UNPLACED] = day.zero
    day.post(ALLOCATED, dict.fromkeys(day.opening, day.zero))
    if day.with_events:
        with day.builder.rule("allocations", day.deal.allocations.senior_principal.source):
            day[UNPLACED] = rest.at_most(principal.recovery)
            rest = (rest - day[UNPLACED]).at_most((_po_room(day) - day.loans.po_item("opening_balance")).at_least(0))
    day.post(BEFORE_RULES, day[WORKING])
    _allocate_seniors(day, division.senior, Payment(day, day[WORKING], day[ALLOCATED]), day[ALLOCATED])
    allocate_subordinated(day, division.subordinated, among)
    if day.po_class:
        with day.builder.rule("ratio stripping.principal-only class"):
            po = (principal.principal_only + rest).at_most(_po_room(day))
            day[ALLOCATED][day.po_class] = po.named(f"{day.po_class} principal allocation")


def _po_room(day: Day) -> Value:
    """Room of the PO class: its balance less the losses of its strip that are not reimbursed."""
    return day.zero if day.po_class is None else day[NET][day.po_class]


def _split(day: Day, principal: Principal) -> tuple[Value, Value]:
    """Scheduled principal by the senior ratio, unscheduled by the shifting percentage."""
    total = principal.scheduled + principal.unscheduled
    if not day.subordinated:
        return total, day.builder.constant(0)
    ratio, initial_ratio = _senior_ratio(day)
    percentage = _unscheduled_percentage(day, ratio, initial_ratio)
    one = day.builder.constant(1)
    ratio = one.where(day[DEPLETED], ratio).named("senior percentage of scheduled principal")
    percentage = one.where(day[DEPLETED], percentage)
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
            denominator, initial = day.loans.strip_item("opening_balance"), day.strips.target_rate
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
            initial = day.builder.constant(initial_ratio, Unit.RATIO).named("senior ratio at closing")
            percentage = day.builder.constant(1).where(ratio > initial, percentage)
        return _ratchet(day, rule, held, percentage).named("senior percentage of unscheduled principal")


def _ratchet(day: Day, rule: UnscheduledPrincipal, held: StepDown, percentage: Value) -> Value:
    """While the cumulative loss test fails, not below the preceding day's percentage."""
    tests = rule.step_down_tests
    if tests is None or tests.while_losses_exceed == "nothing":
        return percentage
    before = day.state("senior percentage of the preceding day", 0, Unit.RATIO)
    kept = percentage.at_least(before)
    result = percentage.where(held.losses_pass, kept)
    day.builder.store(before, result)
    return result


def _spill(day: Day, senior: Value, subordinated: Value) -> tuple[Value, Value, Value]:
    """Principal of the two groups, each with what the other cannot take; last, the rest that neither takes."""
    senior_room = day.total(day[ROOM], day.senior)
    room = day.total(day[ROOM], day.subordinated)
    first = senior.at_most(senior_room)
    offered = subordinated + (senior - first)
    taken = offered.at_most(room).named("subordinated principal, at most the subordinated balances")
    second = (first + (offered - taken)).at_most(senior_room).named("senior principal, at most the senior balances")
    return second, taken, (offered - taken) - (second - first)


def _allocate_seniors(day: Day, money: Value, payment: Payment, allocated: Balances) -> None:
    """By the deal's rules; pro rata to the preceding day's balances from the depletion date on."""
    chapter = day.deal.allocations.senior_principal
    path = "allocations.senior principal.rules"
    with day.builder.rule(path, chapter.source):
        left = money
        for position, rule in enumerate(_rules_of_run(day) or chapter.rules):
            if rule.NAS:
                shares = _nas_shares(day, rule, money, payment, position + 1)
                if position:
                    shares = pro_rata(day, left, shares)
                for name, amount in shares.items():
                    payment.pay_class(name, amount)
                    left = left - amount
            else:
                left = payment.pay_in_order((rule,), left, path=path, source=chapter.source)
    event = day[LOSS_ALLOCATION_EVENT]
    if not day.subordinated and event is None:
        return
    ceased = "allocations.after the subordination depletion date" if event is None else "losses.loss allocation event"
    with day.builder.rule(ceased, chapter.source):
        part = money / day.total(day[ROOM], day.senior)
        for name in day.senior:
            share = (day[ROOM][name] * part).named(f"{name} share of senior principal by balances")
            before = allocated[name].named(f"{name} principal by the rules")
            by_balance = day[DEPLETED] if event is None else event
            allocated[name] = share.where(by_balance, before).named(f"{name} principal allocation")


def _rules_of_run(day: Day) -> tuple[PaymentRule, ...]:
    """The rules that replace those of the group in the derivation of a schedule, if it is one of this group's."""
    rules = day.variation.principal_rules
    return rules if all(name in day.opening for rule in rules for name in rule.class_names()) else ()


def rerun_senior_rules(day: Day, money: Value) -> Amounts:
    """Payments of the senior rules to each class from another amount of money, on the balances before them today."""
    again = dict.fromkeys(day.senior, day.zero)
    payment = Payment(day, dict(day[BEFORE_RULES]), again, reports=False)
    with day.builder.rehearse():
        _allocate_seniors(day, money, payment, again)
    return again


def _nas_shares(day: Day, rule: PaymentRule, money: Value, payment: Payment, position: int) -> Amounts:
    """Step percentage of each NAS class's proportionate share of senior principal, at most its balance."""
    nas = day.deal.allocations.senior_principal.NAS_classes
    if nas is None or rule.NAS is None:
        raise ValueError("a NAS rule needs NAS classes and their percentages")
    with day.builder.rule(f"allocations.senior principal.NAS classes[{position}]", nas.source):
        part = money * step_value(day, "NAS percentage", nas.percentages) / day.total(day.opening, day.senior)
        shares = {name: (day.opening[name] * part).named(f"{name} NAS share of senior principal") for name in rule.NAS}
        return {name: share.at_most(payment.balance(name)) for name, share in shares.items()}


def step_value(day: Day, name: str, steps: StepTable | NASPercentages) -> Value:
    """Today's entry of a table of percentages by distribution day."""
    table = steps.percentages if isinstance(steps, NASPercentages) else steps
    values = table.by_day()
    return day.builder.table(Table(name, values, values[-1], Unit.RATIO))
