"""Chapter: the PO class, reimbursed out of principal of the subordinated classes.

Source: core prospectus, Distributions - Distribution priorities (4); Losses - PO losses.
"""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.compile.amounts import (
    ALLOCATED,
    DIVERTED,
    PO_REIMBURSED,
    PO_REPAID,
    PO_SHORTFALL,
    PRINCIPAL_PAID,
    REIMBURSED,
    UNREIMBURSED,
)
from seriatim.compile.day import Day
from seriatim.compile.losses import LOSSES
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


def reimburse_po(days: Sequence[Day]) -> None:
    """Losses and shortfalls of the PO classes, repaid from principal of subordinated classes, the last of them first.

    Where a deal says so, those of all groups give. What is diverted from a class is no longer paid to it.
    """
    unpaid = [_unpaid(day) for day in days]
    for day in days:
        day.post(DIVERTED, dict.fromkeys(day.subordinated, day.zero))
        day[PO_REIMBURSED], day[PO_SHORTFALL], day[PO_REPAID] = day.zero, None, None
    for day, short in zip(days, unpaid, strict=True):
        others = [each for each in days if each is not day] if _is_shared(day) else []
        givers = [(each, name) for each in (day, *others) for name in reversed(each.subordinated)]
        if givers:
            with day.group():
                divert(day, day[LOSSES].po_subordinated, short, givers=givers)


def _is_shared(day: Day) -> bool:
    return day.cross is not None and day.cross.principal_only_class_reimbursed_from == "all groups"


def _unpaid(day: Day) -> Value:
    """PO allocation less PO distribution (before any reimbursement)."""
    return day.zero if day.po_class is None else day[ALLOCATED][day.po_class] - day[PRINCIPAL_PAID][day.po_class]


def divert(day: Day, losses: Value, shortfall: Value, *, givers: Sequence[tuple[Day, str]]) -> None:
    """Repay the PO class of a group, the first of ``givers`` first."""
    rule = day.po_rule
    if rule is None or day.po_class is None:
        return
    with day.builder.rule("distributions.4 reimbursement of the PO class", rule.source):
        lost, unpaid = _owed(day, losses, shortfall)
        waiting = day.zero
        if rule.reimbursed_from == "later days":
            waiting = losses.at_most(lost)
            lost = lost - waiting
        owed = (lost + unpaid).at_least(0).where(day.opening[day.po_class].positive(), 0)
        owed = owed.named(f"losses and shortfalls of {day.po_class} to be reimbursed")
        diverted = []
        for giver, name in givers:
            given = giver[PRINCIPAL_PAID][name].at_most(owed).named(f"{day.po_class} reimbursed from {name}")
            owed = owed - given
            giver[PRINCIPAL_PAID][name] = giver[PRINCIPAL_PAID][name] - given
            giver[DIVERTED].add(name, given)
            day[PRINCIPAL_PAID][day.po_class] = day[PRINCIPAL_PAID][day.po_class] + given
            diverted.append(given)
        day[PO_REIMBURSED] = day.builder.total(diverted)
        if not day.keeps_shortfalls:
            day.builder.store(_po_losses(day), owed + waiting)
            return
        repaid = (day[PO_REIMBURSED] - lost).at_least(0)
        left = owed.at_most((unpaid - repaid).at_least(0))
        day[PO_SHORTFALL], day[PO_REPAID] = left, repaid.at_most(unpaid)
        day.builder.store(_po_losses(day), owed - left + waiting)
        day.builder.store(po_shortfalls(day), left)


def _po_losses(day: Day) -> Value:
    name = "PO losses not yet reimbursed" if day.keeps_shortfalls else "PO losses and shortfalls not yet reimbursed"
    return day.state(name, 0, Unit.MONEY)


def po_shortfalls(day: Day) -> Value:
    """Shortfalls of earlier days that the PO class has not got back."""
    return day.state("PO shortfalls not yet reimbursed", 0, Unit.MONEY)


def owed_to_po(day: Day) -> Value:
    """Amount that the subordinated classes owe the PO class before the day's distributions."""
    rule = day.po_rule
    if rule is None or day.po_class is None:
        return day.zero
    lost, unpaid = _owed(day, day[LOSSES].po_subordinated, day.zero)
    return (lost + unpaid).at_least(0)


def _owed(day: Day, losses: Value, shortfall: Value) -> tuple[Value, Value]:
    """Losses and shortfalls of the PO class, with today's and less what a recovery has repaid of the losses.

    A recovery repays subordinated and other losses in proportion; only the former are owed by subordinated classes.
    """
    before = _po_losses(day)
    if day.po_class is None or not day.keeps_shortfalls:
        return before + losses, shortfall
    recoveries = day.deal.losses.recoveries if day.deal.losses else None
    recovered, zero = day[REIMBURSED].get(day.po_class, day.zero), day.zero
    counted, later = before, losses
    if recoveries is not None and recoveries.losses_counted == "the day's too":
        counted, later = before + losses, zero
    if day.po_class in day[UNREIMBURSED]:
        recovered = recovered * (counted / day[UNREIMBURSED][day.po_class]).at_most(1)
    return (counted - recovered).at_least(0) + later, po_shortfalls(day) + shortfall
