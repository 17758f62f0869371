"""Findings of checks: a place in the deal, what is wrong there, and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from seriatim.deal.arguments import Taken, taken_by
from seriatim.deal.text import EntryPath

T = TypeVar("T")
SOUND = "sound"
Sound = Annotated[T, SOUND]
"""A chapter that a check takes for granted: it is left out where a check that vouches for the chapter found faults."""


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place of the deal (a path of keys and positions)."""

    path: EntryPath
    reason: str
    hint: str = ""


@dataclass(frozen=True)
class Check:
    """A check of the chapters that are its parameters: their types say which, each may be asked for by any check.

    ``vouches_for`` is the type of the chapter that other checks may take for granted once this one finds nothing; where
    it does find something, they would only repeat it.
    """

    findings: Callable[..., Iterator[Finding]]
    vouches_for: Any = None


def findings(checks: Iterable[Check], given: Mapping[Any, object]) -> Iterator[Finding]:
    """Findings of the checks, in their order, as far as the chapters they take are given."""
    doubtful: list[Any] = []
    for check in checks:
        takes = taken_by(check.findings)
        if all(_is_there(each, given, doubtful) for each in takes):
            found = list(check.findings(**{each.name: given[each.kind] for each in takes}))
            doubtful += [check.vouches_for] if found and check.vouches_for else []
            yield from found


def _is_there(taken: Taken, given: Mapping[Any, object], doubtful: list[Any]) -> bool:
    """True where a chapter can be read and, if it is taken for granted, is not in doubt."""
    return taken.kind in given and not (SOUND in taken.marks and taken.kind in doubtful)
