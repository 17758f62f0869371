"""What must hold between the groups of a series: names, composite classes, shared subordination."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes import SecurityClass
from seriatim.deal.english import listed
from seriatim.deal.findings import Finding
from seriatim.deal.series import GROUPS, CompositeClass, CompositeClasses, Series
from seriatim.deal.series_file import LIFE_CLASSES
from seriatim.deal.text import Path

COMPOSITES: Path = ("composite classes", "classes")
CROSS: Path = ("cross-collateralization",)


@dataclass(frozen=True)
class _Place:
    """Where a class stands: the position of its group, the part of the class table, the class."""

    group: int
    part: str
    position: int
    security: SecurityClass


def check_series(series: Series, parts: Collection[str], *, sized: bool) -> Iterator[Finding]:
    """Everything the groups of a series contradict each other in.

    ``parts`` are the chapters of the series that could be read; ``sized`` is false where only the names of the groups'
    classes could be.
    """
    places = _places(series)
    yield from _classes_twice(series, places)
    yield from _named_twice(series)
    composites = series.composite_classes if "composite classes" in parts else None
    faults = list(_composites(series, composites, places, sized)) if composites else []
    yield from faults
    if not faults and {"composite classes", "cross-collateralization"}.issubset(parts):
        yield from _shared_subordination(series)
    if {"composite classes", "structuring assumptions"}.issubset(parts):
        yield from _assumptions(series)


def _places(series: Series) -> list[_Place]:
    return [
        _Place(number, part, position, security)
        for number, group in enumerate(series.groups)
        for part, securities in (("senior", group.classes.senior), ("subordinated", group.classes.subordinated))
        for position, security in enumerate(securities)
    ]


def _classes_twice(series: Series, places: list[_Place]) -> Iterator[Finding]:
    """Names of classes that two groups have; a name twice in one group is found there."""
    first: dict[str, int] = {}
    for place in places:
        name = place.security.name
        if first.setdefault(name, place.group) != place.group:
            path: Path = (GROUPS, place.group, "classes", place.part, place.position, "class")
            other = series.groups[first[name]].deal
            yield Finding(path, f"class {name} stands in group {other} too", "each class has a name of its own")


def _named_twice(series: Series) -> Iterator[Finding]:
    """Schedules and credit supports of one name in two groups: rules, cash flows and statements go by it."""
    for key, word, stated in (
        ("schedules", "schedule", [[each.name for each in group.schedules] for group in series.groups]),
        ("credit support", "credit support", [[each.name for each in group.credit_support] for group in series.groups]),
    ):
        first: dict[str, int] = {}
        for number, names in enumerate(stated):
            for position, name in enumerate(names):
                if first.setdefault(name, number) != number:
                    path: Path = (GROUPS, number, key, position, "name")
                    reason = f"{word} '{name}' stands in group {series.groups[first[name]].deal} too"
                    yield Finding(path, reason, f"each {word} has a name of its own")


def _composites(series: Series, stated: CompositeClasses, places: list[_Place], sized: bool) -> Iterator[Finding]:
    """Components exist, are of one kind, belong to one composite, and to different groups."""
    place_of = {place.security.name: place for place in places}
    taken = {*place_of, series.residual_class}
    owner: dict[str, str] = {}
    for position, composite in enumerate(stated.classes):
        path: Path = (*COMPOSITES, position)
        if composite.name in taken:
            yield Finding(
                (*path, "class"), f"class {composite.name} is listed twice", "each class has a name of its own"
            )
        taken.add(composite.name)
        for place, name in enumerate(composite.components):
            where = (*path, "components", place)
            if name not in place_of:
                yield Finding(where, f"unknown class '{name}'", did_you_mean(name, place_of))
            elif name in owner:
                reason = f"class {name} is already a component of {owner[name]}"
                yield Finding(where, reason, "a class is part of one composite")
            owner.setdefault(name, composite.name)
        yield from _unlike(series, composite, (*path, "components"), place_of, sized=sized)


def _unlike(
    series: Series, composite: CompositeClass, path: Path, place_of: Mapping[str, _Place], *, sized: bool
) -> Iterator[Finding]:
    """Components of different kinds, or of one group."""
    known = [place_of[name] for name in dict.fromkeys(composite.components) if name in place_of]
    if len({place.part for place in known}) > 1:
        hint = "a composite is made of senior or of subordinated classes"
        yield Finding(path, f"class {composite.name} has senior and subordinated components", hint)
    elif sized and len({place.security.balance is None for place in known}) > 1:
        reason = f"class {composite.name} has components with a balance and with a notional balance"
        yield Finding(path, reason, "a composite is made of one kind")
    for number, count in Counter(place.group for place in known).items():
        if count > 1:
            names = listed(place.security.name for place in known if place.group == number)
            reason = f"class {composite.name} has {count} components of group {series.groups[number].deal}: {names}"
            yield Finding(path, reason, "one of each group at most")


def _shared_subordination(series: Series) -> Iterator[Finding]:
    """Cross-collateralized groups: subordinated classes of one number, each rank a composite."""
    if series.cross_collateralization is None:
        return
    rows = [tuple(each.name for each in group.classes.subordinated) for group in series.groups]
    if not any(rows):
        reason = "the groups have no subordinated classes to share"
        yield Finding(CROSS, reason, "leave out 'cross-collateralization'")
    elif len({len(row) for row in rows}) > 1:
        counts = listed(f"{len(row)} in group {group.deal}" for group, row in zip(series.groups, rows, strict=True))
        reason = f"the groups have different numbers of subordinated classes: {counts}"
        yield Finding(CROSS, reason, "groups that support each other share all ranks of them")
    else:
        yield from _ranks(series, list(zip(*rows, strict=True)))


def _ranks(series: Series, ranks: list[tuple[str, ...]]) -> Iterator[Finding]:
    """Each rank of subordinated classes is a composite, and these stand in order of seniority."""
    stated = series.composite_classes.classes if series.composite_classes else ()
    position_of = {frozenset(each.components): position for position, each in enumerate(stated)}
    for names in ranks:
        if frozenset(names) not in position_of:
            reason = f"{listed(names)}, of one rank, are no composite class"
            yield Finding(CROSS, reason, "state one of them under 'composite classes'")
    positions = [position_of[frozenset(names)] for names in ranks if frozenset(names) in position_of]
    for senior, junior in pairwise(positions):
        if senior > junior:
            reason = f"{stated[junior].name} stands before {stated[senior].name}, which is senior to it"
            yield Finding(
                (*COMPOSITES, junior), reason, "composites of subordinated classes stand in order of seniority"
            )


def _assumptions(series: Series) -> Iterator[Finding]:
    """Classes named in the assumptions are there."""
    known = [*(place.security.name for place in _places(series))]
    known += [each.name for each in (series.composite_classes.classes if series.composite_classes else ())]
    for position, name in enumerate(series.structuring_assumptions.life_weighted_by_principal):
        if name not in known:
            place = ("structuring assumptions", LIFE_CLASSES, position)
            yield Finding(place, f"unknown class '{name}'", did_you_mean(name, known))
