"""Faults of form in a deal file, in its own words: pydantic's complaints translated, with places and nearest keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic_core import ErrorDetails

from seriatim.basics.problems import Problem, did_you_mean, nearest
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUPS, Series
from seriatim.deal.terms import FAULTS, Provision, shown
from seriatim.deal.text import DealText, EntryPath

Location = tuple[int | str, ...]

KINDS_OF_VALUE: Mapping[str, str] = {
    "model_type": "must have entries of its own",
    "model_attributes_type": "must have entries of its own",
    "dict_type": "must have entries of its own",
    "tuple_type": "must be a list",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "decimal_type": "must be a number",
    "decimal_parsing": "must be a number",
    "finite_number": "must be a number",
}
DEEPEST_HOME = 5
"""Levels of entries that are searched for the place of a misplaced key; rules nest without end."""
ONLY_OF_SERIES = tuple(field.alias for name, field in Series.model_fields.items() if name not in DealTerms.model_fields)
"""Keys that only the file of a multiple pool series has."""
LIMITS: Mapping[str, tuple[str, str]] = {
    "greater_than": ("gt", "must be more than {}"),
    "greater_than_equal": ("ge", "must be at least {}"),
    "less_than": ("lt", "must be less than {}"),
    "less_than_equal": ("le", "must be at most {}"),
}


def problems_of(text: DealText, details: Sequence[ErrorDetails], root: type[Provision] = DealTerms) -> list[Problem]:
    """All complaints about a file of the given kind as problems; a misspelt key is not also reported as missing."""
    found: list[Problem] = []
    misspelt = {
        (data_path(text, detail["loc"])[:-1], nearest(_last(detail), _keys_at(detail["loc"], root)))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    for detail in details:
        path = data_path(text, detail["loc"])
        if detail["type"] == "missing" and ((path, _last(detail)) in misspelt or path[-1:] == detail["loc"][-1:]):
            continue  # misspelt, or there without a value: either is reported
        if detail["type"] == "missing" and detail["loc"] in text.elsewhere:
            continue  # missed where it stands
        if detail["type"] == "too_short" and _entries(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # only because not enough of the entries are right
        found += _translated(text, detail, path, root)
    return list(dict.fromkeys(found))


def located(text: DealText, path: Location, *, reason: str, hint: str = "") -> Problem:
    """A problem at the line of the file that a location in the model is about."""
    return Problem(text.file, text.line_of(data_path(text, path)), reason, hint)


def data_path(text: DealText, location: Location) -> EntryPath:
    """The part of a location in the model that exists in the file.

    Names of models and alternatives fall out; ``rule`` stands for the one entry of a side of a concurrent payment.
    """
    path: EntryPath = ()
    data: Any = text.data
    for part in location:
        if part == "rule" and isinstance(data, dict) and len(data) == 1 and part not in data:
            part = next(iter(data))
        if (*path, part) not in text.lines:
            continue
        path = (*path, part)
        inside = isinstance(data, dict) or (isinstance(data, list) and isinstance(part, int) and part < len(data))
        data = data.get(part) if isinstance(data, dict) else data[part] if inside else None
    return path


def _last(detail: ErrorDetails) -> str:
    """The key that a complaint is about."""
    return str(detail["loc"][-1]) if detail["loc"] else "the file"


def _translated(text: DealText, detail: ErrorDetails, path: EntryPath, root: type[Provision]) -> Iterator[Problem]:
    """One complaint of pydantic as problems of the file."""
    kind, name = detail["type"], _entry_name(path)
    if kind == FAULTS:
        for place, reason in detail["ctx"][FAULTS]:
            yield Problem(text.file, text.line_of((*path, *place)), reason)
        return
    line = text.line_of(path)
    if kind == "extra_forbidden":
        yield Problem(text.file, line, f"unknown key {shown(_last(detail))}", _key_hint(text, detail, path, root))
    elif kind == "missing":
        yield Problem(text.file, line, f"'{_last(detail)}' is missing{_inside(detail, name)}")
    else:
        reason, hint = _reason(detail)
        whole = kind == "value_error" and isinstance(detail["input"], dict)
        subject = f"{shown(name)}: " if name and not whole else ""
        yield Problem(text.file, line, f"{subject}{reason}", hint)


def _inside(detail: ErrorDetails, name: str) -> str:
    """The entry from which another is missing: a class by its name, anything else by its key."""
    around = detail["input"]
    if isinstance(around, dict) and isinstance(around.get("class"), str):
        return f" in class {around['class']}"
    return f" in {shown(name)}" if name else ""


def _reason(detail: ErrorDetails) -> tuple[str, str]:
    """The complaint about a value, and what to write."""
    kind, given = detail["type"], shown(detail["input"])
    context: dict[str, Any] = detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "literal_error":
        choice = [str(each) for each in _literals(context["expected"])]
        return f"{given} is not one of its values", did_you_mean(str(detail["input"]), choice)
    if kind in LIMITS:
        key, words = LIMITS[kind]
        found = f", found {given}" if isinstance(detail["input"], int) else ""
        return words.format(context[key]) + found, ""
    if kind == "too_short" and _entries(detail["input"]):
        return f"has only {_entries(detail['input'])} of at least {context['min_length']} entries", ""
    if kind in ("too_short", "string_too_short"):
        return "must not be empty", ""
    if kind == "too_long":
        return f"has {context['actual_length']} entries, at most {context['max_length']} are allowed", ""
    hint = "begin each entry with '-'" if kind == "tuple_type" else ""
    if kind == "string_type" and not isinstance(detail["input"], dict | list):
        hint = "put it in quotation marks"
    return f"{KINDS_OF_VALUE.get(kind, 'has a wrong value')}, found {given}", hint


def _entries(given: object) -> int:
    """The number of entries of a list; a value alone stands for a list of one."""
    return len(given) if isinstance(given, list | tuple) else 1


def _literals(expected: str) -> list[str]:
    """The values in pydantic's ``'a', 'b' or 'c'``."""
    return [part.strip().strip("'") for part in expected.replace("' or '", "', '").split("', '")]


def _entry_name(path: EntryPath) -> str:
    """The key of the nearest named entry at or around a path ('' at the top of the file)."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def _key_hint(text: DealText, detail: ErrorDetails, path: EntryPath, root: type[Provision]) -> str:
    """The nearest key allowed at this place, else the keys that could still be added."""
    allowed = [key for key in _keys_at(detail["loc"], root) if (*path[:-1], key) not in text.elsewhere]
    name = _last(detail)
    if nearest(name, allowed) is not None:
        return did_you_mean(name, allowed)
    homes = list(dict.fromkeys(_homes(name, root, "")))
    if len(homes) == 1:
        return f"it belongs in '{homes[0]}'"
    if root is DealTerms and len(path) == 1 and name in ONLY_OF_SERIES:
        return f"only a file with '{GROUPS}' has it"
    free = [key for key in allowed if (*path[:-1], key) not in text.lines]
    return did_you_mean(name, free) if free else "remove it"


def _homes(name: str, kind: type[Provision], around: str, depth: int = 0) -> Iterator[str]:
    """The keys of the entries in which a key may stand."""
    for field in kind.model_fields.values():
        key = field.alias or ""
        if key == name and around:
            yield around
        if depth < DEEPEST_HOME:
            for inner in _provisions(field.annotation):
                yield from _homes(name, inner, key, depth + 1)


def _keys_at(location: Location, root: type[Provision]) -> tuple[str, ...]:
    """The keys that may stand beside the entry at a location."""
    kinds: list[type[Provision]] = [root]
    for part in location[:-1]:
        inner = [
            each
            for kind in kinds
            for field in kind.model_fields.values()
            if field.alias == part
            for each in _provisions(field.annotation)
        ]
        kinds = inner or kinds
    return tuple(field.alias or "" for kind in kinds for field in kind.model_fields.values())


def _provisions(annotation: Any) -> Iterator[type[Provision]]:
    """The kinds of provision that a type annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, Provision):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _provisions(part)
