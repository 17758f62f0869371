"""Checks of the allocations: rules that pay every senior class, NAS percentages, subordination."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.deal.allocations.terms import Allocations
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.findings import Check, Finding, Sound
from seriatim.deal.payment_rules.checks import payees
from seriatim.deal.payment_rules.places import derivation_rules, senior_rules
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.ratio_stripping.terms import RatioStripping, payable_classes
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.text import EntryPath


def senior_payees(roster: Roster, stripping: RatioStripping | None, allocations: Allocations) -> Iterator[Finding]:
    """The senior principal rules pay classes that can be paid, each once from the same money."""
    yield from payees(senior_rules(allocations), payable_classes(roster, stripping))


def nas(allocations: Allocations, schedules: tuple[Schedule, ...]) -> Iterator[Finding]:
    """A rule that pays NAS classes is one of the senior rules, unlimited, and their percentages are stated."""
    stated = allocations.senior_principal.NAS_classes
    path: EntryPath = ("allocations", "senior principal")
    rules = (*senior_rules(allocations), *derivation_rules(schedules))
    paying = [place for whole in rules for place in whole.inner() if place.rule.NAS]
    if stated is None:
        for place in paying[:1]:
            yield Finding((*place.path, "NAS"), "a rule pays NAS classes, but 'NAS classes' states no percentages")
    elif not paying:
        yield Finding((*path, "NAS classes"), "no rule pays NAS classes", "add '- NAS: [...]' to the rules")
    whole_rules = [whole.path for whole in rules]
    for place in paying:
        if place.path not in whole_rules:
            yield Finding((*place.path, "NAS"), "'NAS' must be a rule of its own among the senior principal rules")
        if place.rule.until or place.rule.ends_with:
            yield Finding((*place.path, "NAS"), "'NAS' takes no 'until' or 'ends with': its percentages limit it")


def coverage(
    classes: Classes, stripping: Sound[RatioStripping | None], allocations: Sound[Allocations]
) -> Iterator[Finding]:
    """Every senior class must be paid in the end, else principal is left over while a class is owed it."""
    paid = {name for place in senior_rules(allocations) for name in _paid_off(place.rule)}
    payable = payable_classes(Roster.of(classes), stripping).names
    for position, security in enumerate(classes.senior):
        if security.name in payable and security.name not in paid:
            reason = f"no senior principal rule pays class {security.name} until its balance is zero"
            yield Finding(("classes", "senior", position, "class"), reason)


def _paid_off(rule: PaymentRule) -> set[str]:
    """Classes that a rule pays to zero, with no schedule or end in the way."""
    if rule.until or rule.NAS:
        return set()
    own = {*([rule.to] if rule.to else []), *(rule.pro_rata or ())}
    paid = own.union(*(_paid_off(child) for child in rule.children()))
    return paid & set(rule.ends_with) if rule.ends_with else paid


def subordination(roster: Roster, allocations: Allocations) -> Iterator[Finding]:
    """Nothing is stated that only means something beside subordinated classes, where there are none."""
    if roster.subordinated:
        return
    for key, stated in (
        ("senior ratio", allocations.senior_ratio),
        ("unscheduled principal", allocations.unscheduled_principal),
        ("subordinated principal", allocations.subordinated_principal),
    ):
        if stated is not None:
            reason = f"'{key}' has no meaning: the deal has no subordinated classes"
            yield Finding(("allocations", key), reason)


CHECKS = (Check(senior_payees, vouches_for=Allocations), Check(nas), Check(coverage), Check(subordination))
