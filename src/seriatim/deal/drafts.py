"""As much of a deal as can be read from a file with faults, so that the rest of it is checked all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from seriatim.basics.problems import Problem, nearest
from seriatim.deal.classes.roster import Roster
from seriatim.deal.complaints import data_path, problems_of
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUPS, Series
from seriatim.deal.terms import Provision
from seriatim.deal.text import DealText, EntryPath

MOST_COMPLAINTS = 200
"""Complaints that are put in words; a file with more of them is not a deal file."""


@dataclass(frozen=True)
class Draft:
    """A deal, complete or in part.

    ``parts`` are the keys of the chapters that are there, optional ones that the file does not have included;
    ``roster`` are the classes by name, there even where a rate or an amount in the class table is wrong.
    """

    deal: DealTerms
    parts: frozenset[str]
    roster: Roster | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_complete(self) -> bool:
        """True for a deal without a fault of form."""
        return not self.problems


@dataclass(frozen=True)
class SeriesDraft:
    """A multiple pool series, complete or in part; ``parts`` are the keys of the chapters of its own that are there."""

    series: Series
    parts: frozenset[str]
    problems: tuple[Problem, ...] = ()


def draft(text: DealText) -> Draft:
    """The model of a parsed deal file, with what is wrong with its form."""
    try:
        deal = DealTerms.model_validate(text.data)
        return Draft(deal, _keys(DealTerms), Roster.of(deal.classes))
    except ValidationError as error:
        details = error.errors(include_url=False)
    data, doubtful = _mended(text, details)
    values = dict(_valid_parts(data, DealTerms))
    roster = Roster.of(values["classes"]) if "classes" in values else None
    problems = tuple(_complaints(text, details, DealTerms))
    return Draft(DealTerms.model_construct(**values), frozenset(values) - doubtful, roster, problems)


def draft_series(text: DealText, groups: tuple[DealTerms, ...]) -> SeriesDraft:
    """The model of the chapters of a series around its groups, with what is wrong with their form."""
    try:
        series = Series.model_validate({**text.data, GROUPS: groups})
        return SeriesDraft(series, _keys(Series))
    except ValidationError as error:
        details = [each for each in error.errors(include_url=False) if each["loc"] != (GROUPS,)]
    data, _ = _mended(text, details)
    values = dict(_valid_parts(data, Series))
    unknown = [str(each["loc"][-1]) for each in details if each["type"] == "extra_forbidden" and len(each["loc"]) == 1]
    misspelt = {nearest(key, _keys(Series)) for key in unknown}
    problems = tuple(_complaints(text, details, Series))
    return SeriesDraft(Series.model_construct(**values, groups=groups), frozenset(values) - misspelt, problems)


def _keys(kind: type[Provision]) -> frozenset[str]:
    """The keys that a file of the given kind may have."""
    return frozenset(field.alias or name for name, field in kind.model_fields.items())


def _complaints(text: DealText, details: Sequence[ErrorDetails], kind: type[Provision]) -> list[Problem]:
    """Faults of form of a file, a limited number of complaints."""
    problems = problems_of(text, details[:MOST_COMPLAINTS], kind)
    if len(details) > MOST_COMPLAINTS:
        problems.append(Problem(text.file, None, f"and {len(details) - MOST_COMPLAINTS:,} more problems"))
    return problems


def _mended(text: DealText, details: Iterable[ErrorDetails]) -> tuple[dict[str, Any], set[str]]:
    """The data without what can be left out of it, and the chapters in which that makes a difference.

    Unknown keys are dropped; a missing or broken source is replaced; a class with a fault keeps its name only.
    """
    data: dict[str, Any] = deepcopy(text.data)
    places = [(data_path(text, detail["loc"]), detail) for detail in details]
    unknown = [path for path, detail in places if detail["type"] == "extra_forbidden"]
    rows = {path[:3] for path, _ in places if path[:1] == ("classes",) and len(path) > 2}
    for path in rows:
        _entry(data, path[:2])[path[2]] = _row_with_name(_entry(data, path))
    for path in unknown:
        if path[:3] not in rows:
            _entry(data, path[:-1]).pop(path[-1])
    for path, detail in places:
        if detail["loc"][-1:] == ("source",) and path not in unknown:
            _entry(data, path[:-1] if path[-1:] == ("source",) else path)["source"] = "a document"
    return data, {"classes"} if rows else set()


def _entry(data: Any, path: EntryPath) -> Any:
    """The entry of the data at a path."""
    for part in path:
        data = data[part]
    return data


def _row_with_name(row: Any) -> Any:
    """A class of the same name and kind without what may be wrong with it; anything else as it is."""
    if not isinstance(row, dict) or "class" not in row:
        return row
    size = {"notional": "pool balance"} if "notional" in row and "balance" not in row else {"balance": 1}
    return {"class": row["class"], "rate": "0%", **size}


def _valid_parts(data: Mapping[str, Any], root: type[Provision]) -> Iterable[tuple[str, Any]]:
    """Key and value of every chapter that is valid by itself, or optional and not there."""
    for field in root.model_fields.values():
        key = field.alias or ""
        if key not in data:
            if not field.is_required():
                yield key, field.get_default(call_default_factory=True)
            continue
        kind: Any = field.annotation
        for rule in field.metadata:
            kind = Annotated[kind, rule]
        try:
            yield key, TypeAdapter(kind).validate_python(data[key])
        except ValidationError:
            continue
