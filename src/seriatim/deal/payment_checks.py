"""What must hold of the rules that pay principal: known classes, one claim on each dollar, schedules that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.findings import (
    Finding,
    RulePlace,
    accrual_rules,
    derivation_rules,
    names_of_classes,
    not_payable,
    paid_by_rules,
    senior_rules,
)
from seriatim.deal.model import Deal
from seriatim.deal.rules import PaymentRule
from seriatim.deal.text import Path

Places = Callable[[Deal], Iterator[RulePlace]]


def payees(places: Places) -> Callable[[Deal], Iterator[Finding]]:
    """The check that rules pay classes that can be paid, and none of them twice from the same money."""

    def check(deal: Deal) -> Iterator[Finding]:
        payable = paid_by_rules(deal)
        for whole in places(deal):
            for place in whole.inner():
                for path, name in _own_names(place):
                    if name not in payable:
                        yield Finding(path, *not_payable(deal, name))
                yield from _twice(place)

    return check


def _own_names(place: RulePlace) -> Iterator[tuple[Path, str]]:
    """The classes that a rule itself names, not those of rules inside it."""
    rule = place.rule
    if rule.to:
        yield (*place.path, "to"), rule.to
    for key, names in (("pro rata", rule.pro_rata or ()), ("NAS", rule.NAS or ())):
        for position, name in enumerate(dict.fromkeys(names)):
            yield (*place.path, key, position), name


def _twice(place: RulePlace) -> Iterator[Finding]:
    """Two sides of one concurrent payment, or two entries of a list, must not pay the same class."""
    rule = place.rule
    sides = [set(share.rule.class_names()) for share in rule.concurrently or ()]
    counts = Counter(name for side in sides for name in side)
    counts += Counter(rule.pro_rata or rule.NAS or ())
    for name, count in counts.items():
        if count > 1:
            yield Finding(place.path, f"two rules pay class {name} from the same money", "name it once")


def limits(places: Places) -> Callable[[Deal], Iterator[Finding]]:
    """The check that 'until' names a schedule which states the balances of the classes it stops."""

    def check(deal: Deal) -> Iterator[Finding]:
        for whole in places(deal):
            for place in whole.inner():
                if place.rule.until is not None:
                    yield from _until(deal, place, place.rule.until)

    return check


def _until(deal: Deal, place: RulePlace, name: str) -> Iterator[Finding]:
    path = (*place.path, "until")
    governing = [schedule.name for schedule in deal.schedules if schedule.purpose == "principal"]
    if name not in governing:
        idle = name in [schedule.name for schedule in deal.schedules]
        reason = "is only an assumed balance: it governs no principal" if idle else "names no schedule"
        yield Finding(path, f"'until: {name}' {reason}", did_you_mean(name, governing) if governing else "")
        return
    schedule = deal.schedule(name)
    classes = set(place.rule.class_names())
    strangers = sorted(classes - set(schedule.classes))
    if strangers:
        yield Finding(path, f"'until: {name}' stops {', '.join(strangers)}, but the schedule has no such balances")
    elif schedule.together and classes != set(schedule.classes):
        reason = f"'until: {name}' is an aggregate: it can stop {', '.join(schedule.classes)} only together"
        yield Finding(path, reason)


def nas(deal: Deal) -> Iterator[Finding]:
    """A rule that pays NAS classes is one of the senior rules, unlimited, and their percentages are stated."""
    stated = deal.allocations.senior_principal.NAS_classes
    path: Path = ("allocations", "senior principal")
    paying = [place for whole in _senior(deal) for place in whole.inner() if place.rule.NAS]
    if stated is None:
        for place in paying[:1]:
            yield Finding((*place.path, "NAS"), "a rule pays NAS classes, but 'NAS classes' states no percentages")
    elif not paying:
        yield Finding((*path, "NAS classes"), "no rule pays NAS classes", "add '- NAS: [...]' to the rules")
    whole_rules = [whole.path for whole in _senior(deal)]
    for place in paying:
        if place.path not in whole_rules:
            yield Finding((*place.path, "NAS"), "'NAS' must be a rule of its own among the senior principal rules")
        if place.rule.until or place.rule.ends_with:
            yield Finding((*place.path, "NAS"), "'NAS' takes no 'until' or 'ends with': its percentages limit it")


def _senior(deal: Deal) -> tuple[RulePlace, ...]:
    return (*senior_rules(deal), *derivation_rules(deal))


def no_nas_in_accrual(deal: Deal) -> Iterator[Finding]:
    """Accrued interest is not paid by NAS percentages."""
    for whole in accrual_rules(deal):
        for place in whole.inner():
            if place.rule.NAS:
                yield Finding((*place.path, "NAS"), "'NAS' must be a rule of its own among the senior principal rules")


def coverage(deal: Deal) -> Iterator[Finding]:
    """Every senior class must be paid in the end, else principal is left over while a class is owed it."""
    paid = {name for place in senior_rules(deal) for name in _paid_off(place.rule)}
    for position, security in enumerate(deal.classes.senior):
        if security in deal.senior_target_rate and security.name not in paid:
            reason = f"no senior principal rule pays class {security.name} until its balance is zero"
            yield Finding(("classes", "senior", position, "class"), reason)


def _paid_off(rule: PaymentRule) -> set[str]:
    """Classes that a rule pays to zero, with no schedule or end in the way."""
    if rule.until or rule.NAS:
        return set()
    own = {*([rule.to] if rule.to else []), *(rule.pro_rata or ())}
    paid = own.union(*(_paid_off(child) for child in rule.children()))
    return paid & set(rule.ends_with) if rule.ends_with else paid


def schedules(deal: Deal) -> Iterator[Finding]:
    """Schedules have names of their own, are about senior classes, and are used."""
    names = [schedule.name for schedule in deal.schedules]
    payable = paid_by_rules(deal)
    for position, schedule in enumerate(deal.schedules):
        path: Path = ("schedules", position)
        if schedule.name in names[:position]:
            yield Finding((*path, "name"), f"schedule '{schedule.name}' is stated twice")
        for name, count in Counter(schedule.classes).items():
            if name not in payable:
                yield Finding((*path, "classes"), *not_payable(deal, name))
            if count > 1:
                yield Finding((*path, "classes"), f"class {name} is listed twice")


def schedules_used(deal: Deal) -> Iterator[Finding]:
    """A schedule that governs principal stops some rule."""
    places = (*senior_rules(deal), *derivation_rules(deal), *accrual_rules(deal))
    used = {part.until for place in places for part in place.rule.walk()}
    for position, schedule in enumerate(deal.schedules):
        if schedule.purpose == "principal" and schedule.name not in used:
            hint = f"write 'until: {schedule.name}' where it applies"
            yield Finding(("schedules", position, "name"), f"no rule uses the schedule '{schedule.name}'", hint)


def derivations(deal: Deal) -> Iterator[Finding]:
    """A derivation switches off accrual classes that there are."""
    accruing = [accrual.name for accrual in deal.accrual]
    for position, schedule in enumerate(deal.schedules):
        for name in schedule.derivation.not_accruing if schedule.derivation else ():
            if name not in accruing:
                path = ("schedules", position, "derivation", "not accruing")
                known = name in names_of_classes(deal)
                reason = f"class {name} is not an accrual class" if known else f"unknown class '{name}'"
                yield Finding(path, reason, did_you_mean(name, accruing) if accruing else "")


def derivations_pay(deal: Deal) -> Iterator[Finding]:
    """In the run that a schedule of two payments is derived from, some rule pays until that schedule."""
    for position, schedule in enumerate(deal.schedules):
        derivation = schedule.derivation
        if derivation is None or derivation.method != "lesser payment":
            continue
        rules = list(derivation.principal_rules or (place.rule for place in senior_rules(deal)))
        for accrual in deal.accrual:
            if accrual.name not in derivation.not_accruing:
                rules += accrual.directed_to
        if schedule.name not in {part.until for rule in rules for part in rule.walk()}:
            path = ("schedules", position, "derivation", "method")
            reason = f"no rule of the derivation pays until '{schedule.name}': there are no payments to compare"
            yield Finding(path, reason, f"write 'until: {schedule.name}' in its rules, or another method")
