"""Chapter: money that comes in after a loss was realized.

Source: core prospectus 2006-6, Loss recoveries; supplements 1999-7 p. S-17, Recoveries, and 1994-5 p. S-25.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.losses import RealizedLosses, pro_rata, spread
from seriatim.compile.super_senior import SuperSeniorSupport
from seriatim.deal.recoveries.terms import Recoveries
from seriatim.plan.builder import Value


@dataclass
class Recovery:
    """A day's recovery: what each class is handed without any change of balance, what joins unscheduled principal.

    ``unreimbursed`` are the losses each class has borne and not got back before the day, ``counted`` those the recovery
    is held against; ``raised`` is by how much balances have been written up before distributions.
    """

    amount: Value
    unscheduled: Value
    reimbursed: Amounts = field(default_factory=dict)
    unreimbursed: Amounts = field(default_factory=dict)
    counted: Amounts = field(default_factory=dict)
    raised: Amounts = field(default_factory=dict)


def share_recovery(day: Day, losses: RealizedLosses, depleted: Value) -> Recovery:
    """First steps of the day: who gets the recovery back before other principal is allocated."""
    zero = day.builder.constant(0)
    rule = day.deal.losses.recoveries if day.deal.losses else None
    if not day.eventful or rule is None:
        return Recovery(zero, zero)
    with day.builder.rule("losses.recoveries", rule.source):
        amount = day.pool_item("recovery").named("recovery")
        recovery = Recovery(amount, zero)
        for name, opening in day.opening.items():
            borne = day.builder.state(f"{name} losses not reimbursed", 0)
            recovery.unreimbursed[name] = borne.where(opening.positive(), 0)
        recovery.counted = recovery.unreimbursed
        if rule.losses_counted == "the day's too":
            recovery.counted = _with_the_days(day, recovery.unreimbursed, _foreseen(day, losses, depleted))
        day.unreimbursed = recovery.counted
        left = _reimburse(day, recovery, _seniors(day), amount)
        if rule.order == "seniors, then as unscheduled principal":
            recovery.unscheduled = left.named("recovery as unscheduled principal")
            if rule.write_up == "before distributions":
                _raise_before_distributions(day, recovery, rule)
            return recovery
        for name in day.subordinated:
            left = _reimburse(day, recovery, (name,), left)
        if rule.order == "by seniority, the rest to the most subordinated" and day.subordinated:
            last = day.subordinated[-1]
            rest = left.where(day.opening[last].positive(), 0)
            recovery.reimbursed[last] = recovery.reimbursed[last] + rest
        return recovery


def _with_the_days(day: Day, before: Amounts, today: Amounts) -> Amounts:
    zero = day.builder.constant(0)
    return {name: amount + today.get(name, zero) for name, amount in before.items()}


def _foreseen(day: Day, losses: RealizedLosses, depleted: Value) -> Amounts:
    """The losses of the day by class, from the balances before its distributions."""
    zero = day.builder.constant(0)
    found = {name: day.shared_loss.get(name, zero) for name in day.opening}
    left, closing = losses.subordinated, dict(day.net)
    for name in reversed(day.subordinated):
        borne = day.net[name].at_most(left)
        found[name] = found[name] + borne
        closing[name] = day.net[name] - borne
        left = left - borne
    senior = spread(day, left, {name: day.net[name] for name in day.senior}, capped=True)
    # What this says of support amounts holds until the adjustments of the day say it again.
    SuperSeniorSupport(replace(day, eventful=False, support_left={}), depleted, closing).bear_losses(senior, None)
    for name, loss in senior.items():
        found[name] = found[name] + loss
    if day.po_class:
        found[day.po_class] = losses.po_subordinated + losses.po_shared
    return found


def _seniors(day: Day) -> tuple[str, ...]:
    return (*day.senior, *((day.po_class,) if day.po_class else ()))


def _reimburse(day: Day, recovery: Recovery, names: tuple[str, ...], money: Value) -> Value:
    """Hand money to classes in proportion to their unreimbursed losses, up to them; what is left."""
    parts = pro_rata(day, money, {name: recovery.counted[name] for name in names})
    recovery.reimbursed |= parts
    return money - day.builder.total(parts.values())


def write_up(day: Day, recovery: Recovery, closing: Amounts) -> Amounts:
    """Subordinated balances raised in order of seniority for what was distributed as unscheduled principal.

    What no class had room for raises no balance: the loans behind it are gone.
    """
    rule = day.deal.losses.recoveries if day.deal.losses else None
    raised: Amounts = {}
    if not recovery.unreimbursed or rule is None or rule.order != "seniors, then as unscheduled principal":
        return raised
    with day.builder.rule("losses.recoveries.write-up", rule.source):
        placed = recovery.unscheduled - day.noted(day.unplaced)
        if rule.write_up == "before distributions":
            raised = recovery.raised
        else:
            raised = _raised(day, rule, placed, _losses_by_now(day, rule, recovery))
            for name, amount in raised.items():
                closing[name] = closing[name] + amount
        warn(day, Defect.RECOVERY, (placed - day.builder.total(raised.values())).at_least(0))
    return raised


def _losses_by_now(day: Day, rule: Recoveries, recovery: Recovery) -> Amounts:
    """What a recovery raises balances by is held against these: after the adjustments the day's losses are known."""
    if rule.losses_counted == "before the day":
        return recovery.unreimbursed
    return _with_the_days(day, _with_the_days(day, recovery.unreimbursed, day.borne), day.shared_loss)


def _raised(day: Day, rule: Recoveries, amount: Value, losses: Amounts) -> Amounts:
    """By how much a recovery raises each subordinated class, in order of seniority."""
    raised: Amounts = {}
    left = amount
    for name in day.subordinated:
        raised[name] = left.at_most(losses[name])
        left = left - raised[name]
    if rule.written_up == "whole amount" and day.subordinated:
        _raise_beyond(day, raised, left, rule)
    return raised


def _raise_before_distributions(day: Day, recovery: Recovery, rule: Recoveries) -> None:
    """The write-up comes first: the raised balances share the principal and the losses of the day.

    Of these only what all classes share has been taken from balances by then.
    """
    today = day.shared_loss if rule.losses_counted == "the day's too" else {}
    with day.builder.rule("losses.recoveries.write-up", rule.source):
        recovery.raised = _raised(day, rule, recovery.unscheduled, _with_the_days(day, recovery.unreimbursed, today))
        for name, amount in recovery.raised.items():
            for balances in (day.net, day.room, day.working):
                balances[name] = balances[name] + amount


def _raise_beyond(day: Day, raised: Amounts, left: Value, rule: Recoveries) -> None:
    """The example's reading: the rest raises the most senior subordinated class still outstanding."""
    with day.builder.rule("losses.recoveries.whole amount", rule.source):
        for name in day.subordinated:
            more = left.where(day.opening[name].positive(), 0)
            raised[name] = raised[name] + more
            left = left - more


def note_losses(day: Day, recovery: Recovery, *, borne: Amounts, repaid: Amounts) -> None:
    """Carry each class's unreimbursed losses to the next day.

    ``borne`` are today's losses by class, ``repaid`` what came back by other ways (PO reimbursement, write-ups).
    """
    zero = day.builder.constant(0)
    for name, before in recovery.unreimbursed.items():
        back = recovery.reimbursed.get(name, zero) + repaid.get(name, zero)
        register = day.builder.state(f"{name} losses not reimbursed", 0)
        day.builder.store(register, (before + borne.get(name, zero) - back).at_least(0))
