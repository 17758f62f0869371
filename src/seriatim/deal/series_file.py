"""The file of a multiple pool series, taken apart: each group as the file of a series of its own.

"If the pool and the related groups were considered a separate series": a group is read, checked and described as a
deal file is, with the chapters of the series it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seriatim.basics.problems import Problem, nearest
from seriatim.deal.chapters import CHAPTERS
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUP, GROUPS, Series
from seriatim.deal.terms import shown
from seriatim.deal.text import DealText, EntryPath

KEYS: Mapping[str, str] = {name: field.alias or name for name, field in DealTerms.model_fields.items()}
"""The key of each field of a deal."""
ONCE = tuple(field.alias or name for name, field in Series.model_fields.items() if name != GROUPS)
"""The keys of the series, which a group cannot state itself."""
NAME = KEYS["deal"]
"""The short name of a deal; where a group is read as a deal, the group's own."""
OF_THE_SERIES = tuple(
    key for name, key in KEYS.items() if key in ONCE and key != NAME and DealTerms.model_fields[name].is_required()
)
"""Chapters that stand once and hold for every group."""
UNLESS_STATED = tuple(KEYS[chapter.field] for chapter in CHAPTERS if chapter.for_all_groups)
"""Chapters that hold for every group that does not state its own."""
LIFE_CLASSES = "life weighted by principal"
RESIDUAL = ("classes", "residual")
"""The place at which a group, as a deal of its own, has the residual of the series."""
ELSEWHERE = frozenset({*((key,) for key in ONCE), RESIDUAL})
"""Entries that are not looked for in a group."""
OF_A_GROUP = (GROUP, *(key for key in KEYS.values() if key not in ONCE))
"""The keys of a group."""
GROUP_NAME = re.compile(r"\w[\w -]{0,19}")


def is_series(text: DealText) -> bool:
    """True where a file is that of a multiple pool series."""
    return GROUPS in text.data


def misspelt_groups(text: DealText) -> Problem | None:
    """The problem of a file whose list of groups has a misspelt key."""
    if not {GROUPS, "mortgage loans", "classes"}.intersection(text.data):
        for key in text.data:
            if nearest(key, [GROUPS]) and isinstance(text.data[key], list):
                reason, hint = f"unknown key {shown(key)}", f"did you mean '{GROUPS}'?"
                return Problem(text.file, text.line_of((key,)), reason, hint)
    return None


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
    problems = list(_number_of_groups(text, stated))
    found: list[DealText] = []
    for position, group in enumerate(stated):
        place: EntryPath = (GROUPS, position)
        if isinstance(group, dict):
            problems += _faults(text, place, group)
            found.append(_group_text(text, place, group))
        else:
            hint = "write 'group: I' and the group's chapters below it"
            problems.append(Problem(text.file, text.line_of(place), f"{shown(group)} is not a group", hint))
    return found, [*problems, *_names_twice(text, stated), *_held_by_none(text, stated)]


def class_names(texts: Sequence[DealText]) -> dict[str, str]:
    """The group of each class, by name, as far as the files of the groups state them."""
    found: dict[str, str] = {}
    for text in texts:
        table = text.data.get("classes")
        parts = [table.get(part) for part in ("senior", "subordinated")] if isinstance(table, dict) else []
        for row in (row for part in parts if isinstance(part, list) for row in part if isinstance(row, dict)):
            found.setdefault(str(row.get("class")), text.data[NAME])
    return found


def _number_of_groups(text: DealText, stated: list[Any]) -> Iterator[Problem]:
    """A list of fewer than two groups."""
    if len(stated) < 2:
        reason = f"{shown(GROUPS)}: " + ("has only one group" if stated else "must not be empty")
        hint = "a deal of one pool states its chapters without 'groups'"
        yield Problem(text.file, text.line_of((GROUPS,)), reason, hint)


def _faults(text: DealText, place: EntryPath, group: Mapping[str, Any]) -> Iterator[Problem]:
    """A group without a proper name, and chapters that only the series has."""
    name = group.get(GROUP)
    misspelt = [key for key in group if _is_misspelt_name(key, group)]
    for key in misspelt:
        line = text.line_of((*place, key))
        yield Problem(text.file, line, f"unknown key {shown(key)}", f"did you mean '{GROUP}'?")
    if GROUP not in group:
        if not misspelt:
            yield Problem(text.file, text.line_of(place), "'group' is missing", "name the group, as in 'group: I'")
    elif isinstance(name, bool | dict | list) or not GROUP_NAME.fullmatch(str(name)):
        reason = f"{shown(name)} is not the name of a group"
        yield Problem(text.file, text.line_of((*place, GROUP)), reason, "at most 20 letters, digits, spaces and -")
    said = [((*place, key), key) for key in group if key in ONCE]
    if isinstance(group.get("classes"), dict) and "residual" in group["classes"]:
        said.append(((*place, *RESIDUAL), "residual"))
    for path, key in said:
        yield Problem(
            text.file, text.line_of(path), f"{shown(key)} is said once for all groups", "move it out of the group"
        )


def _is_misspelt_name(key: str, group: Mapping[str, Any]) -> bool:
    """True where a key is most likely that of the group's name."""
    return GROUP not in group and key not in (*OF_A_GROUP, *ONCE) and nearest(key, OF_A_GROUP) == GROUP


def _names_twice(text: DealText, stated: list[Any]) -> Iterator[Problem]:
    """Groups that bear one name."""
    seen: dict[str, int] = {}
    for position, group in enumerate(stated):
        if not isinstance(group, dict) or GROUP not in group:
            continue
        name, line = str(group[GROUP]), text.line_of((GROUPS, position, GROUP))
        if name in seen:
            yield Problem(text.file, line, f"group {name} is listed twice", f"first on line {seen[name]}")
        seen.setdefault(name, line)


def _held_by_none(text: DealText, stated: list[Any]) -> Iterator[Problem]:
    """Chapters at the top that every group replaces by its own."""
    for key in UNLESS_STATED:
        if key in text.data and stated and all(isinstance(group, dict) and key in group for group in stated):
            reason = f"{shown(key)} holds for no group: each states its own"
            yield Problem(text.file, text.line_of((key,)), reason, "remove it here or there")


def _group_text(text: DealText, place: EntryPath, group: Mapping[str, Any]) -> DealText:
    """A group with the chapters of its series, as if it were a deal file."""
    own = {
        key: value for key, value in group.items() if key not in (GROUP, *ONCE) and not _is_misspelt_name(key, group)
    }
    data: dict[str, Any] = {NAME: str(group.get(GROUP, "group"))}
    data |= {key: text.data[key] for key in (*OF_THE_SERIES, *UNLESS_STATED) if key in text.data and key not in own}
    assumed = data.get("structuring assumptions")
    if isinstance(assumed, dict):
        data["structuring assumptions"] = {key: value for key, value in assumed.items() if key != LIFE_CLASSES}
    lines = {path: line for path, line in text.lines.items() if path and path[0] in data}
    lines |= {path[2:]: line for path, line in text.lines.items() if path[:2] == place and len(path) > 2}
    lines |= {(): text.line_of(place), (NAME,): text.line_of((*place, GROUP))}
    data |= own
    if isinstance(own.get("classes"), dict):
        residual = text.data.get("residual")
        data["classes"] = {**own["classes"], "residual": residual if isinstance(residual, str) else "residual"}
        lines[RESIDUAL] = text.line_of(("residual",))
    return DealText(text.file, data, lines, elsewhere=ELSEWHERE)
