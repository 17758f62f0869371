"""Chapter: adjustments to class balances, after the distributions, in the order of the text.

Source: core prospectus, Adjustments to class balances; 1999 supplement, Losses.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.compile.amounts import (
    ACCRETED,
    ALLOCATED,
    BORNE,
    CLOSING,
    DIVERTED,
    NET,
    PAID_OF_ALLOCATION,
    PO_REDUCED,
    PRINCIPAL_PAID,
    REDUCED,
    WRITTEN_OFF,
)
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.losses import LOSSES, pro_rata, spread
from seriatim.compile.super_senior import SuperSeniorSupport
from seriatim.deal.losses.terms import PrincipalOnlyLosses
from seriatim.plan.builder import Value


@dataclass
class WriteDown:
    """Amounts still to be written down: losses of the strip, principal shortfalls, debt service reductions."""

    losses: Value
    shortfall: Value
    reduced: Value


def adjust(day: Day) -> None:
    """Closing balance of every class with a balance, and what each bore of the day's losses."""
    amounts, for_po = roll_forward(day, rule=day.po_rule)
    with day.builder.rule("losses", day.deal.losses.source if day.deal.losses else ""):
        write_down_for_po(day, for_po)
        write_down_subordinated(day, amounts)
        write_down_seniors(day, amounts)


def roll_forward(day: Day, *, rule: PrincipalOnlyLosses | None) -> tuple[WriteDown, Value]:
    """Set balances after the day's payments; what is still to be written down, and what of it is the PO strip's.

    ``rule`` is that of the PO class to which principal was diverted. Debt service reductions by which allocations were
    reduced are written down like shortfalls, so that the classes stay equal to the loans, whose scheduled balances
    ignore them (1994 p. S-22, 1999 p. S-16).
    """
    losses, closing, shortfall = day[LOSSES], day[CLOSING], day.zero
    if day.po_class:
        shortfall = _adjust_po(day, day.po_class)
    for name in day.subordinated:
        kept = day[DIVERTED][name] if rule and rule.subordinated_write_down == "text" else day.builder.constant(0)
        closing[name] = (day[NET][name] - day[PRINCIPAL_PAID][name] - kept).at_least(0)
    for name in day.senior:
        closing[name] = (day[NET][name] + day[ACCRETED][name] - day[PRINCIPAL_PAID][name]).at_least(0)
    with day.builder.rule("losses", day.deal.losses.source if day.deal.losses else ""):
        for_po = day.builder.constant(0)
        if rule is not None:
            for_po = _borne_for_po(day, rule, shortfall)
        return WriteDown(losses.subordinated, _shortfall(day), day[REDUCED]), for_po


def _adjust_po(day: Day, name: str) -> Value:
    """Set the PO balance after its losses, its distributions and its shortfall; reimbursements do not reduce it."""
    losses = day[LOSSES]
    with day.builder.rule("losses.1 PO losses", day.deal.losses.source if day.deal.losses else ""):
        shortfall = day[ALLOCATED][name] - day[PAID_OF_ALLOCATION][name]
        bears = losses.po_subordinated + losses.po_shared
        after = day.opening[name] - bears - day[ALLOCATED][name] - day[PO_REDUCED]
        day[BORNE].add(name, bears)
        day[WRITTEN_OFF].add(name, shortfall)
        day[CLOSING][name] = after.at_least(0)
        return shortfall


def _shortfall(day: Day) -> Value:
    """Allocations of the target-rate classes less their distributions of allocated principal."""
    names = (*day.senior, *day.subordinated)
    parts = [day[ALLOCATED][name] - day[PAID_OF_ALLOCATION][name] for name in names]
    return day.builder.total(parts).at_least(0).named("principal shortfall")


def write_down_subordinated(day: Day, amounts: WriteDown) -> None:
    """In order of subordination, each class to zero before the next; losses come before shortfalls."""
    closing = day[CLOSING]
    for attribute in ("losses", "shortfall", *(("reduced",) if day.with_events else ())):
        left = getattr(amounts, attribute)
        what = "principal losses" if attribute == "losses" else "principal shortfall"
        for name in reversed(day.subordinated):
            taken = closing[name].at_most(left).named(f"{what} borne by {name}")
            closing[name] = closing[name] - taken
            left = left - taken
            if attribute == "losses":
                day[BORNE].add(name, taken)
            elif attribute == "shortfall":
                day[WRITTEN_OFF].add(name, taken)
        setattr(amounts, attribute, left)


def _borne_for_po(day: Day, rule: PrincipalOnlyLosses, shortfall: Value) -> Value:
    """Losses of the PO strip that the subordinated classes bear, in the reading the deal states."""
    with day.builder.rule("losses.principal-only class", rule.source):
        match rule.subordinated_write_down:
            case "text":
                return day.builder.constant(0)
            case "whole loss":
                return day[LOSSES].po_subordinated + shortfall
            case "reimbursed amount":
                return day.builder.total(day[DIVERTED].values())


def write_down_for_po(day: Day, left: Value) -> None:
    """The loss of the PO strip, borne by the subordinated classes.

    It comes before the losses of the target-rate strip: cash diverted to the PO class stays in the balance of the
    class that gave it, and must not be used up by those losses first.
    """
    rule = day.po_rule
    if rule is None or rule.subordinated_write_down == "text":
        return
    closing = day[CLOSING]
    with day.builder.rule("losses.principal-only class", rule.source):
        for name in reversed(day.subordinated):
            taken = closing[name].at_most(left).named(f"losses of {day.po_class} borne by {name}")
            closing[name] = closing[name] - taken
            left = left - taken
            day[BORNE].add(name, taken)


def write_down_seniors(day: Day, amounts: WriteDown) -> None:
    """Losses pro rata to balances (an accrual class at no more than its initial balance), then shortfalls.

    A shortfall beyond what the seniors themselves were not paid (left by subordinated classes that reached zero
    that day, or debt service reductions) is shared as losses are, but is none.
    """
    closing = day[CLOSING]
    unpaid = {name: day[ALLOCATED][name] - day[PAID_OF_ALLOCATION][name] for name in day.senior}
    beyond_unpaid = (amounts.shortfall - day.builder.total(unpaid.values())).at_least(0)
    balances = {name: closing[name] for name in day.senior}
    shared = amounts.losses + beyond_unpaid + amounts.reduced
    losses = spread(day, shared, balances, capped=True)
    for name, loss in losses.items():
        loss.named(f"principal losses borne by {name}")
    realized = amounts.losses / shared if day.with_events else None
    support = SuperSeniorSupport(day, dict(closing))
    support.bear_losses(losses, realized)
    after = {name: (closing[name] - losses[name]).at_least(0) for name in day.senior}
    left = _bear_shortfall(day, after, amounts.shortfall, unpaid)
    if day.with_events:
        _warn_of_sharing_base(day, after, left, unpaid=unpaid, beyond=beyond_unpaid)
    support.bear_shortfalls(after, left)
    for name in day.senior:
        day[BORNE].add(name, losses[name] * (amounts.losses / shared))
        day[WRITTEN_OFF].add(name, losses[name] * (beyond_unpaid / shared) + (after[name] - left[name]))
    for name, balance in left.items():
        closing[name] = balance


def _bear_shortfall(day: Day, balances: Amounts, shortfall: Value, unpaid: Amounts) -> Amounts:
    """Balances after a shortfall shared in proportion to what each class was not paid.

    What the balance of a class can not bear falls on the others in proportion to balances.
    """
    taken = {name: amount.at_most(balances[name]) for name, amount in pro_rata(day, shortfall, unpaid).items()}
    shared = shortfall.at_most(day.builder.total(unpaid.values()))
    rest = (shared - day.builder.total(taken.values())).at_least(0)
    left = {name: balances[name] - taken[name] for name in taken}
    return {name: left[name] - more for name, more in pro_rata(day, rest, left).items()}


def _warn_of_sharing_base(day: Day, before: Amounts, after: Amounts, *, unpaid: Amounts, beyond: Value) -> None:
    """Shortfalls that fall on seniors beyond what each was not paid: the text has no measure to share them by."""
    with day.builder.rule("losses.7 shortfalls", day.deal.losses.source if day.deal.losses else ""):
        warn(day, Defect.SHARING_BASE, beyond)
        for name in day.senior:
            warn(day, Defect.SHARING_BASE, ((before[name] - after[name]) - unpaid[name]).at_least(0))
