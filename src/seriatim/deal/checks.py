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
    yield from _parties_that_are_classes(series, rosters)
    yield from findings(CHECKS, {**chapters_of(series, keys), GroupRosters: rosters})


def _classes_twice(rosters: GroupRosters) -> Iterator[Finding]:
    """Names of classes that two groups have; a name twice in one group is found there."""
    first: dict[str, int] = {}
    for number, (_, roster) in enumerate(rosters.groups):
        for path, entry in roster.places():
            if first.setdefault(entry.name, number) != number:
                reason = f"class {entry.name} stands in group {rosters.groups[first[entry.name]][0]} too"
                yield Finding((GROUPS, number, *path, "class"), reason, "each class has a name of its own")


def _parties_that_are_classes(series: Series, rosters: GroupRosters) -> Iterator[Finding]:
    """Outside parties of a group that bear the name of a class of another group, or of a composite class."""
    composites = {each.name for each in series.composite_classes.classes} if series.composite_classes else set()
    for number, group in enumerate(series.groups):
        others = {name for at, (_, roster) in enumerate(rosters.groups) if at != number for name in roster.names}
        for chapter in CHAPTERS:
            entries = getattr(group, chapter.field, ())
            for position, each in enumerate(entries if isinstance(entries, tuple) else ()):
                for key, party in getattr(each, "parties", ()):
                    if party in others | composites:
                        place = DealTerms.model_fields[chapter.field].alias or chapter.field
                        reason = f"{party} is a class of the series: it cannot be a party beside it"
                        yield Finding((GROUPS, number, place, position, key), reason)


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
