"""The point where two ways to one figure part: an input, or the first rule that makes different things of the same.

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

from seriatim.explain.formulas import Formulas
from seriatim.explain.phrases import Phrases
from seriatim.explain.reader import Reader
from seriatim.explain.traced_run import TracedRun
from seriatim.plan.accounts import Account, Unit
from seriatim.plan.steps import Op, Step

SAME = Decimal("1e-9")
"""Amounts closer than this are the same."""


class DivergenceCause(StrEnum):
    """The cause of a difference of two figures."""

    INPUT = "input"
    TERM = "term of the deal"
    RULE = "rule"
    NONE = "none"


@dataclass(frozen=True)
class RunValue:
    """One value as one of the runs has it."""

    amount: Decimal
    name: str
    words: str
    rule: str
    source: str


@dataclass(frozen=True)
class PathStep:
    """One value in both runs."""

    day: int
    date: date
    unit: Unit
    first: RunValue
    second: RunValue


@dataclass(frozen=True)
class Divergence:
    """The way from a figure to where the runs part, the figure first; the last of ``path`` is the cause."""

    cause: DivergenceCause
    path: tuple[PathStep, ...]


@dataclass(frozen=True)
class _Place:
    """A register of the first run and its counterpart in the second, on a day."""

    one: int
    other: int
    day: int


class _Run:
    """One of the two runs, read day by day."""

    def __init__(self, traced: TracedRun) -> None:
        self.traced = traced
        self._readers: dict[int, tuple[Reader, Phrases]] = {}

    def on(self, day: int) -> tuple[Reader, Phrases]:
        """Readings and words of a day."""
        if day not in self._readers:
            reader = Reader(self.traced, day)
            self._readers[day] = reader, Phrases(reader)
        return self._readers[day]

    def side(self, register: int, day: int) -> RunValue:
        """A value as this run has it."""
        reader, phrases = self.on(day)
        step = reader.read(register).step
        rule, source = (step.origin.rule, step.origin.source) if step else ("", "")
        return RunValue(reader.value(register), phrases.name(register), phrases.formula(register), rule, source)


def find_divergence(runs: tuple[TracedRun, TracedRun], account: Account, day: int) -> Divergence:
    """Follow a figure that differs back to the cause."""
    return _Search(*runs).follow(account, day)


class _Search:
    def __init__(self, first: TracedRun, second: TracedRun) -> None:
        self._first, self._second = _Run(first), _Run(second)
        self._formulas = Formulas(first.plan), Formulas(second.plan)

    def follow(self, account: Account, day: int) -> Divergence:
        """The way from a figure to the cause; of the values on it, those that have a name, and the last."""
        other = self._second.traced.account(account.subject, account.type)
        registers = self._first.traced.registers[account], self._second.traced.registers[other]
        at: _Place | None = _Place(*registers, day)
        way = []
        cause = DivergenceCause.NONE
        while at is not None:
            way.append(at)
            cause, at = self._next(at)
        named = [place for place in way[:-1] if place is way[0] or self._is_named(place)]
        return Divergence(cause, tuple(self._step(place) for place in [*named, way[-1]]))

    def _is_named(self, place: _Place) -> bool:
        """True where a value on the way has a name in both runs."""
        readers = self._first.on(place.day)[0], self._second.on(place.day)[0]
        return readers[0].is_known(place.one) and readers[1].is_known(place.other)

    def _step(self, place: _Place) -> PathStep:
        traced = self._first.traced
        sides = self._first.side(place.one, place.day), self._second.side(place.other, place.day)
        return PathStep(place.day, traced.days[place.day - 1], traced.units[place.one], *sides)

    def _differ(self, place: _Place) -> bool:
        one = self._first.traced.value(place.one, place.day)
        other = self._second.traced.value(place.other, place.day)
        return abs(one - other) > SAME * max(Decimal(1), abs(one), abs(other))

    def _next(self, at: _Place) -> tuple[DivergenceCause, _Place | None]:
        """The inputs to go on with; or the cause, if it is here."""
        one, other = self._first.traced.steps.get(at.one), self._second.traced.steps.get(at.other)
        if one is None or other is None:
            return self._kept_or_given(at)
        if one.op is not other.op:
            return self._past_a_guard(at)
        if one.op in (Op.LOAD, Op.TABLE):
            return DivergenceCause.INPUT if one.op is Op.LOAD else DivergenceCause.TERM, None
        inputs = [place for place in self._inputs(at, one, other) if self._differ(place)]
        return (DivergenceCause.NONE, inputs[0]) if inputs else (DivergenceCause.RULE, None)

    def _kept_or_given(self, at: _Place) -> tuple[DivergenceCause, _Place | None]:
        """A kept value as it came about the day before; at closing it is a term of the deal, as any constant is."""
        runs = self._first.traced, self._second.traced
        if at.one in runs[0].steps or at.other in runs[1].steps:
            return self._past_a_guard(at)
        if at.day == 1 or at.one not in runs[0].stores or at.other not in runs[1].stores:
            return DivergenceCause.TERM, None
        one, other = runs[0].stores[at.one].operands[0], runs[1].stores[at.other].operands[0]
        return DivergenceCause.NONE, _Place(one, other, at.day - 1)

    def _past_a_guard(self, at: _Place) -> tuple[DivergenceCause, _Place | None]:
        """Two formulas that are not alike: one may only pass on today what the other works out."""
        one, other = self._first.on(at.day)[0].core(at.one), self._second.on(at.day)[0].core(at.other)
        if (one, other) == (at.one, at.other):
            return DivergenceCause.RULE, None
        return DivergenceCause.NONE, _Place(one, other, at.day)

    def _inputs(self, at: _Place, one: Step, other: Step) -> Iterator[_Place]:
        """The inputs of two steps of one kind, side by side, those that decided first."""
        pairs = list(zip(one.operands, other.operands, strict=True))
        if one.op in (Op.ADD, Op.SUB):
            pairs = self._terms(at)
        elif one.op is Op.SELECT:
            taken = 1 if self._first.traced.value(one.operands[0], at.day) else 2
            pairs = [pairs[0], pairs[taken]]
        elif one.op in (Op.MIN, Op.MAX):
            pairs.sort(key=lambda pair: not self._binds(at, *pair))
        yield from (_Place(*pair, at.day) for pair in pairs)

    def _binds(self, at: _Place, one: int, other: int) -> bool:
        """True where an input is the limit that was reached, in either run."""
        first, second = self._first.traced, self._second.traced
        binds = first.value(one, at.day) == first.value(at.one, at.day)
        return binds or second.value(other, at.day) == second.value(at.other, at.day)

    def _terms(self, at: _Place) -> list[tuple[int, int]]:
        """The terms of two sums side by side: those of one formula together, the others in their order."""
        if self._formulas[0].of(at.one) == self._formulas[1].of(at.other):
            first_step, second_step = self._first.traced.steps[at.one], self._second.traced.steps[at.other]
            return list(zip(first_step.operands, second_step.operands, strict=True))
        first, second = self._formulas[0].terms(at.one), self._formulas[1].terms(at.other)
        pairs: list[tuple[int, int]] = []
        for term in list(first):
            match = next((t for t in second if self._formulas[1].signed(t) == self._formulas[0].signed(term)), None)
            if match is not None:
                first.remove(term)
                second.remove(match)
                pairs.append((term[1], match[1]))
        return [*((a[1], b[1]) for a, b in zip(first, second, strict=False)), *pairs]
