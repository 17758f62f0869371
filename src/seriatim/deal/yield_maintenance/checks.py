"""Checks of yield maintenance agreements: the class, the parties, the schedule of the assumed balance."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.references import named_twice, party_is_a_class
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.findings import Check, Finding
from seriatim.deal.ratio_stripping.terms import RatioStripping, payable_classes
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.text import EntryPath
from seriatim.deal.yield_maintenance.terms import YieldMaintenance


def agreements(
    roster: Roster,
    yield_maintenance: tuple[YieldMaintenance, ...],
    *,
    stripping: RatioStripping | None,
    schedules: tuple[Schedule, ...],
) -> Iterator[Finding]:
    """An agreement is about a senior class with a balance, and a schedule states the assumed balance of that class."""
    payable = payable_classes(roster, stripping)
    yield from named_twice("yield maintenance", [each.name for each in yield_maintenance])
    for position, agreement in enumerate(yield_maintenance):
        path: EntryPath = ("yield maintenance", position)
        if agreement.name not in payable.names:
            yield Finding((*path, "class"), *payable.refusal(agreement.name))
        for key, party in (("provider", agreement.provider), ("afterwards to", agreement.afterwards_to)):
            yield from party_is_a_class(roster, (*path, key), party)
        if agreement.provider == agreement.afterwards_to:
            reason = f"{agreement.provider} would pay itself once the class is paid off"
            yield Finding((*path, "afterwards to"), reason, "name the underwriter")
        yield from _assumed_balance(schedules, path, agreement)


def _assumed_balance(
    schedules: tuple[Schedule, ...], path: EntryPath, agreement: YieldMaintenance
) -> Iterator[Finding]:
    """The schedule is there, is meant for it, and is about the class."""
    place, name = (*path, "assumed balance"), agreement.assumed_balance
    known = [schedule.name for schedule in schedules]
    if name not in known:
        yield Finding(place, f"no schedule is named '{name}'", did_you_mean(name, known))
        return
    schedule = schedules[known.index(name)]
    if schedule.purpose != "assumed balance":
        yield Finding(place, f"the schedule '{name}' governs principal", "give it 'purpose: assumed balance'")
    if agreement.name not in schedule.classes:
        yield Finding(place, f"the schedule '{name}' states no balance of class {agreement.name}")
    elif schedule.together and len(schedule.classes) > 1:
        yield Finding(place, f"the schedule '{name}' states balances of several classes together")


def interest(classes: Classes, yield_maintenance: tuple[YieldMaintenance, ...]) -> Iterator[Finding]:
    """A class whose yield is maintained bears interest."""
    for position, agreement in enumerate(yield_maintenance):
        if any(each.name == agreement.name and each.rate == 0 for each in classes.senior):
            reason = f"class {agreement.name} bears no interest that could be made up"
            yield Finding(("yield maintenance", position, "class"), reason)


CHECKS = (Check(agreements), Check(interest))
