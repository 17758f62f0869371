"""Checks of a whole deal, or of a whole series: those of its chapters, as far as the chapters can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from seriatim.deal.arguments import chapters_of
from seriatim.deal.chapters import CHAPTERS, Chapter
from seriatim.deal.classes.roster import GroupRosters, Roster
from seriatim.deal.findings import Finding, findings
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUPS, Series

CHECKS = tuple(check for chapter in CHAPTERS for check in chapter.checks)
"""All checks, chapter by chapter."""


def check(deal: DealTerms, keys: Collection[str], roster: Roster | None) -> Iterator[Finding]:
    """Everything the chapters of a deal contradict each other in; nothing for a sound deal.

    ``keys`` are those of the chapters that could be read, ``roster`` the classes by name, if these could be.
    """
    yield from findings(CHECKS, {**chapters_of(deal, keys), **({Roster: roster} if roster else {})})


def check_series(series: Series, keys: Collection[str], rosters: GroupRosters) -> Iterator[Finding]:
    """Everything the groups of a series contradict each other in.

    ``keys`` are those of the chapters of the series that could be read, ``rosters`` the classes of its groups by name.
    """
    yield from _classes_twice(rosters)
    for chapter in CHAPTERS:
        if chapter.entry:
            yield from _entries_twice(series, chapter)
    yield from findings(CHECKS, {**chapters_of(series, keys), GroupRosters: rosters})


def _classes_twice(rosters: GroupRosters) -> Iterator[Finding]:
    """Names of classes that two groups have; a name twice in one group is found there."""
    first: dict[str, int] = {}
    for number, (_, roster) in enumerate(rosters.groups):
        for path, entry in roster.places():
            if first.setdefault(entry.name, number) != number:
                reason = f"class {entry.name} stands in group {rosters.groups[first[entry.name]][0]} too"
                yield Finding((GROUPS, number, *path, "class"), reason, "each class has a name of its own")


def _entries_twice(series: Series, chapter: Chapter) -> Iterator[Finding]:
    """Entries of one name in two groups; one that the series states for all groups is no second one."""
    first: dict[str, tuple[int, object]] = {}
    for number, group in enumerate(series.groups):
        for position, each in enumerate(getattr(group, chapter.field)):
            where, other = first.setdefault(each.name, (number, each))
            if where != number and not (chapter.for_all_groups and other == each):
                key = DealTerms.model_fields[chapter.field].alias or chapter.field
                reason = f"{chapter.entry} '{each.name}' stands in group {series.groups[where].deal} too"
                hint = f"each {chapter.entry} has a name of its own"
                yield Finding((GROUPS, number, key, position, "name"), reason, hint)
