"""The order of a distribution day as a value that is checked: chapters, what each reads and fills, and what it follows.

A quantity that one chapter fills is read after it. Where several chapters fill a quantity (cash, balances), the order
of any two that share it must be stated: by ``after`` or ``before`` of either, directly or through others. So no line of
the table can change its place unnoticed: either the place is refused, or nothing depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from seriatim.compile.board import Quantity
from seriatim.compile.day import Day
from seriatim.deal.model import DealTerms

Quantities = Collection[Quantity[Any]]


class OrderError(ValueError):
    """A table of chapters that does not hold together: a programmer's mistake."""


class Moment(StrEnum):
    """The parts of a distribution day, in the order of the document."""

    BEFORE = "before the day"
    LOSSES = "losses and recoveries of the month"
    INTEREST_DUE = "interest allocations"
    OFF_THE_TOP = "available cash, and what goes off the top"
    SENIOR_INTEREST = "interest of the seniors"
    PRINCIPAL_DUE = "principal allocations"
    DISTRIBUTIONS = "distributions of principal, and to the subordinated classes"
    ADJUSTMENTS = "adjustments to class balances"
    REIMBURSEMENTS = "reimbursements from cash left, and write-ups"
    END = "the end of the day"


@dataclass(frozen=True)
class Place:
    """Place of a chapter: the chapters it must follow, those it must precede, and the paragraph it states."""

    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    source: str = ""


NOWHERE = Place()


def after(*chapters: str, before: tuple[str, ...] = (), source: str = "") -> Place:
    """A place behind other chapters, and perhaps before some."""
    return Place(chapters, before, source)


def stated(source: str) -> Place:
    """A place that follows from what the chapter reads, and the paragraph that it states."""
    return Place(source=source)


def in_no_deal(_: DealTerms) -> bool:
    """False, whatever the terms of a deal."""
    return False


@dataclass(frozen=True)
class DayChapter:
    """A chapter of the day: its name, what it does for all groups, what it reads and fills, its place.

    ``leaves_short`` tells the deals in which classes can miss principal that the loans paid because of it.
    """

    name: str
    apply: Callable[[Sequence[Day]], None]
    reads: frozenset[Quantity[Any]]
    fills: frozenset[Quantity[Any]]
    place: Place = NOWHERE
    moment: Moment = Moment.BEFORE
    leaves_short: Callable[[DealTerms], bool] = in_no_deal

    def leaving_short(self, where: Callable[[DealTerms], bool]) -> DayChapter:
        """The chapter, because of which classes can miss principal in deals whose terms say so."""
        return replace(self, leaves_short=where)

    def shares_with(self, other: DayChapter) -> frozenset[Quantity[Any]]:
        """Quantities that one of two chapters fills and the other reads or fills."""
        return (self.fills & (other.reads | other.fills)) | (other.fills & self.reads)


def part(moment: Moment, *chapters: DayChapter) -> tuple[DayChapter, ...]:
    """The chapters of one moment of the day, in their order."""
    return tuple(replace(chapter, moment=moment) for chapter in chapters)


def leaves_short(table: Sequence[DayChapter], deal: DealTerms) -> bool:
    """True where any chapter can keep principal that the loans paid from the classes of a deal or group."""
    return any(chapter.leaves_short(deal) for chapter in table)


def together(
    name: str,
    chapter: Callable[[Sequence[Day]], None],
    *,
    reads: Quantities = (),
    fills: Quantities = (),
    place: Place = NOWHERE,
) -> DayChapter:
    """A chapter that takes all groups of a series side by side."""
    return DayChapter(name, chapter, frozenset(reads), frozenset(fills), place)


def each(
    name: str,
    chapter: Callable[[Day], None],
    *,
    reads: Quantities = (),
    fills: Quantities = (),
    place: Place = NOWHERE,
) -> DayChapter:
    """A chapter that every group applies by itself."""

    def in_turn(days: Sequence[Day]) -> None:
        for day in days:
            with day.group():
                chapter(day)

    return together(name, in_turn, reads=reads, fills=fills, place=place)


def apply(table: Sequence[DayChapter], days: Sequence[Day]) -> None:
    """The day: every chapter in its turn, each with what it names and no more.

    Raises OrderError for a table that does not hold together, ClosedError for a chapter that does not keep to it.
    """
    check(table)
    progress = days[0].board.progress
    progress.waiting = {quantity: set(names) for quantity, names in fillers(table).items()}
    for chapter in table:
        progress.begin(chapter.name, chapter.reads, chapter.fills)
        with days[0].builder.chapter(chapter.name, chapter.moment, chapter.place.source):
            chapter.apply(days)
        progress.end()


def fillers(table: Sequence[DayChapter]) -> dict[Quantity[Any], tuple[str, ...]]:
    """For each quantity, the chapters that fill it, in order."""
    found: dict[Quantity[Any], tuple[str, ...]] = {}
    for chapter in table:
        for quantity in chapter.fills:
            found[quantity] = (*found.get(quantity, ()), chapter.name)
    return found


def check(table: Sequence[DayChapter]) -> None:
    """Raise OrderError with everything that is wrong with a table."""
    found = list(_faults(table))
    if found:
        raise OrderError("\n".join(found))


def _faults(table: Sequence[DayChapter]) -> Iterator[str]:
    names = [chapter.name for chapter in table]
    yield from (f"there are two chapters {name!r}" for name in dict.fromkeys(names) if names.count(name) > 1)
    moments = list(Moment)
    for earlier, later in pairwise(table):
        if moments.index(earlier.moment) > moments.index(later.moment):
            yield f"{later.name!r} ({later.moment}) stands behind {earlier.name!r} ({earlier.moment})"
    edges = set(_stated(table))
    yield from (f"{one!r} is named by a chapter and is none" for edge in edges for one in edge if one not in names)
    placed = {name: at for at, name in enumerate(names)}
    for one, other in sorted(edges, key=lambda edge: placed.get(edge[0], 0)):
        if placed.get(one, -1) > placed.get(other, len(names)):
            yield f"{other!r} stands before {one!r}, which it follows"
    yield from _unfilled(table)
    yield from _undecided(table, edges)


def _stated(table: Sequence[DayChapter]) -> Iterator[tuple[str, str]]:
    """Pairs of chapters of which the first comes first: as stated, or as a quantity of one chapter is read after it."""
    only = {quantity: names[0] for quantity, names in fillers(table).items() if len(names) == 1}
    for chapter in table:
        yield from ((name, chapter.name) for name in chapter.place.after)
        yield from ((chapter.name, name) for name in chapter.place.before)
        yield from ((only[q], chapter.name) for q in chapter.reads if q in only and only[q] != chapter.name)


def _unfilled(table: Sequence[DayChapter]) -> Iterator[str]:
    """Chapters that read what no earlier one fills."""
    filled: set[Quantity[Any]] = set()
    for chapter in table:
        for quantity in sorted(chapter.reads - filled - chapter.fills, key=str):
            yield f"{chapter.name!r} reads {quantity}, which no earlier chapter fills"
        filled |= chapter.fills


def _undecided(table: Sequence[DayChapter], edges: Collection[tuple[str, str]]) -> Iterator[str]:
    """Chapters that share a quantity and whose order nobody states."""
    before: dict[str, set[str]] = {}
    for chapter in table:
        direct = {one for one, other in edges if other == chapter.name}
        before[chapter.name] = direct.union(*(before.get(one, set()) for one in direct))
    for one, other in combinations(table, 2):
        shared = one.shares_with(other)
        if shared and one.name not in before[other.name]:
            names = ", ".join(sorted(map(str, shared)))
            yield f"the order of {one.name!r} and {other.name!r}, which share {names}, is stated nowhere"
