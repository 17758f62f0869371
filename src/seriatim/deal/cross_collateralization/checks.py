"""Checks of cross-collateralization: subordinated classes that the groups share, rank by rank."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from seriatim.basics.words import listed
from seriatim.deal.classes.roster import GroupRosters
from seriatim.deal.composite_classes.terms import CompositeClasses
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.deal.findings import Check, Finding, Sound
from seriatim.deal.text import EntryPath

CROSS: EntryPath = ("cross-collateralization",)


def shared_subordination(
    rosters: GroupRosters, composites: Sound[CompositeClasses | None], cross: CrossCollateralization | None
) -> Iterator[Finding]:
    """Groups that support each other have subordinated classes of one number, each rank a composite."""
    if cross is None:
        return
    rows = [tuple(entry.name for entry in roster.subordinated) for _, roster in rosters.groups]
    if not any(rows):
        reason = "the groups have no subordinated classes to share"
        yield Finding(CROSS, reason, "leave out 'cross-collateralization'")
    elif len({len(row) for row in rows}) > 1:
        names = [name for name, _ in rosters.groups]
        counts = listed(f"{len(row)} in group {name}" for name, row in zip(names, rows, strict=True))
        reason = f"the groups have different numbers of subordinated classes: {counts}"
        yield Finding(CROSS, reason, "groups that support each other share all ranks of them")
    else:
        yield from _ranks(composites, list(zip(*rows, strict=True)))


def _ranks(composites: CompositeClasses | None, ranks: list[tuple[str, ...]]) -> Iterator[Finding]:
    """Each rank of subordinated classes is a composite, and these stand in order of seniority."""
    stated = composites.classes if composites else ()
    position_of = {frozenset(each.components): position for position, each in enumerate(stated)}
    for names in ranks:
        if frozenset(names) not in position_of:
            reason = f"{listed(names)}, of one rank, are no composite class"
            yield Finding(CROSS, reason, "state one of them under 'composite classes'")
    positions = [position_of[frozenset(names)] for names in ranks if frozenset(names) in position_of]
    for senior, junior in pairwise(positions):
        if senior > junior:
            reason = f"{stated[junior].name} stands before {stated[senior].name}, which is senior to it"
            hint = "composites of subordinated classes stand in order of seniority"
            yield Finding(("composite classes", "classes", junior), reason, hint)


CHECKS = (Check(shared_subordination),)
