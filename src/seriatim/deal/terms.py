"""The words and numbers that every part of a deal file shares."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from seriatim.basics.money import parse_money
from seriatim.basics.rates import parse_rate
from seriatim.basics.sources import SourceRef


def _is_number(value: Any) -> bool:
    return isinstance(value, str | int | float | Decimal) and not isinstance(value, bool)


def _rate(value: Any) -> Any:
    return parse_rate(value) if _is_number(value) else value


def _signed_rate(value: Any) -> Any:
    return parse_rate(value, allow_negative=True) if _is_number(value) else value


def _money(value: Any) -> Any:
    return parse_money(value) if _is_number(value) else value


def _source(value: Any) -> Any:
    return SourceRef.parse(value) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a date: write 2006-11-28") from None


def _name(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


RATE_SCHEMA = {"type": ["string", "number"], "examples": ["5.75%"], "description": "5.75% or 0.0575"}
MONEY_SCHEMA = {"type": ["string", "number"], "examples": ["85,666,000"], "description": "dollars"}

Rate = Annotated[Decimal, BeforeValidator(_rate), PlainSerializer(str), Field(json_schema_extra=RATE_SCHEMA)]
SignedRate = Annotated[
    Decimal, BeforeValidator(_signed_rate), PlainSerializer(str), Field(json_schema_extra=RATE_SCHEMA)
]
Money = Annotated[Decimal, BeforeValidator(_money), PlainSerializer(str), Field(json_schema_extra=MONEY_SCHEMA)]
Day = Annotated[date, BeforeValidator(_date)]
ClassName = Annotated[str, BeforeValidator(_name), Field(min_length=1, max_length=40)]
Source = Annotated[
    SourceRef,
    BeforeValidator(_source),
    PlainSerializer(str),
    Field(
        json_schema_extra={
            "type": "string",
            "examples": ["supplement p. 11, NAS classes"],
            "description": "document, page, section",
        }
    ),
]


HYPHENATED = ("cut off", "principal only", "interest only", "clean up", "step down", "write down")
"""Word pairs the documents write with a hyphen."""


def words(field_name: str) -> str:
    """The key of a field in a deal file: the field's name in words.

    >>> words("closing_date"), words("clean_up_call")
    ('closing date', 'clean-up call')
    """
    key = field_name.replace("_", " ")
    for pair in HYPHENATED:
        key = key.replace(pair, pair.replace(" ", "-"))
    return key


class Statement(BaseModel):
    """Part of a deal file: frozen, keys in words, nothing unknown accepted."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=words,
        validate_by_name=False,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )


class Rule(Statement):
    """A statement the document makes at a stated place."""

    source: Source


class StepTable(Statement):
    """Percentages by distribution day, as ``{1-60: 100%, 61-72: 70%, 109 and after: 0%}``.

    The first distribution day is 1; the ranges follow one another without a gap, the last has no end.
    """

    steps: tuple[tuple[int, Rate], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "steps" in value:
            return value
        expected = 1
        steps: list[tuple[int, Any]] = []
        for position, (key, percent) in enumerate(value.items()):
            first, last = _day_range(str(key))
            if first != expected and not (position == 0 and first > 1):
                raise ValueError(f"'{key}' leaves a gap or overlaps: expected day {expected}")
            if last is None and position != len(value) - 1:
                raise ValueError(f"'{key}' must come last")
            if position == 0 and first > 1:
                steps.append((1, Decimal(0)))
            steps.append((first, percent))
            expected = (last or 0) + 1
        if not steps or last is not None:
            raise ValueError("the last step must read 'N and after'")
        return {"steps": steps}

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


def _day_range(key: str) -> tuple[int, int | None]:
    """``61-72`` is (61, 72); ``109 and after`` is (109, None)."""
    match = re.fullmatch(r"\s*(\d+)\s*(?:(?:-|–|to)\s*(\d+)|(and after))?\s*", key)
    if not match:
        raise ValueError(f"'{key}' is not a range of distribution days: write 61-72 or 109 and after")
    first = int(match[1])
    if match[3]:
        return first, None
    last = int(match[2]) if match[2] else first
    if first < 1 or last < first:
        raise ValueError(f"'{key}' is not a range of distribution days: it runs backwards or begins before day 1")
    return first, last
