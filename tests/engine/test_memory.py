"""What survives the month, and the rows of the register file."""

from collections.abc import Callable, Mapping

import pytest

from seriatim.engine.encoding import ROW
from seriatim.engine.fusion import Fused
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.steps import Op
from tests.engine.plans import encoded, in_exact, in_lanes, plan_of

CASH = {"cash": [1.0, 20.0, 300.0, 4000.0]}
TARGETS = {Fused.PAY: 2, Fused.SETTLE: 3}


def running_total(day: PlanBuilder) -> dict[str, Value]:
    paid = day.state("paid", 5, None)
    day.store(paid, paid + day.load("cash", None))
    return {"before": paid, "after": paid + day.load("cash", None)}


def shift_register(day: PlanBuilder) -> dict[str, Value]:
    """What came one, two and three months ago; written from the oldest on, and from the newest on."""
    ago = [day.state(f"{months} ago", -months, None) for months in (1, 2, 3)]
    for older, newer in ((ago[2], ago[1]), (ago[0], day.load("cash", None)), (ago[1], ago[0])):
        day.store(older, newer)
    return {"one": ago[0], "two": ago[1], "three": ago[2]}


def exchange(day: PlanBuilder) -> dict[str, Value]:
    """Two states that take each other's value, and three in a circle."""
    left, right, *circle = (day.state(name, value, None) for value, name in enumerate(("left", "right", "a", "b", "c")))
    for state, source in ((left, right), (right, left), *zip(circle, [*circle[1:], circle[0]], strict=True)):
        day.store(state, source)
    return {"left": left, "right": right, "sum": circle[0] + circle[1] * day.load("cash", None), "a": circle[0]}


def one_source_for_two(day: PlanBuilder) -> dict[str, Value]:
    cash = day.load("cash", None) * 2
    first, second, fixed = day.state("first", 1, None), day.state("second", 2, None), day.state("fixed", 3, None)
    for state, source in ((first, cash), (second, cash), (fixed, day.constant(9))):
        day.store(state, source)
    return {"first": first, "second": second, "fixed": fixed, "all": first + second + fixed}


def kept_and_shown(day: PlanBuilder) -> dict[str, Value]:
    """A balance shown before and after it is paid down, where the new value may not yet take the old one's place."""
    balance = day.state("balance", 1000, None)
    paid = balance.at_most(day.load("cash", None))
    day.store(balance, balance - paid)
    return {"opening": balance, "paid": paid, "closing": balance - paid}


STORED = [running_total, shift_register, exchange, one_source_for_two, kept_and_shown]


@pytest.mark.parametrize("write", STORED)
def test_stores_happen_together_at_the_end_of_the_day(write: Callable[[PlanBuilder], Mapping[str, Value]]):
    plan = plan_of(write)
    exact, lanes = in_exact(plan, CASH), in_lanes(plan, [CASH, CASH])
    for name, values in exact.items():
        assert lanes[name].tolist() == [[value, value] for value in values.tolist()], name


def test_a_shift_register_shifts():
    run = in_exact(plan_of(shift_register), CASH)
    assert run["one"].tolist() == [-1, 1, 20, 300]
    assert run["two"].tolist() == [-2, -1, 1, 20]
    assert run["three"].tolist() == [-3, -2, -1, 1]


def test_states_change_places():
    run = in_exact(plan_of(exchange), CASH)
    assert run["left"].tolist() == [0, 1, 0, 1]
    assert run["a"].tolist() == [2, 3, 4, 2]


def test_a_shift_register_needs_a_copy_a_state_and_a_circle_one_more():
    assert len(encoded(plan_of(shift_register), 4).closing) == 3
    assert len(encoded(plan_of(exchange), 4).closing) == 5 + 2


def test_a_value_goes_straight_to_the_state_that_keeps_it_where_nobody_needs_the_old_one():
    plan = plan_of(running_total)
    assert len(encoded(plan, 4, ["before"]).closing) == 1
    retired = plan_of(retire)
    assert len(encoded(retired, 4, ["left"]).closing) == 0
    assert in_lanes(retired, [CASH])["left"][:, 0].tolist() == in_exact(retired, CASH)["left"].tolist()


def retire(day: PlanBuilder) -> dict[str, Value]:
    """A balance whose last use comes before the step that gives its next value."""
    balance = day.state("balance", 1000, None)
    left = (balance - day.load("cash", None)).at_least(0)
    day.store(balance, left / 2)
    return {"left": left}


def long_day(day: PlanBuilder) -> dict[str, Value]:
    """A hundred values one after another, each needed once more, for the next."""
    value = day.load("cash", None)
    for _ in range(100):
        value = (value / day.load("rate", None)).swept()
    return {"last": value}


def test_rows_are_used_again_and_again():
    plan = plan_of(long_day)
    assert plan.register_count > 200
    assert encoded(plan, 4).initial.size <= 5


@pytest.mark.parametrize("write", [*STORED, long_day])
def test_a_target_never_has_the_row_of_an_operand(write: Callable[[PlanBuilder], Mapping[str, Value]]):
    for code, target, *places in encoded(plan_of(write), 4).day.tolist():
        if code in (Op.LOAD, Op.TABLE):
            continue
        others = TARGETS.get(code, 1) - 1
        operands, rests = (places[:2], places[2 : 2 + others]) if others else (places, [])
        assert not {target, *rests} & {place for place in operands if place}
        assert len({target, *rests}) == 1 + others
        assert all(place % ROW == 0 for place in (target, *places))


def test_steps_that_nothing_reported_depends_on_are_left_out():
    def write(day: PlanBuilder) -> dict[str, Value]:
        count, unseen = day.state("count", 0, None), day.state("unseen", 0, None)
        day.store(count, count + 1)
        day.store(unseen, unseen + day.load("cash", None) * 3)
        return {"count": count, "unseen": unseen}

    plan = plan_of(write)
    assert len(encoded(plan, 4, ["count"]).day) == 1
    assert len(encoded(plan, 4, ["unseen"]).day) == 2
    assert in_lanes(plan, [CASH])["count"][:, 0].tolist() == [0, 1, 2, 3]
