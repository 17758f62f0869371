"""Checks of schedules: names, classes, rules that they stop, runs that they are derived from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.allocations.terms import Allocations
from seriatim.deal.classes.roster import Roster
from seriatim.deal.findings import Check, Finding, Sound
from seriatim.deal.payment_rules.checks import limits, payees
from seriatim.deal.payment_rules.places import accrual_rules, derivation_rules, senior_rules
from seriatim.deal.ratio_stripping.terms import RatioStripping, payable_classes
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.text import EntryPath

Schedules = tuple[Schedule, ...]


def derivation_payees(roster: Roster, stripping: RatioStripping | None, schedules: Schedules) -> Iterator[Finding]:
    """The rules of a derivation pay classes that can be paid, each once from the same money."""
    yield from payees(derivation_rules(schedules), payable_classes(roster, stripping))


def senior_limits(allocations: Allocations, schedules: Schedules) -> Iterator[Finding]:
    """Schedules that stop the senior rules are there, and state the balances at which they do."""
    yield from limits(senior_rules(allocations), schedules)


def derivation_limits(schedules: Schedules) -> Iterator[Finding]:
    """Schedules that stop the rules of a derivation are there, and state the balances at which they do."""
    yield from limits(derivation_rules(schedules), schedules)


def accrual_limits(accrual: tuple[AccrualClass, ...], schedules: Schedules) -> Iterator[Finding]:
    """Schedules that stop the payment of accrued interest are there, and state the balances at which they do."""
    yield from limits(accrual_rules(accrual), schedules)


def names_and_classes(roster: Roster, stripping: RatioStripping | None, schedules: Schedules) -> Iterator[Finding]:
    """Schedules have names of their own and are about senior classes, each listed once."""
    names = [schedule.name for schedule in schedules]
    payable = payable_classes(roster, stripping)
    for position, schedule in enumerate(schedules):
        path: EntryPath = ("schedules", position)
        if schedule.name in names[:position]:
            yield Finding((*path, "name"), f"schedule '{schedule.name}' is stated twice")
        for name, count in Counter(schedule.classes).items():
            if name not in payable.names:
                yield Finding((*path, "classes"), *payable.refusal(name))
            if count > 1:
                yield Finding((*path, "classes"), f"class {name} is listed twice")


def used(allocations: Allocations, accrual: tuple[AccrualClass, ...], schedules: Sound[Schedules]) -> Iterator[Finding]:
    """A schedule that governs principal stops some rule."""
    places = (*senior_rules(allocations), *derivation_rules(schedules), *accrual_rules(accrual))
    stopping = {part.until for place in places for part in place.rule.walk()}
    for position, schedule in enumerate(schedules):
        if schedule.purpose == "principal" and schedule.name not in stopping:
            hint = f"write 'until: {schedule.name}' where it applies"
            yield Finding(("schedules", position, "name"), f"no rule uses the schedule '{schedule.name}'", hint)


def not_accruing(roster: Roster, accrual: tuple[AccrualClass, ...], schedules: Schedules) -> Iterator[Finding]:
    """A derivation switches off accrual classes that there are."""
    accruing = [each.name for each in accrual]
    for position, schedule in enumerate(schedules):
        for name in schedule.derivation.not_accruing if schedule.derivation else ():
            if name not in accruing:
                path = ("schedules", position, "derivation", "not accruing")
                known = name in roster.names
                reason = f"class {name} is not an accrual class" if known else f"unknown class '{name}'"
                yield Finding(path, reason, did_you_mean(name, accruing) if accruing else "")


def payments_to_compare(
    allocations: Allocations, accrual: tuple[AccrualClass, ...], schedules: Sound[Schedules]
) -> Iterator[Finding]:
    """In the run that a schedule of two payments is derived from, some rule pays until that schedule."""
    for position, schedule in enumerate(schedules):
        derivation = schedule.derivation
        if derivation is None or derivation.method != "lesser payment":
            continue
        rules = list(derivation.principal_rules or (place.rule for place in senior_rules(allocations)))
        for each in accrual:
            if each.name not in derivation.not_accruing:
                rules += each.directed_to
        if schedule.name not in {part.until for rule in rules for part in rule.walk()}:
            path = ("schedules", position, "derivation", "method")
            reason = f"no rule of the derivation pays until '{schedule.name}': there are no payments to compare"
            yield Finding(path, reason, f"write 'until: {schedule.name}' in its rules, or another method")


CHECKS = (
    Check(derivation_payees),
    Check(senior_limits, vouches_for=Schedules),
    Check(derivation_limits, vouches_for=Schedules),
    Check(accrual_limits, vouches_for=Schedules),
    Check(names_and_classes),
    Check(used),
    Check(not_accruing),
    Check(payments_to_compare),
)
