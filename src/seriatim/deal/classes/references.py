"""Checks of chapters about single classes: each class once, parties that bear no class's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seriatim.deal.classes.roster import Roster
from seriatim.deal.findings import Finding
from seriatim.deal.text import EntryPath


def named_twice(chapter: str, names: Sequence[str]) -> Iterator[Finding]:
    """A class that a chapter is about more than once."""
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Finding((chapter, position, "class"), f"'{chapter}' names class {name} twice", "state it once")


def party_is_a_class(roster: Roster, path: EntryPath, party: str) -> Iterator[Finding]:
    """An outside party that bears the name of a class."""
    if party in roster.names:
        yield Finding(path, f"{party} is a class of the deal: it cannot be a party beside it")
