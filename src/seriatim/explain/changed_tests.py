"""Tests and triggers whose outcome is not that of the day before, and the values that each decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.explain.phrases import Phrases
from seriatim.explain.reader import Reader
from seriatim.explain.traced_run import TracedRun
from seriatim.plan.steps import Op, Step


@dataclass(frozen=True)
class ChangedTest:
    """A test that came out differently: its words this day and the day before, and what it decides."""

    words: str
    words_before: str
    rule: str
    source: str
    decides: tuple[str, ...]


def changed_tests(traced: TracedRun, day: int) -> tuple[ChangedTest, ...]:
    """The tests of a distribution day that came out differently from the day before; none on the first day."""
    if day == 1:
        return ()
    return tuple(_TwoDays(traced, day).changed())


class _TwoDays:
    """The readings of a distribution day and of the day before."""

    def __init__(self, traced: TracedRun, day: int) -> None:
        self._traced = traced
        self._now, self._before = Reader(traced, day), Reader(traced, day - 1)
        self._words, self._words_before = Phrases(self._now), Phrases(self._before)

    def changed(self) -> Iterator[ChangedTest]:
        """One for each test, in the order of the day; those with the same words are one."""
        found: dict[str, list[Step]] = {}
        for choice in self._choices():
            found.setdefault(self._words.fact(choice.operands[0]), []).append(choice)
        for words, choices in found.items():
            tests = dict.fromkeys(choice.operands[0] for choice in choices)
            test = next((each for each in tests if self._traced.steps[each].name), next(iter(tests)))
            origin = self._traced.steps[test].origin
            decided = dict.fromkeys(self._words.name(choice.target) for choice in choices)
            yield ChangedTest(
                words, self._words_before.fact(test), origin.rule, origin.source, tuple(filter(None, decided))
            )

    def _choices(self) -> Iterator[Step]:
        """Choices whose test changed and mattered: the two branches differ on one of the two days."""
        for step in self._traced.plan.day_steps:
            if step.op is Op.SELECT and step.operands[0] in self._traced.steps:
                changed = self._now.value(step.operands[0]) != self._before.value(step.operands[0])
                if changed and (self._matters(self._now, step) or self._matters(self._before, step)):
                    yield step

    def _matters(self, reader: Reader, choice: Step) -> bool:
        return reader.value(choice.operands[1]) != reader.value(choice.operands[2])
