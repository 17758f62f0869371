"""The file of a multiple pool series, taken apart: each group as the file of a series of its own.

"If the pool and the related groups were considered a separate series": a group is read, checked and described as a
deal file is, with the chapters of the series it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from seriatim.basics.problems import Problem, did_you_mean
from seriatim.deal.findings import Finding
from seriatim.deal.series import GROUP, GROUPS, CompositeClass, CompositeClasses, Series
from seriatim.deal.terms import shown
from seriatim.deal.text import DealText, Path

OF_THE_SERIES = ("title", "documents", "dates", "structuring assumptions")
"""Chapters that stand once and hold for every group."""
ONCE = (*OF_THE_SERIES, "deal", "note", "residual", "clean-up call", "composite classes", "cross-collateralization")
"""What a group cannot state itself."""
UNLESS_STATED = ("distributions", "losses")
"""Chapters that hold for every group that does not state its own."""
LIFE_CLASSES = "life weighted by principal"
GROUP_NAME = re.compile(r"\w[\w -]{0,19}")


def is_series(text: DealText) -> bool:
    """Whether a file is that of a multiple pool series."""
    return GROUPS in text.data


def series_text(text: DealText) -> DealText:
    """The chapters of the series itself."""
    data = {key: value for key, value in text.data.items() if key != GROUPS and key not in UNLESS_STATED}
    return DealText(text.file, data, text.lines)


def group_texts(text: DealText) -> tuple[list[DealText], list[Problem]]:
    """The file of each group, with the lines of the one they stand in, and what is wrong with the list of them."""
    stated = text.data[GROUPS]
    if not isinstance(stated, list):
        reason = f"{shown(GROUPS)}: must be a list, found {shown(stated)}"
        return [], [Problem(text.file, text.line_of((GROUPS,)), reason, "begin each group with '-'")]
    found: list[DealText] = []
    problems: list[Problem] = []
    for position, group in enumerate(stated):
        place: Path = (GROUPS, position)
        if not isinstance(group, dict):
            problems.append(Problem(text.file, text.line_of(place), f"{shown(group)} is not a group", "name its pool"))
            continue
        problems += _faults(text, place, group)
        found.append(_group_text(text, place, group))
    names = Counter(each.data.get("deal") for each in found)
    for each in found[1:]:
        if names[each.data.get("deal")] > 1:
            reason = f"group {each.data.get('deal')} is listed twice"
            problems.append(Problem(text.file, each.line_of(("deal",)), reason, "each group has a name of its own"))
    return found, problems


def _faults(text: DealText, place: Path, group: Mapping[str, Any]) -> Iterator[Problem]:
    """A group without a proper name, and chapters that only the series has."""
    name = group.get(GROUP)
    if GROUP not in group:
        yield Problem(text.file, text.line_of(place), "'group' is missing", "name the group, as in 'group: I'")
    elif not GROUP_NAME.fullmatch(str(name)) or isinstance(name, dict | list):
        reason = f"{shown(name)} is not the name of a group"
        yield Problem(text.file, text.line_of((*place, GROUP)), reason, "at most 20 letters, digits, spaces and -")
    for key in group:
        if key in ONCE:
            reason = f"{shown(key)} is said once for all groups"
            yield Problem(text.file, text.line_of((*place, key)), reason, "move it out of the group")


def _group_text(text: DealText, place: Path, group: Mapping[str, Any]) -> DealText:
    """A group with the chapters of its series, as if it were a deal file."""
    own = {key: value for key, value in group.items() if key not in (GROUP, *ONCE)}
    data: dict[str, Any] = {"deal": str(group.get(GROUP, "group"))}
    data |= {key: text.data[key] for key in (*OF_THE_SERIES, *UNLESS_STATED) if key in text.data and key not in own}
    assumed = data.get("structuring assumptions")
    if isinstance(assumed, dict):
        data["structuring assumptions"] = {key: value for key, value in assumed.items() if key != LIFE_CLASSES}
    lines = {path: line for path, line in text.lines.items() if path and path[0] in data}
    lines |= {path[2:]: line for path, line in text.lines.items() if path[:2] == place and len(path) > 2}
    lines |= {(): text.line_of(place), ("deal",): text.line_of((*place, GROUP))}
    data |= own
    if isinstance(own.get("classes"), dict) and "residual" in text.data:
        data["classes"] = {**own["classes"], "residual": text.data["residual"]}
        lines[("classes", "residual")] = text.line_of(("residual",))
    return DealText(text.file, data, lines)


def series_findings(series: Series) -> Iterator[Finding]:
    """What the groups of a series contradict each other in."""
    yield from _twice(series)
    if series.composite_classes:
        yield from _composites(series, series.composite_classes)
    if series.cross_collateralization:
        yield from _shared_subordination(series)
    known = [each.name for group in series.groups for each in group.classes.regular]
    for position, name in enumerate(series.structuring_assumptions.life_weighted_by_principal):
        if name not in known:
            place = ("structuring assumptions", LIFE_CLASSES, position)
            yield Finding(place, f"unknown class '{name}'", did_you_mean(name, known))


def _twice(series: Series) -> Iterator[Finding]:
    """Names of classes and schedules that two groups have."""
    classes: set[str] = {series.residual.name}
    schedules: set[str] = set()
    for place, group in enumerate(series.groups):
        for part, securities in (("senior", group.classes.senior), ("subordinated", group.classes.subordinated)):
            for position, security in enumerate(securities):
                if security.name in classes:
                    row: Path = (GROUPS, place, "classes", part, position, "class")
                    yield Finding(row, f"class {security.name} stands in two groups", "each has names of its own")
        classes |= {security.name for security in group.classes.regular}
        for position, schedule in enumerate(group.schedules):
            if schedule.name in schedules:
                path = (GROUPS, place, "schedules", position, "name")
                yield Finding(path, f"schedule '{schedule.name}' stands in two groups", "each has names of its own")
        schedules |= {schedule.name for schedule in group.schedules}


def _composites(series: Series, stated: CompositeClasses) -> Iterator[Finding]:
    """Components exist, are of one kind, belong to one composite, and to different groups."""
    place_of = {
        security.name: (number, part)
        for number, group in enumerate(series.groups)
        for part, securities in (("senior", group.classes.senior), ("subordinated", group.classes.subordinated))
        for security in securities
    }
    used: set[str] = set()
    for position, composite in enumerate(stated.classes):
        path: Path = ("composite classes", "classes", position)
        if composite.name in place_of or composite.name == series.residual.name:
            yield Finding((*path, "class"), f"class {composite.name} is listed twice", "each class has a name of its own")
        for place, name in enumerate(composite.components):
            where = (*path, "components", place)
            if name not in place_of:
                yield Finding(where, f"unknown class '{name}'", did_you_mean(name, place_of))
            elif name in used:
                yield Finding(where, f"class {name} is already a component", "a class is part of one composite")
            used.add(name)
        yield from _unlike(composite, path, place_of)


def _unlike(composite: CompositeClass, path: Path, place_of: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    known = [place_of[name] for name in composite.components if name in place_of]
    if len({part for _, part in known}) > 1:
        yield Finding((*path, "components"), f"{composite.name} has senior and subordinated components")
    groups = Counter(number for number, _ in known)
    if any(count > 1 for count in groups.values()):
        yield Finding((*path, "components"), f"{composite.name} has two components of one group")


def _shared_subordination(series: Series) -> Iterator[Finding]:
    """Cross-collateralized groups: subordinated classes of one number, each the component of a composite."""
    stated = series.composite_classes.classes if series.composite_classes else ()
    rows = [tuple(each.name for each in group.classes.subordinated) for group in series.groups]
    path: Path = ("cross-collateralization",)
    if not any(rows):
        yield Finding(path, "the groups have no subordinated classes to share", "leave out 'cross-collateralization'")
    elif len({len(row) for row in rows}) > 1:
        counts = ", ".join(f"{group.deal} has {len(row)}" for group, row in zip(series.groups, rows, strict=True))
        yield Finding(path, f"the groups have different numbers of subordinated classes: {counts}")
    else:
        of_subordinated = [set(each.components) for each in stated if set(each.components) & set().union(*rows)]
        for position, names in enumerate(zip(*rows, strict=True)):
            if set(names) not in of_subordinated:
                reason = f"{' and '.join(names)} are no composite class"
                yield Finding(path, reason, "state a composite class of them under 'composite classes'")
            elif of_subordinated.index(set(names)) != position:
                yield Finding(("composite classes",), "the composites do not stand in order of seniority")
