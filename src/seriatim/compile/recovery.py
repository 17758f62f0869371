"""Chapter: money that comes in after a loss was realized.

Source: core prospectus 2006-6, Loss recoveries; supplements 1999-7 p. S-17, Recoveries, and 1994-5 p. S-25.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from seriatim.compile.day import Amounts, Day
from seriatim.compile.losses import pro_rata
from seriatim.deal.distributions import Recoveries
from seriatim.plan.builder import Value


@dataclass
class Recovery:
    """A day's recovery: what each class is handed without any change of balance, what joins unscheduled principal.

    ``unreimbursed`` are the losses each class has borne and not got back, before the day.
    """

    amount: Value
    unscheduled: Value
    reimbursed: Amounts = field(default_factory=dict)
    unreimbursed: Amounts = field(default_factory=dict)


def share_recovery(day: Day) -> Recovery:
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
        day.unreimbursed = recovery.unreimbursed
        left = _reimburse(day, recovery, _seniors(day), amount)
        if rule.order == "seniors, then as unscheduled principal":
            recovery.unscheduled = left.named("recovery as unscheduled principal")
            return recovery
        for name in day.subordinated:
            left = _reimburse(day, recovery, (name,), left)
        if rule.order == "by seniority, the rest to the most subordinated" and day.subordinated:
            last = day.subordinated[-1]
            rest = left.where(day.opening[last].positive(), 0)
            recovery.reimbursed[last] = recovery.reimbursed[last] + rest
        return recovery


def _seniors(day: Day) -> tuple[str, ...]:
    return (*day.senior, *((day.po_class,) if day.po_class else ()))


def _reimburse(day: Day, recovery: Recovery, names: tuple[str, ...], money: Value) -> Value:
    """Hand money to classes in proportion to their unreimbursed losses, up to them; what is left."""
    parts = pro_rata(day, money, {name: recovery.unreimbursed[name] for name in names})
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
        left = recovery.unscheduled - day.noted(day.unplaced)
        for name in day.subordinated:
            raised[name] = left.at_most(recovery.unreimbursed[name])
            left = left - raised[name]
        if rule.written_up == "whole amount" and day.subordinated:
            _raise_beyond(day, raised, left, rule)
        for name, amount in raised.items():
            closing[name] = closing[name] + amount
    return raised


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
