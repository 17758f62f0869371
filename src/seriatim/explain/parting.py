"""Where two ways to one figure part: the input that differs, or the first rule that makes different things of the same.

The two plans are followed together from the figure backwards. As long as both compute a value by the same formula,
the way goes on to an input that differs; a value kept from the day before is followed into that day. It ends at an
input that differs (loan cash, an index, a number or table of the deal) or at a formula that does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from seriatim.explain import names
from seriatim.explain.course import Course
from seriatim.explain.phrases import Phrases
from seriatim.explain.reader import Reader
from seriatim.explain.reading import Kind, Part, Role
from seriatim.explain.units import Unit
from seriatim.plan.plan import OutputKey
from seriatim.plan.steps import Op

SAME = Decimal("1e-9")
"""Amounts closer than this are the same."""


class Cause(StrEnum):
    """Why two figures differ."""

    INPUT = "input"
    TERM = "term of the deal"
    RULE = "rule"
    NONE = "none"


@dataclass(frozen=True)
class Side:
    """One value as one of the runs has it."""

    amount: Decimal
    name: str
    words: str
    rule: str
    source: str


@dataclass(frozen=True)
class Fork:
    """One value in both runs."""

    day: int
    date: date
    unit: Unit
    first: Side
    second: Side


@dataclass(frozen=True)
class Parting:
    """The way from a figure to where the runs part, the figure first; the last of ``way`` is the cause."""

    cause: Cause
    way: tuple[Fork, ...]


class _Run:
    """One of the two courses, read day by day."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._readers: dict[int, tuple[Reader, Phrases]] = {}

    def on(self, day: int) -> tuple[Reader, Phrases]:
        """Readings and words of a day."""
        if day not in self._readers:
            reader = Reader(self.course, day)
            self._readers[day] = reader, Phrases(reader)
        return self._readers[day]

    def side(self, register: int, day: int) -> Side:
        """A value as this run has it."""
        reader, phrases = self.on(day)
        step = reader.read(register).step
        rule, source = (step.origin.rule, step.origin.source) if step else ("", "")
        return Side(reader.value(register), phrases.name(register), phrases.formula(register), rule, source)


def find_parting(courses: tuple[Course, Course], key: OutputKey, day: int) -> Parting:
    """Follow a figure that differs back to the cause."""
    return _Search(*courses).follow(key, day)


class _Search:
    def __init__(self, first: Course, second: Course) -> None:
        self._first, self._second = _Run(first), _Run(second)

    def follow(self, key: OutputKey, day: int) -> Parting:
        """The way from a figure to the cause."""
        pair = self._first.course.registers[key], self._second.course.registers[key]
        way = [self._fork(*pair, day)]
        while True:
            cause, pair, day = self._next(*pair, day)
            if cause is not None:
                return Parting(cause, tuple(way))
            way.append(self._fork(*pair, day))

    def _fork(self, one: int, other: int, day: int) -> Fork:
        unit = self._first.course.units[one]
        return Fork(day, self._first.course.days[day - 1], unit, self._first.side(one, day), self._second.side(other, day))

    def _differ(self, one: int, other: int, day: int) -> bool:
        values = self._first.course.value(one, day), self._second.course.value(other, day)
        return abs(values[0] - values[1]) > SAME * max(1, *(abs(value) for value in values))

    def _next(self, one: int, other: int, day: int) -> tuple[Cause | None, tuple[int, int], int]:
        """The pair of inputs to go on with; or the cause, if it is here."""
        here = (one, other)
        readings = self._first.on(day)[0].read(one), self._second.on(day)[0].read(other)
        kinds = {reading.kind for reading in readings}
        if kinds == {Kind.KEPT}:
            return self._day_before(one, other, day)
        if kinds == {Kind.LOANS}:
            return Cause.INPUT, here, day
        if kinds <= {Kind.TABLE, Kind.CONSTANT}:
            return Cause.TERM, here, day
        if len(kinds) > 1:
            return Cause.RULE, here, day
        for pair in self._inputs(one, other, day):
            if self._differ(*pair, day):
                return None, pair, day
        return Cause.RULE, here, day

    def _day_before(self, one: int, other: int, day: int) -> tuple[Cause | None, tuple[int, int], int]:
        """What was kept, as it came about the day before; at closing it is a term of the deal."""
        stores = self._first.course.stores, self._second.course.stores
        if day == 1 or one not in stores[0] or other not in stores[1]:
            return Cause.TERM, (one, other), day
        return None, (stores[0][one].operands[0], stores[1][other].operands[0]), day - 1

    def _inputs(self, one: int, other: int, day: int) -> Iterator[tuple[int, int]]:
        """The inputs of two values of one kind, side by side; the test of a choice first."""
        first, second = self._parts(self._first, one, day), self._parts(self._second, other, day)
        if [part.role for part in first] == [part.role for part in second]:
            yield from ((a.register, b.register) for a, b in zip(first, second, strict=True))
            return
        names_of_second = {self._called(self._second, part, day): part for part in second}
        for part in first:
            if match := names_of_second.get(self._called(self._first, part, day)):
                yield part.register, match.register

    def _parts(self, run: _Run, register: int, day: int) -> list[Part]:
        parts = run.on(day)[0].read(register).parts
        return sorted(parts, key=lambda part: part.role is not Role.BECAUSE)

    def _called(self, run: _Run, part: Part, day: int) -> tuple[Role, str]:
        return part.role, run.on(day)[1].name(part.register)
