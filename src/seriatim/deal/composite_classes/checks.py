"""Checks of composite classes: component classes of one kind, of different groups, each part of one composite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seriatim.basics.problems import did_you_mean
from seriatim.basics.words import listed
from seriatim.deal.classes.roster import GroupRosters, RosterEntry
from seriatim.deal.classes.terms import ResidualClass
from seriatim.deal.composite_classes.terms import CompositeClass, CompositeClasses
from seriatim.deal.findings import Check, Finding
from seriatim.deal.text import EntryPath

COMPOSITES: EntryPath = ("composite classes", "classes")


@dataclass(frozen=True)
class _Component:
    """A class that may be a component: position and name of its group, part of the class table, the class."""

    group: tuple[int, str]
    part: str
    entry: RosterEntry


def components(
    rosters: GroupRosters, composites: CompositeClasses | None, residual: ResidualClass
) -> Iterator[Finding]:
    """Components exist, are of one kind, belong to one composite, and to different groups."""
    there = _components(rosters)
    taken = {*there, residual.name}
    owner: dict[str, str] = {}
    for position, composite in enumerate(composites.classes if composites else ()):
        path: EntryPath = (*COMPOSITES, position)
        if composite.name in taken:
            reason = f"class {composite.name} is listed twice"
            yield Finding((*path, "class"), reason, "each class has a name of its own")
        taken.add(composite.name)
        for place, name in enumerate(composite.components):
            where = (*path, "components", place)
            if name not in there:
                yield Finding(where, f"unknown class '{name}'", did_you_mean(name, there))
            elif name in owner:
                reason = f"class {name} is already a component of {owner[name]}"
                yield Finding(where, reason, "a class is part of one composite")
            owner.setdefault(name, composite.name)
        yield from _unlike(composite, (*path, "components"), there, sized=rosters.sized)


def _components(rosters: GroupRosters) -> dict[str, _Component]:
    """The classes of all groups by name."""
    return {
        entry.name: _Component((number, group), str(path[1]), entry)
        for number, (group, roster) in enumerate(rosters.groups)
        for path, entry in roster.places()
    }


def _unlike(
    composite: CompositeClass, path: EntryPath, there: Mapping[str, _Component], *, sized: bool
) -> Iterator[Finding]:
    """Components of different kinds, or of one group."""
    known = [there[name] for name in dict.fromkeys(composite.components) if name in there]
    if len({each.part for each in known}) > 1:
        hint = "a composite is made of senior or of subordinated classes"
        yield Finding(path, f"class {composite.name} has senior and subordinated components", hint)
    elif sized and len({each.entry.has_balance for each in known}) > 1:
        reason = f"class {composite.name} has components with a balance and with a notional balance"
        yield Finding(path, reason, "a composite is made of one kind")
    for group, count in Counter(each.group for each in known).items():
        if count > 1:
            names = listed(each.entry.name for each in known if each.group == group)
            reason = f"class {composite.name} has {count} components of group {group[1]}: {names}"
            yield Finding(path, reason, "one of each group at most")


CHECKS = (Check(components, vouches_for=CompositeClasses | None),)
