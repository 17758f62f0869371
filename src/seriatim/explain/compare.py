"""Two runs side by side: two scenarios, two deals with the same classes, or two readings of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain.divergence import Divergence, find_divergence
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.explain.tree import Explanation
from seriatim.plan.accounts import (
    ACCRETION,
    BALANCE,
    INTEREST,
    INTEREST_SHORTFALL,
    LOSS,
    PRINCIPAL,
    Account,
)
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

TYPES = (INTEREST, PRINCIPAL, ACCRETION, LOSS, BALANCE, INTEREST_SHORTFALL)
"""Items of a class that are compared, in this order within a day."""
TOTALS = (INTEREST, PRINCIPAL, LOSS)
"""Items that are added up over the days."""
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

    account: Account
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
    accounts = _common(*flows)
    totals = tuple(_totals(flows, accounts, tolerance))
    found = _first(flows, accounts, tolerance)
    difference = _explained((first, second), *found) if found else None
    return Comparison((first.name, second.name), tolerance, totals, _only_in(*flows), difference)


def _classes(flows: CashFlows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(account.subject for account in flows.accounts))


def _common(first: CashFlows, second: CashFlows) -> list[Account]:
    """Accounts that both report, in the order of the first deal."""
    known = {(account.subject, account.type) for account in second.accounts}
    accounts = [each for each in first.accounts if each.type in TYPES and (each.subject, each.type) in known]
    if not accounts:
        raise ProblemsError([Problem("", None, "the two deals have no class in common", "compare deals of one kind")])
    return accounts


def _only_in(first: CashFlows, second: CashFlows) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, other = _classes(first), _classes(second)
    return tuple(name for name in one if name not in other), tuple(name for name in other if name not in one)


def _apart(flows: tuple[CashFlows, CashFlows], account: Account) -> tuple[Floats, Floats]:
    """A figure in both runs by day; the shorter run is zero after its end."""
    sides = [each.item(account.subject, account.type)[:, 0] for each in flows]
    months = max(len(side) for side in sides)
    first, second = (np.pad(side, (0, months - len(side))) for side in sides)
    return first, second


def _first_day(one: Floats, other: Floats, tolerance: float) -> int:
    """The first day on which two columns differ, 0 if on none."""
    days = np.flatnonzero(np.abs(one - other) > tolerance)
    return int(days[0]) + 1 if len(days) else 0


def _totals(flows: tuple[CashFlows, CashFlows], accounts: list[Account], tolerance: float) -> Iterator[Difference]:
    for account in accounts:
        if account.type in TOTALS:
            one, other = _apart(flows, account)
            day = _first_day(one, other, tolerance)
            yield Difference(account.subject, account.item, float(one.sum()), float(other.sum()), day)


def _first(flows: tuple[CashFlows, CashFlows], accounts: list[Account], tolerance: float) -> tuple[int, Account] | None:
    """Day and figure of the first difference; within a day by item, then by class."""
    ordered = sorted(accounts, key=lambda account: TYPES.index(account.type))
    days = [
        (day, place) for place, account in enumerate(ordered) if (day := _first_day(*_apart(flows, account), tolerance))
    ]
    if not days:
        return None
    day, place = min(days)
    return day, ordered[place]


def _explained(runs: tuple[ComparedRun, ComparedRun], day: int, account: Account) -> FirstDifference:
    """Both explanations of a figure, and where they part."""
    one, other = (_through(run, day) for run in runs)
    question = Question(account.subject, day, account.type)
    explanations = explain_in(one, question), explain_in(other, question)
    return FirstDifference(
        account, day, explanations[0].date, explanations, find_divergence((one, other), account, day)
    )


def _through(run: ComparedRun, day: int) -> TracedRun:
    return traced_run(run.model, run.scenario, day)
