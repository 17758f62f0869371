"""Checks of the structuring assumptions: classes that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.roster import GroupRosters, Roster
from seriatim.deal.composite_classes.terms import CompositeClasses
from seriatim.deal.findings import Check, Finding
from seriatim.deal.structuring_assumptions.terms import StructuringAssumptions


def classes(roster: Roster, assumptions: StructuringAssumptions) -> Iterator[Finding]:
    """Classes named in the assumptions are there."""
    yield from _unknown(assumptions, roster.names)


def classes_of_groups(
    rosters: GroupRosters, composites: CompositeClasses | None, assumptions: StructuringAssumptions
) -> Iterator[Finding]:
    """Classes named in the assumptions of a series are those of a group, or composite classes."""
    names = [entry.name for _, roster in rosters.groups for entry in roster.regular]
    yield from _unknown(assumptions, [*names, *(each.name for each in (composites.classes if composites else ()))])


def _unknown(assumptions: StructuringAssumptions, known: Collection[str]) -> Iterator[Finding]:
    """Classes named in the assumptions that are not known."""
    for position, name in enumerate(assumptions.life_weighted_by_principal):
        if name not in known:
            path = ("structuring assumptions", "life weighted by principal", position)
            yield Finding(path, f"unknown class '{name}'", did_you_mean(name, known))


CHECKS = (Check(classes), Check(classes_of_groups))
