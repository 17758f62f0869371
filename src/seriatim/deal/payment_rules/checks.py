"""Checks of payment rules, wherever they stand: known classes, one claim on each dollar, schedules that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.roster import PayableClasses
from seriatim.deal.findings import Finding
from seriatim.deal.payment_rules.places import RulePlace
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.text import EntryPath


def payees(places: Iterable[RulePlace], payable: PayableClasses) -> Iterator[Finding]:
    """Rules pay classes that can be paid, and none of them twice from the same money."""
    for whole in places:
        for place in whole.inner():
            for path, name in _own_names(place):
                if name not in payable.names:
                    yield Finding(path, *payable.refusal(name))
            yield from _twice(place)


def _own_names(place: RulePlace) -> Iterator[tuple[EntryPath, str]]:
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


def limits(places: Iterable[RulePlace], schedules: tuple[Schedule, ...]) -> Iterator[Finding]:
    """'until' names a schedule which states the balances of the classes it stops."""
    for whole in places:
        for place in whole.inner():
            if place.rule.until is not None:
                yield from _until(schedules, place, place.rule.until)


def _until(schedules: tuple[Schedule, ...], place: RulePlace, name: str) -> Iterator[Finding]:
    """The schedule of one rule governs principal, and has the balances that it needs."""
    path = (*place.path, "until")
    governing = [schedule.name for schedule in schedules if schedule.purpose == "principal"]
    if name not in governing:
        idle = name in [schedule.name for schedule in schedules]
        reason = "is only an assumed balance: it governs no principal" if idle else "names no schedule"
        yield Finding(path, f"'until: {name}' {reason}", did_you_mean(name, governing) if governing else "")
        return
    schedule = next(each for each in schedules if each.name == name)
    classes = set(place.rule.class_names())
    strangers = sorted(classes - set(schedule.classes))
    if strangers:
        yield Finding(path, f"'until: {name}' stops {', '.join(strangers)}, but the schedule has no such balances")
    elif schedule.together and classes != set(schedule.classes):
        reason = f"'until: {name}' is an aggregate: it can stop {', '.join(schedule.classes)} only together"
        yield Finding(path, reason)
