"""The words and numbers that every part of a deal file shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Any, ClassVar, NewType

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from seriatim.basics.money import parse_money
from seriatim.basics.rates import format_rate, parse_rate
from seriatim.basics.sources import SourceRef

LARGEST_AMOUNT = Decimal("1e12")
"""Dollars no pool of mortgage loans reaches."""
LARGEST_RATE = Decimal(100)
"""10,000 %: above any rate, speed or percentage of a deal, the odd rates of small interest-only classes included."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_SHOWN = 60
LONGEST_FILE_NAME = 200
LONGEST_PARTY = 40
"""Characters of the name of an outside party."""
FAULTS = "faults"
"""The kind of pydantic error that carries several complaints, each with its place."""

Fault = tuple[tuple[str | int, ...], str]
"""A place below the entry that is checked, and what is wrong there."""


def shown(value: object) -> str:
    """A value as an error message shows it: quoted if text, shortened if long, by its kind if a list or mapping."""
    if isinstance(value, dict):
        return "entries of its own"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    if len(text) > LONGEST_SHOWN:
        text = text[:LONGEST_SHOWN] + "..."
    return repr(text) if isinstance(value, str) else text


def faults(found: Iterable[Fault]) -> PydanticCustomError:
    """Several complaints about one entry as the one error a validator may raise."""
    return PydanticCustomError(FAULTS, "several faults", {FAULTS: list(found)})


def _is_number(value: Any) -> bool:
    return isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)


def _rate(value: Any, *, allow_negative: bool = False) -> Decimal:
    """A rate as written, within the bounds of any deal."""
    if not _is_number(value):
        raise ValueError(f"{shown(value)} is not a rate: write 5.75% or 0.0575")
    if (isinstance(value, str) and len(value) > LONGEST_SHOWN) or (not isinstance(value, str) and abs(value) > 10_000):
        raise ValueError(f"{shown(value)} is not a rate: write 5.75% or 0.0575")
    rate = parse_rate(value, allow_negative=allow_negative)
    if abs(rate) > LARGEST_RATE:
        raise ValueError(f"{shown(value)} is above {format_rate(LARGEST_RATE)}")
    return rate


def _signed_rate(value: Any) -> Decimal:
    return _rate(value, allow_negative=True)


def _part(value: Any) -> Decimal:
    """A part of a whole, at most all of it."""
    rate = _rate(value)
    if rate > 1:
        raise ValueError(f"{format_rate(rate)} is more than all of it: at most 100%")
    return rate


def _money(value: Any) -> Decimal:
    """An amount of dollars, below any pool's."""
    if not _is_number(value) or (isinstance(value, str) and len(value) > LONGEST_SHOWN):
        raise ValueError(f"{shown(value)} is not an amount: write 85,666,000")
    amount = parse_money(value)
    if amount > LARGEST_AMOUNT:
        raise ValueError(f"{shown(value)} is above a trillion dollars")
    return amount


def _source(value: Any) -> SourceRef:
    """A source as written."""
    if isinstance(value, SourceRef):
        return value
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a source: write 'supplement p. 11, NAS classes'")
    return SourceRef.parse(value)


def _date(value: Any) -> date:
    """A day of the calendar, as written in ISO form."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(f"{shown(value)} is not a date: write 2006-11-28")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{shown(value)} is not a day of the calendar") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _class_name(value: Any) -> str:
    """The name of a class; a number stands for its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not the name of a class: put it in quotation marks")
    name = value.strip()
    if not re.fullmatch(r"\w[\w ./'()-]{0,39}", name):
        raise ValueError(f"{shown(value)} is not the name of a class: at most 40 letters, digits, spaces and - . / '")
    return name


def _listed(value: Any) -> Any:
    """A single name as a list of one."""
    return (value,) if isinstance(value, str | int) and not isinstance(value, bool) else value


def _file_name(value: Any) -> str:
    """The name of a file in the folder of the deal."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_FILE_NAME:
        raise ValueError(f"{shown(value)} is not the name of a file")
    if value in (".", "..") or {value} != {PurePosixPath(value).name, PureWindowsPath(value).name}:
        raise ValueError(f"{shown(value)} is not in the folder of the deal: name a file beside the deal file")
    return value


def written_as(kind: str, form: Mapping[str, Any]) -> WithJsonSchema:
    """The written form of a value in a deal file, as JSON Schema has it.

    `seriatim.deal.schema` states it once, under the name of its kind; ``{"x-kind": NAME}`` refers to another kind.
    """
    return WithJsonSchema({"x-kind": kind, "x-form": dict(form)})


NUMBER: Mapping[str, Any] = {
    "type": ["string", "number"],
    "pattern": r"^\s*\d+(\.\d*)?\s*%?\s*$",
    "minimum": 0,
    "maximum": 1,
}
RATE = written_as("Rate", {**NUMBER, "examples": ["5.75%"], "description": "5.75% or 0.0575"})
PART = written_as("Part", {**NUMBER, "examples": ["10%"], "description": "a part of a whole: 10% or 0.1"})
MONEY = written_as(
    "Money",
    {
        "type": ["string", "number"],
        "pattern": r"^\s*\$?\d[\d,_]*(\.\d*)?\s*$",
        "minimum": 0,
        "examples": ["85,666,000"],
        "description": "dollars",
    },
)
DAY = written_as(
    "CalendarDay", {"type": "string", "format": "date", "examples": ["2006-11-28"], "description": "a day"}
)
CLASS_NAME = written_as(
    "ClassName", {"type": ["string", "integer"], "description": "name of a class, as in the class table"}
)
CLASS_NAMES = written_as(
    "ClassNames",
    {
        "anyOf": [
            {"type": "array", "items": {"x-kind": "ClassName"}, "description": "names of classes"},
            {"x-kind": "ClassName", "description": "a single one needs no brackets"},
        ]
    },
)
FILE_NAME = written_as(
    "FileName", {"type": "string", "examples": ["rep_lines.csv"], "description": "a file beside the deal file"}
)
SOURCE = written_as(
    "Source",
    {"type": "string", "examples": ["supplement p. 11, NAS classes"], "description": "document, page and section"},
)
STEPS: Mapping[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "patternProperties": {r"^\d+(\s*[-–]\s*\d+|\s+and after)?$": {"x-kind": "Part"}},
    "additionalProperties": False,
}
"""Written forms, as JSON Schema has them."""

Rate = Annotated[Decimal, BeforeValidator(_rate), PlainSerializer(str), RATE]
SignedRate = Annotated[Decimal, BeforeValidator(_signed_rate), PlainSerializer(str), RATE]
Part = Annotated[Decimal, BeforeValidator(_part), PlainSerializer(str), PART]
Money = Annotated[Decimal, BeforeValidator(_money), PlainSerializer(str), MONEY]
CalendarDay = Annotated[date, BeforeValidator(_date), DAY]
ClassName = Annotated[str, BeforeValidator(_class_name), CLASS_NAME]
ClassNames = Annotated[tuple[ClassName, ...], BeforeValidator(_listed), CLASS_NAMES]
FileName = Annotated[str, BeforeValidator(_file_name), FILE_NAME]
Source = Annotated[SourceRef, BeforeValidator(_source), PlainSerializer(str), SOURCE]
Count = Annotated[int, Field(strict=True)]
Truth = Annotated[bool, Field(strict=True)]
GroupName = NewType("GroupName", str)
"""The name of a group of a series and of its pool; empty for the classes of a deal of one pool."""


def words(field_name: str) -> str:
    """The key of a field in a deal file: the field's name in words.

    A key with a hyphen is the alias of its field.

    >>> words("closing_date")
    'closing date'
    """
    return field_name.replace("_", " ")


class Provision(BaseModel):
    """Part of a deal file: frozen, keys in words, nothing unknown accepted."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=words,
        validate_by_name=False,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )


class Rule(Provision):
    """A provision that the document makes at a stated place."""

    source: Source = Field(description="where the document says so")


class StepTable(Provision):
    """Percentages by distribution day, as ``{1-60: 100%, 61-72: 70%, 109 and after: 0%}``.

    The first distribution day is 1; the ranges follow one another without a gap, the last has no end.
    """

    model_config = ConfigDict(json_schema_extra={"x-form": dict(STEPS)})

    may_begin_later: ClassVar[bool] = False
    steps: tuple[tuple[int, Part], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "steps" in value:
            return value
        entries = [_Step.read(key, percent) for key, percent in value.items()]
        found = [fault for entry in entries for fault in entry.faults]
        if not found:
            found = list(_range_faults(entries, cls.may_begin_later))
        if found:
            raise faults(found)
        steps = [(entry.first, entry.percent) for entry in entries]
        return {"steps": steps if entries[0].first == 1 else [(1, Decimal(0)), *steps]}

    @property
    def first_days(self) -> tuple[int, ...]:
        """The distribution days on which the percentage changes."""
        return tuple(day for day, _ in self.steps[1:])

    def on(self, day: int) -> Decimal:
        """The percentage in force on distribution day ``day``."""
        return [percent for first, percent in self.steps if first <= day][-1]

    def by_day(self) -> tuple[Decimal, ...]:
        """The percentages of days 1, 2, ... up to the last change."""
        return tuple(self.on(day) for day in range(1, self.steps[-1][0] + 1))


class LimitTable(StepTable):
    """Limits by distribution day, as ``{61-72: 30%, 73 and after: 35%}``; 0 % before the first day stated."""

    may_begin_later: ClassVar[bool] = True


@dataclass(frozen=True)
class _Step:
    """One entry of a step table as read: the key, its days (no last one for "and after"), what is wrong."""

    key: str
    first: int
    last: int | None
    percent: Decimal
    faults: tuple[Fault, ...] = ()

    @classmethod
    def read(cls, key: Any, value: Any) -> _Step:
        first, last, percent, found = 0, None, Decimal(0), []
        try:
            first, last = _day_range(str(key))
        except ValueError as error:
            found.append(((str(key),), str(error)))
        try:
            percent = _part(value)
        except ValueError as error:
            found.append(((str(key),), f"'{key}': {error}"))
        return cls(str(key), first, last, percent, tuple(found))


def _range_faults(entries: list[_Step], may_begin_later: bool) -> Iterator[Fault]:
    """Gaps, overlaps and endings of a step table whose entries can be read."""
    if not entries:
        yield (), "has no steps: write '1-60: 100%' and so on"
        return
    expected = entries[0].first if may_begin_later else 1
    for position, entry in enumerate(entries):
        if entry.last is None and position < len(entries) - 1:
            yield (entry.key,), f"'{entry.key}' must come last"
            return
        if entry.first > expected:
            missing = f"day {expected}" if entry.first == expected + 1 else f"days {expected}-{entry.first - 1}"
            yield (entry.key,), f"'{entry.key}' leaves a gap: {missing} before it"
        elif entry.first < expected:
            yield (entry.key,), f"'{entry.key}' overlaps the steps before it: expected it to begin with day {expected}"
        expected = (entry.last or 0) + 1
    if entries[-1].last is not None:
        yield (entries[-1].key,), f"the last step must have no end: write '{entries[-1].first} and after'"


def _day_range(key: str) -> tuple[int, int | None]:
    """``61-72`` is (61, 72); ``109 and after`` is (109, None)."""
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?:(?:-|–)\s*(\d{1,4})|(and after))?\s*", key)
    if not match:
        raise ValueError(f"{shown(key)} is not a range of distribution days: write 61-72 or 109 and after")
    first = int(match[1])
    last = None if match[3] else int(match[2] or first)
    if first < 1:
        raise ValueError(f"'{key}' begins before distribution day 1")
    if last is not None and last < first:
        raise ValueError(f"'{key}' runs backwards")
    return first, last
