"""Chapter: adjustments to class balances, after the distributions, in the order of the text.

Source: core prospectus, Adjustments to class balances; 1999 supplement, Losses.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from seriatim.compile.day import Amounts, Day
from seriatim.deal.allocations import PrincipalOnlyLosses
from seriatim.plan.builder import Value


@dataclass
class WriteDown:
    """Amounts still to be written down: losses of the strip, then principal shortfalls."""

    losses: Value
    shortfall: Value


def adjust(day: Day, diverted: Amounts, depleted: Value) -> Amounts:
    """Closing balance of every class with a balance."""
    closing: Amounts = {}
    po_shortfall = day.builder.constant(0)
    if day.po_class:
        closing[day.po_class], po_shortfall = _adjust_po(day, diverted)
    rule = day.deal.losses.principal_only_class if day.deal.losses else None
    for name in day.subordinated:
        kept = diverted[name] if rule and rule.subordinated_write_down == "text" else day.builder.constant(0)
        closing[name] = (day.opening[name] - day.principal[name] - kept).at_least(0)
    for name in day.senior:
        paid = day.principal[name]
        closing[name] = (day.opening[name] + day.accretion[name] - paid).at_least(0)
    with day.builder.rule("losses", day.deal.losses.source if day.deal.losses else ""):
        if rule is not None:
            _write_down_for_po(day, rule, closing, diverted, po_shortfall)
        amounts = WriteDown(day.strip_item("loss").named("principal losses"), _shortfall(day))
        _write_down_subordinated(day, closing, amounts)
        _write_down_seniors(day, closing, amounts, depleted)
    return {name: balance.swept() for name, balance in closing.items()}


def po_shortfall(day: Day) -> Value:
    """PO allocation less PO distribution (before any reimbursement)."""
    if day.po_class is None:
        return day.builder.constant(0)
    return day.allocated[day.po_class] - day.principal[day.po_class]


def _adjust_po(day: Day, diverted: Amounts) -> tuple[Value, Value]:
    """PO balance after its losses, its distributions and its shortfall; reimbursements do not reduce it."""
    assert day.po_class is not None
    name = day.po_class
    with day.builder.rule("losses.1 PO losses", day.deal.losses.source if day.deal.losses else ""):
        distributed = day.principal[name] - day.builder.total(diverted.values())
        shortfall = day.allocated[name] - distributed
        after = day.opening[name] - day.po_item("loss") - distributed - shortfall
        return after.at_least(0), shortfall


def _shortfall(day: Day) -> Value:
    """Allocations of the target-rate classes less their distributions of allocated principal."""
    names = (*day.senior, *day.subordinated)
    zero = day.builder.constant(0)
    parts = [day.allocated[name] - (day.paid_of_allocation.get(name, zero)) for name in names]
    return day.builder.total(parts).at_least(0).named("principal shortfall")


def _write_down_subordinated(day: Day, closing: Amounts, amounts: WriteDown) -> None:
    """In order of subordination, each class to zero before the next; losses come before shortfalls."""
    for attribute in ("losses", "shortfall"):
        left = getattr(amounts, attribute)
        what = "principal losses" if attribute == "losses" else "principal shortfall"
        for name in reversed(day.subordinated):
            taken = closing[name].at_most(left).named(f"{what} borne by {name}")
            closing[name] = closing[name] - taken
            left = left - taken
        setattr(amounts, attribute, left)


def _write_down_for_po(
    day: Day, rule: PrincipalOnlyLosses, closing: Amounts, diverted: Amounts, shortfall: Value
) -> None:
    """The loss of the PO strip, borne by the subordinated classes in the reading the deal states.

    It comes before the losses of the target-rate strip: cash diverted to the PO class stays in the balance of the
    class that gave it, and must not be used up by those losses first.
    """
    if rule.subordinated_write_down == "text":
        return
    with day.builder.rule("losses.principal-only class", rule.source):
        if rule.subordinated_write_down == "whole loss":
            left = day.po_item("loss") + shortfall
        else:
            left = day.builder.total(diverted.values())
        for name in reversed(day.subordinated):
            taken = closing[name].at_most(left).named(f"losses of {day.po_class} borne by {name}")
            closing[name] = closing[name] - taken
            left = left - taken


def _write_down_seniors(day: Day, closing: Amounts, amounts: WriteDown, depleted: Value) -> None:
    """Losses pro rata to balances (an accrual class at no more than its initial balance), then shortfalls.

    A shortfall beyond what the seniors themselves were not paid (left by subordinated classes that reached zero
    that day) is shared as losses are.
    """
    unpaid = {name: day.allocated[name] - day.paid_of_allocation[name] for name in day.senior}
    beyond_unpaid = (amounts.shortfall - day.builder.total(unpaid.values())).at_least(0)
    amounts = WriteDown(amounts.losses + beyond_unpaid, amounts.shortfall)
    weights: Amounts = {}
    accruing = tuple(accrual.name for accrual in day.deal.accrual)
    for name in day.senior:
        initial = day.builder.constant(day.initial[name])
        weights[name] = closing[name].at_most(initial) if name in accruing else closing[name]
    losses = _pro_rata(day, amounts.losses, weights)
    if accruing:
        rest = (amounts.losses - day.builder.total(losses.values())).at_least(0)
        beyond = {name: closing[name] - weights[name] for name in accruing}
        for name, more in _pro_rata(day, rest, beyond).items():
            losses[name] = losses[name] + more
    for name, loss in losses.items():
        loss.named(f"principal losses borne by {name}")
    _support(day, closing, losses, depleted)
    after = {name: (closing[name] - losses[name]).at_least(0) for name in day.senior}
    closing.update(_bear_shortfall(day, after, amounts.shortfall, unpaid))


def _bear_shortfall(day: Day, balances: Amounts, shortfall: Value, unpaid: Amounts) -> Amounts:
    """Balances after a shortfall shared in proportion to what each class was not paid.

    What the balance of a class can not bear falls on the others in proportion to balances.
    """
    taken = {name: amount.at_most(balances[name]) for name, amount in _pro_rata(day, shortfall, unpaid).items()}
    shared = shortfall.at_most(day.builder.total(unpaid.values()))
    rest = (shared - day.builder.total(taken.values())).at_least(0)
    left = {name: balances[name] - taken[name] for name in taken}
    return {name: left[name] - more for name, more in _pro_rata(day, rest, left).items()}


def _pro_rata(day: Day, amount: Value, weights: Amounts) -> Amounts:
    """``amount``, at most the sum of the weights, in proportion to them."""
    total = day.builder.total(weights.values())
    part = amount.at_most(total) / total
    return {name: weight * part for name, weight in weights.items()}


def _support(day: Day, closing: Amounts, losses: Amounts, depleted: Value) -> None:
    """After the depletion date, losses of super senior classes reduce their support classes instead."""
    pairs = day.deal.losses.super_senior if day.deal.losses else ()
    for support in dict.fromkeys(pair.support_class for pair in pairs):
        with day.builder.rule("losses.super senior", pairs[0].source):
            supported = [pair for pair in pairs if pair.support_class == support]
            left = {
                pair.name: day.builder.state(f"{pair.name} support left from {support}", Decimal(pair.amount))
                for pair in supported
            }
            wanted = {name: losses[name].at_most(amount).where(depleted, 0) for name, amount in left.items()}
            room = (closing[support] - losses[support]).at_least(0)
            shifted = _pro_rata(day, room.at_most(day.builder.total(wanted.values())), wanted)
            for name, amount in shifted.items():
                losses[name] = losses[name] - amount
                losses[support] = losses[support] + amount
                day.builder.store(left[name], left[name] - amount)
