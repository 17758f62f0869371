"""The order of a distribution day: a line of the table that changes its place is refused, or nothing depends on it."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from seriatim.compile import chapters
from seriatim.compile.board import Board, ByClass, ClosedError, Posted, Progress, Quantity
from seriatim.compile.chapters import DAY
from seriatim.compile.compiler import compile_deal
from seriatim.compile.day import Day, PlanKind
from seriatim.compile.order import DayChapter, Moment, OrderError, Place, check, part, together
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Plan
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate
from tests.projection.histories import random_history, write_history

LIBRARY = ("cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6", "example-two-pools")


def swapped(table: Sequence[DayChapter], place: int) -> tuple[DayChapter, ...]:
    """The table with the lines at a place and behind it exchanged."""
    return (*table[:place], table[place + 1], table[place], *table[place + 2 :])


def accepts(table: Sequence[DayChapter]) -> bool:
    try:
        check(table)
    except OrderError:
        return False
    return True


@cache
def model_of(name: str, *, events: bool, folder: str = "") -> DealModel:
    model = seriatim.load(name).model
    if not events:
        return model
    pools = {pool.name: pool.lines for pool in model.pools}
    rows = [
        {**row, **({"pool": pool} if pool else {})}
        for seed, (pool, lines) in enumerate(pools.items())
        for row in random_history(lines, seed=seed)
    ]
    path = Path(folder) / f"{Path(name).name}.csv"
    return model.under(model.read_events(write_history(rows, path)))


def plans(model: DealModel, kinds: Sequence[PlanKind]) -> Iterator[Plan]:
    """The plans of a deal, compiled anew."""
    balances = tuple(pool.balances for pool in model.pools)
    for kind in kinds:
        yield compile_deal(model.deal, model.tables, balances, variation=model.variation, kind=kind)


def kinds_of(model: DealModel) -> list[PlanKind]:
    calls = (False, True) if model.deal.clean_up_call else (False,)
    return [PlanKind(with_events, called) for with_events in (False, True) for called in calls]


@pytest.mark.parametrize("place", range(len(DAY) - 1), ids=[f"{a.name} | {b.name}" for a, b in pairwise(DAY)])
def test_neighbours_cannot_change_places_unnoticed(place: int, monkeypatch: pytest.MonkeyPatch):
    """Each swap is refused; or every plan of the library is made of the same steps and reports the same accounts."""
    other = swapped(DAY, place)
    if not accepts(other):
        return
    first, second = DAY[place], DAY[place + 1]
    assert not first.shares_with(second)
    right = {name: formulas(name) for name in LIBRARY}
    monkeypatch.setattr(chapters, "DAY", other)
    for name in LIBRARY:
        model = model_of(name, events=False)
        found = tuple(computed(plan) for plan in plans(model, kinds_of(model)))
        assert found == right[name], f"{first.name} | {second.name}: {name}"


@cache
def formulas(name: str) -> tuple[dict[str, object], ...]:
    """The formulas of every kind of plan of a deal, in the right order of the day."""
    model = model_of(name, events=False)
    return tuple(computed(plan) for plan in plans(model, kinds_of(model)))


def computed(plan: Plan) -> dict[str, object]:
    """What a plan reports and keeps, as formulas that do not depend on the order of its steps."""
    formula: dict[int, object] = {register: str(value) for register, value in plan.constants}
    formula |= {state.register: ("kept", state.name) for state in plan.states}
    for step in plan.day_steps:
        if step.op.name in ("LOAD", "TABLE"):
            source = plan.inputs if step.op.name == "LOAD" else plan.tables
            formula[step.target] = hash((step.op, str(source[step.operands[0]])))
        else:
            formula[step.target] = hash((step.op, *(formula[each] for each in step.operands)))
    kept = {plan_name(plan, step.target): formula[step.operands[0]] for step in plan.steps if step.op.name == "STORE"}
    return {**{str(account): formula[register] for account, register in plan.outputs}, **kept}


def plan_name(plan: Plan, register: int) -> str:
    return next(f"kept: {state.name}" for state in plan.states if state.register == register)


def test_most_swaps_are_refused():
    """The order is nearly total: what may change places are warnings and chapters of other parts of the deal."""
    refused = [place for place in range(len(DAY) - 1) if not accepts(swapped(DAY, place))]
    assert len(refused) > 0.6 * len(DAY)


def test_the_swaps_of_the_review_are_refused():
    """Redirection before interest moved $14,168,807; payments noted before the subordinated are paid $2,135,981."""
    for first, second in (("senior interest", "accrual"), ("subordinated classes", "payments of allocations noted")):
        names = [chapter.name for chapter in DAY]
        one, other = names.index(first), names.index(second)
        table = list(DAY)
        table[one], table[other] = table[other], table[one]
        with pytest.raises(OrderError, match=f"'{second}' stands before"):
            check(table)


@pytest.mark.parametrize("name", LIBRARY)
def test_nothing_moves_when_a_swap_is_accepted(name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch):
    """All swaps that are accepted, made at once: in months with events the figures are the same to the last bit."""
    other, place = list(DAY), 0
    while place < len(DAY) - 1:
        if accepts(swapped(other, place)):
            other[place], other[place + 1] = other[place + 1], other[place]
            place += 1
        place += 1
    check(other)
    assert other != list(DAY)
    figures = []
    for table in (DAY, tuple(other)):
        monkeypatch.setattr(chapters, "DAY", table)
        model_of.cache_clear()
        model = model_of(name, events=name != "example-two-pools", folder=str(tmp_path_factory.getbasetemp()))
        slow = Scenario(psa=100, sda=50, severity=0.3, libor=0.08)
        figures.append(simulate(model, [slow]).values)
    model_of.cache_clear()
    assert np.array_equal(*figures)


CASH: Quantity[Value] = Quantity("cash")
PAID = ByClass("payments")


def nothing(days: Sequence[Day]) -> None:
    """A chapter that does nothing."""


def small(*lines: DayChapter) -> tuple[DayChapter, ...]:
    return lines


def line(
    name: str, reads: Sequence[Quantity[object]] = (), fills: Sequence[Quantity[object]] = (), **place: tuple[str, ...]
) -> DayChapter:
    return together(name, nothing, reads=reads, fills=fills, place=Place(**place))


def test_what_is_wrong_with_a_table_is_told_all_at_once():
    table = small(
        line("pays", reads=(CASH,), fills=(PAID,), after=("collects", "nobody")),
        line("collects", fills=(CASH,)),
        line("pays more", fills=(PAID,)),
        line("collects", fills=()),
    )
    with pytest.raises(OrderError) as caught:
        check(table)
    assert str(caught.value).splitlines() == [
        "there are two chapters 'collects'",
        "'nobody' is named by a chapter and is none",
        "'pays' stands before 'collects', which it follows",
        "'pays' reads cash, which no earlier chapter fills",
        "the order of 'pays' and 'collects', which share cash, is stated nowhere",
        "the order of 'pays' and 'pays more', which share payments, is stated nowhere",
    ]


def test_moments_stand_in_the_order_of_the_document():
    late = part(Moment.END, together("late", nothing))
    early = part(Moment.BEFORE, together("early", nothing))
    with pytest.raises(OrderError, match=r"'early' \(before the day\) stands behind 'late' \(the end of the day\)"):
        check((*late, *early))


def board_at(
    chapter: str,
    reads: Sequence[Quantity[object]] = (),
    fills: Sequence[Quantity[object]] = (),
    waiting: dict[Quantity[object], set[str]] | None = None,
) -> Board:
    progress = Progress(waiting or {})
    progress.begin(chapter, frozenset(reads), frozenset(fills))
    return Board(PlanBuilder("small"), progress)


def test_what_is_not_named_is_closed():
    board = board_at("pays", reads=(CASH,))
    with pytest.raises(ClosedError, match="chapter 'pays' does not say that it reads payments"):
        board.read(PAID)
    with pytest.raises(ClosedError, match="chapter 'pays' does not say that it fills cash"):
        board.fill(CASH, board.builder.constant(0))
    with pytest.raises(ClosedError, match="chapter 'pays' reads cash before it is filled"):
        board.read(CASH)


def test_not_yet_paid_is_not_paid_nothing():
    waiting = {PAID: {"seniors", "juniors"}}
    board = board_at("seniors", fills=(PAID,), waiting=waiting)
    paid: Posted = board.read(PAID)
    paid["S"] = cash = board.builder.load("cash", Unit.MONEY)
    board.progress.end()
    board.progress.begin("notes", frozenset((PAID,)), frozenset())
    assert paid["S"] is cash
    with pytest.raises(ClosedError, match="chapter 'notes' reads payments of J before it is filled"):
        paid["J"]
    board.progress.begin("juniors", frozenset(), frozenset((PAID,)))
    board.progress.end()
    board.progress.begin("reports", frozenset((PAID,)), frozenset())
    assert paid["J"] is board.builder.constant(0)
    with pytest.raises(ClosedError, match="chapter 'reports' does not say that it fills payments"):
        paid["J"] = cash


def test_a_rehearsal_leaves_nothing_behind():
    def plan(*, rehearsed: bool) -> Plan:
        builder = PlanBuilder("small")
        cash, kept = builder.load("cash", Unit.MONEY), builder.state("kept", 0, Unit.MONEY)
        builder.store(kept, kept + cash)
        if rehearsed:
            with builder.rehearse():
                builder.store(kept, cash * 2)
        return builder.finish()

    assert plan(rehearsed=True).steps == plan(rehearsed=False).steps


def test_the_plan_shows_the_order_of_priorities():
    plan = seriatim.load("cmsi-1999-7").plan
    names = [chapter.name for chapter in plan.chapters]
    assert names == [chapter.name for chapter in DAY if chapter.name in names]
    assert {"senior interest", "accrual", "senior principal", "subordinated classes"} <= set(names)
    assert "reserve funds" not in names
    assert sum(chapter.steps for chapter in plan.chapters) <= len(plan.day_steps)


def test_the_architecture_shows_the_moments_in_their_order():
    text = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    places = [text.find(f"\n{number}. {moment}: ") for number, moment in enumerate(Moment, start=1)]
    assert -1 not in places
    assert places == sorted(places)
