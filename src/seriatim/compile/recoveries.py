"""Chapter: money that comes in after a loss was realized.

Source: core prospectus 2006-6, Loss recoveries; supplements 1999-7 p. S-17, Recoveries, and 1994-5 p. S-25.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seriatim.compile.amounts import (
    BORNE,
    CLOSING,
    NET,
    PO_REIMBURSED,
    PRINCIPAL_FROM_OTHERS,
    RAISED,
    ROOM,
    SHARED_LOSS,
    UNPLACED,
    UNREIMBURSED,
    WORKING,
)
from seriatim.compile.board import Quantity
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.losses import LOSSES, pro_rata, spread
from seriatim.compile.super_senior import SuperSeniorSupport
from seriatim.deal.recoveries.terms import Recoveries
from seriatim.plan.accounts import Unit
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


REST_TO_LAST = "by seniority, the rest to the most subordinated"
RECOVERY: Quantity[Recovery] = Quantity("recovery of the day")


def share_recovery(day: Day) -> None:
    """First steps of the day: who gets the recovery back before other principal is allocated."""
    rule = day.deal.losses.recoveries if day.deal.losses else None
    day.post(UNREIMBURSED, {})
    day[RECOVERY] = Recovery(day.zero, day.zero)
    if not day.with_events or rule is None:
        return
    with day.builder.rule("losses.recoveries", rule.source):
        day[RECOVERY] = recovery = Recovery(day.loans.pool_item("recovery").named("recovery"), day.zero)
        for name, opening in day.opening.items():
            borne = _not_reimbursed(day, name)
            recovery.unreimbursed[name] = borne.where(opening.positive(), 0)
        recovery.counted = recovery.unreimbursed
        if rule.losses_counted == "the day's too":
            recovery.counted = _with_the_days(recovery.unreimbursed, _foreseen(day))
        day.post(UNREIMBURSED, recovery.counted)
        left = _reimburse(day, recovery, _seniors(day), recovery.amount)
        if rule.order == "seniors, then as unscheduled principal":
            recovery.unscheduled = left.named("recovery as unscheduled principal")
            if rule.write_up == "before distributions":
                _raise_before_distributions(day, recovery, rule)
            return
        _reimburse_by_seniority(day, recovery, left, rest_to_last=rule.order == REST_TO_LAST)


def _reimburse_by_seniority(day: Day, recovery: Recovery, left: Value, *, rest_to_last: bool) -> None:
    """Give subordinated classes in their order what the seniors leave; the rest to the last of them, if so stated."""
    for name in day.subordinated:
        left = _reimburse(day, recovery, (name,), left)
    if rest_to_last and day.subordinated:
        last = day.subordinated[-1]
        rest = left.where(day.opening[last].positive(), 0)
        recovery.reimbursed[last] = recovery.reimbursed[last] + rest


def _not_reimbursed(day: Day, name: str) -> Value:
    """Losses that a class has borne on earlier days and not got back."""
    return day.builder.state(f"{name} losses not reimbursed", 0, Unit.MONEY)


def _with_the_days(before: Mapping[str, Value], today: Mapping[str, Value]) -> Amounts:
    return {name: amount + today[name] if name in today else amount for name, amount in before.items()}


def _foreseen(day: Day) -> Amounts:
    """The losses of the day by class, from the balances before its distributions."""
    losses, zero = day[LOSSES], day.zero
    found = {name: day[SHARED_LOSS].get(name, zero) for name in day.opening}
    left, closing = losses.subordinated, dict(day[NET])
    for name in reversed(day.subordinated):
        borne = day[NET][name].at_most(left)
        found[name] = found[name] + borne
        closing[name] = day[NET][name] - borne
        left = left - borne
    senior = spread(day, left, {name: day[NET][name] for name in day.senior}, capped=True)
    with day.builder.rehearse():
        SuperSeniorSupport(day, closing, rehearsed=True).bear_losses(senior, None)
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


def write_up(day: Day) -> None:
    """Subordinated balances raised in order of seniority for what was distributed as unscheduled principal.

    What no class had room for raises no balance: the loans behind it are gone.
    """
    rule, recovery = day.deal.losses.recoveries if day.deal.losses else None, day[RECOVERY]
    day.post(RAISED, {})
    if not recovery.unreimbursed or rule is None or rule.order != "seniors, then as unscheduled principal":
        return
    with day.builder.rule("losses.recoveries.write-up", rule.source):
        placed = recovery.unscheduled - day[UNPLACED]
        if rule.write_up == "before distributions":
            day.post(RAISED, recovery.raised)
        else:
            day.post(RAISED, _raised(day, rule, placed, _losses_by_now(day, rule)))
            for name, amount in day[RAISED].items():
                day[CLOSING][name] = day[CLOSING][name] + amount
        warn(day, Defect.RECOVERY, (placed - day.builder.total(day[RAISED].values())).at_least(0))


def _losses_by_now(day: Day, rule: Recoveries) -> Amounts:
    """Losses against which a recovery raises balances: after the adjustments those of the day are known."""
    before = day[RECOVERY].unreimbursed
    if rule.losses_counted == "before the day":
        return before
    return _with_the_days(_with_the_days(before, day[BORNE]), day[SHARED_LOSS])


def _raised(day: Day, rule: Recoveries, amount: Value, losses: Amounts) -> Amounts:
    """Amounts by which a recovery raises the subordinated classes, in order of seniority."""
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
    today: Mapping[str, Value] = day[SHARED_LOSS] if rule.losses_counted == "the day's too" else {}
    with day.builder.rule("losses.recoveries.write-up", rule.source):
        recovery.raised = _raised(day, rule, recovery.unscheduled, _with_the_days(recovery.unreimbursed, today))
        for name, amount in recovery.raised.items():
            for balances in (day[NET], day[ROOM], day[WORKING]):
                balances[name] = balances[name] + amount


def _raise_beyond(day: Day, raised: Amounts, left: Value, rule: Recoveries) -> None:
    """The example's reading: the rest raises the most senior subordinated class still outstanding."""
    with day.builder.rule("losses.recoveries.whole amount", rule.source):
        for name in day.subordinated:
            more = left.where(day.opening[name].positive(), 0)
            raised[name] = raised[name] + more
            left = left - more


def note_losses(day: Day) -> None:
    """Carry each class's unreimbursed losses to the next day.

    They grow by what it bears today, and fall by recoveries, write-ups, reimbursement of a PO class and what others
    than the trust have paid of its write-downs.
    """
    recovery, zero = day[RECOVERY], day.zero
    repaid = dict(day[RAISED])
    if day.po_class:
        repaid[day.po_class] = day[PO_REIMBURSED]
    for name, amount in day[PRINCIPAL_FROM_OTHERS].items():
        repaid[name] = repaid.get(name, zero) + amount
    for name, before in recovery.unreimbursed.items():
        borne = day[BORNE][name] + day[SHARED_LOSS].get(name, zero)
        back = recovery.reimbursed.get(name, zero) + repaid.get(name, zero)
        day.builder.store(_not_reimbursed(day, name), (before + borne - back).at_least(0))
