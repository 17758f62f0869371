"""Explanation of an amount of a class on a day: the question, and the answer as a tree that sums."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain import names
from seriatim.explain.build_tree import Detail, TreeBuilder
from seriatim.explain.nothing import why_nothing
from seriatim.explain.reader import Reader
from seriatim.explain.traced_run import DayOrNumber, TracedRun, empty_run, traced_run
from seriatim.explain.tree import Explanation
from seriatim.plan.accounts import PRINCIPAL, Account, AccountType
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate


@dataclass(frozen=True)
class Question:
    """An item of a class on a distribution day: its date, or its number.

    ``depth`` levels of the answer are wanted (None for all), ``whole`` if also what did not decide: limits that were
    not reached, branches not taken, terms that are zero.
    """

    class_name: str
    day: DayOrNumber
    item: AccountType | str = PRINCIPAL
    depth: int | None = None
    whole: bool = False

    @property
    def detail(self) -> Detail:
        """The extent of the tree."""
        return Detail(self.depth, self.whole)


def explain(model: DealModel, scenario: Scenario, question: Question) -> Explanation:
    """The explanation of one figure of the cash-flow table; raises ProblemsError with the nearest name or day.

    The plan is run exactly, every step kept, through the day, and the tree built backwards from what is reported.
    """
    number, account = _found(empty_run(model), question)
    answer = explain_in(traced_run(model, scenario, number), question)
    table = simulate(model, [scenario])
    return replace(answer, shown=float(table.item(account.subject, account.type)[number - 1, 0]))


def explain_in(traced: TracedRun, question: Question) -> Explanation:
    """The same from a run traced before; its figure is not compared with the cash-flow table."""
    number, account = _found(traced, question)
    date = traced.days[number - 1]
    builder = TreeBuilder(Reader(traced, number), question.detail)
    root = builder.root(traced.registers[account], f"{account.words} on {date}")
    root = replace(root, unit=account.unit)  # a constant 0 counts whatever its account does
    reported = traced.run.outputs[account][number - 1]
    return Explanation(
        traced.plan.name, account.subject, account.item, number, date, root, reported, None, why_nothing(root)
    )


def explain_kept(traced: TracedRun, name: str, day: DayOrNumber, *, detail: Detail | None = None) -> Explanation:
    """The explanation of a value that survives the month, at the end of a day, as the leaves of a tree point to it.

    Raises ProblemsError with the nearest name or day.
    """
    number, state = traced.number(day), traced.state(name)
    date = traced.days[number - 1]
    register = traced.stores[state.register].operands[0] if state.register in traced.stores else state.register
    root = TreeBuilder(Reader(traced, number), detail or Detail()).root(register, names.of_kept(state, date))
    return Explanation(
        traced.plan.name, "", name, number, date, root, traced.value(register, number), None, why_nothing(root)
    )


def _found(traced: TracedRun, question: Question) -> tuple[int, Account]:
    """Day and account that are asked for; raises ProblemsError with all that is wrong with the question."""
    problems: list[Problem] = []
    number, account = 0, PRINCIPAL.of("")
    try:
        account = traced.account(question.class_name, question.item)
    except ProblemsError as error:
        problems += error.problems
    try:
        number = traced.number(question.day)
    except ProblemsError as error:
        problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return number, account
