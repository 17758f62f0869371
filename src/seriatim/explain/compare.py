"""Two runs side by side: two scenarios, two deals with the same classes, or two readings of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain.course import Course, follow
from seriatim.explain.divergence import Divergence, find_divergence
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.tree import Explanation
from seriatim.plan.plan import OutputKey
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

Floats = NDArray[np.float64]
ITEMS = ("interest", "principal", "accretion", "loss", "balance", "interest_shortfall")
"""What is compared of a class, in this order within a day."""
TOTALS = ("interest", "principal", "loss")
"""What is added up over the days."""
DEFAULT_TOLERANCE = 0.005


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """One side of a comparison: a deal in a scenario, under the name that the result calls it by."""

    name: str
    model: DealModel
    scenario: Scenario = field(default_factory=Scenario)


@dataclass(frozen=True)
class Difference:
    """The totals of an item of a class over all days in the two runs; the first day that differs (0 if none does)."""

    class_name: str
    item: str
    first: float
    second: float
    first_day: int

    @property
    def change(self) -> float:
        """Second less first."""
        return self.second - self.first


@dataclass(frozen=True)
class FirstDifference:
    """The first figure that differs, explained in both runs; ``divergence`` is where the two ways to it part."""

    day: int
    date: date
    explanations: tuple[Explanation, Explanation]
    divergence: Divergence


@dataclass(frozen=True)
class Comparison:
    """Two runs beside each other; ``first`` is None when no figure differs by more than the tolerance.

    ``only_in`` names the classes that one run alone has.
    """

    names: tuple[str, str]
    tolerance: float
    totals: tuple[Difference, ...]
    only_in: tuple[tuple[str, ...], tuple[str, ...]]
    first: FirstDifference | None


def compare(first: ComparedRun, second: ComparedRun, *, tolerance: float = DEFAULT_TOLERANCE) -> Comparison:
    """Compare two runs, figure by figure, and explain the first difference.

    A figure differs when the two are more than ``tolerance`` apart. Raises ProblemsError when the two deals have no
    class in common.
    """
    flows = simulate(first.model, [first.scenario]), simulate(second.model, [second.scenario])
    keys = _common(*flows)
    totals = tuple(_totals(flows, keys, tolerance))
    found = _first(flows, keys, tolerance)
    difference = _explained((first, second), *found) if found else None
    return Comparison((first.name, second.name), tolerance, totals, _only_in(*flows), difference)


def _classes(flows: CashFlows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.subject for key in flows.keys))


def _common(first: CashFlows, second: CashFlows) -> list[OutputKey]:
    """Outputs that both report, in the order of the first deal."""
    keys = [key for key in first.keys if key.item in ITEMS and key in second.keys]
    if not keys:
        raise ProblemsError([Problem("", None, "the two deals have no class in common", "compare deals of one kind")])
    return keys


def _only_in(first: CashFlows, second: CashFlows) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, other = _classes(first), _classes(second)
    return tuple(name for name in one if name not in other), tuple(name for name in other if name not in one)


def _apart(flows: tuple[CashFlows, CashFlows], key: OutputKey) -> tuple[Floats, Floats]:
    """A figure in both runs by day; the shorter run is zero after its end."""
    sides = [each.item(key.subject, key.item)[:, 0] for each in flows]
    months = max(len(side) for side in sides)
    first, second = (np.pad(side, (0, months - len(side))) for side in sides)
    return first, second


def _first_day(one: Floats, other: Floats, tolerance: float) -> int:
    """The first day on which two series differ, 0 if on none."""
    days = np.flatnonzero(np.abs(one - other) > tolerance)
    return int(days[0]) + 1 if len(days) else 0


def _totals(flows: tuple[CashFlows, CashFlows], keys: list[OutputKey], tolerance: float) -> Iterator[Difference]:
    for key in keys:
        if key.item in TOTALS:
            one, other = _apart(flows, key)
            day = _first_day(one, other, tolerance)
            yield Difference(key.subject, key.item, float(one.sum()), float(other.sum()), day)


def _first(flows: tuple[CashFlows, CashFlows], keys: list[OutputKey], tolerance: float) -> tuple[int, OutputKey] | None:
    """Day and figure of the first difference; within a day by item, then by class."""
    ordered = sorted(keys, key=lambda key: ITEMS.index(key.item))
    days = [(day, place) for place, key in enumerate(ordered) if (day := _first_day(*_apart(flows, key), tolerance))]
    if not days:
        return None
    day, place = min(days)
    return day, ordered[place]


def _explained(runs: tuple[ComparedRun, ComparedRun], day: int, key: OutputKey) -> FirstDifference:
    """Both explanations of a figure, and where they part."""
    one, other = (_through(run, day) for run in runs)
    question = Question(key.subject, day, key.item)
    explanations = explain_in(one, question), explain_in(other, question)
    return FirstDifference(day, explanations[0].date, explanations, find_divergence((one, other), key, day))


def _through(run: ComparedRun, day: int) -> Course:
    return follow(run.model, run.scenario, day)
