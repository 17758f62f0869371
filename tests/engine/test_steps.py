"""Every kind of step means the same in both engines."""

from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from seriatim.engine.exact import evaluate
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table
from seriatim.plan.steps import DUST, TOLERANCE, Op
from tests.engine.plans import in_exact, in_lanes, plan_of

HALF_CENT, SLACK = float(DUST), float(TOLERANCE)
Case = tuple[str, Callable[[Value, Value], Value], float, float, float]

CASES: list[Case] = [
    ("a sum", lambda a, b: a + b, 0.25, 1.5, 1.75),
    ("a difference", lambda a, b: a - b, 0.25, 1.5, -1.25),
    ("a product", lambda a, b: a * b, -0.25, 1.5, -0.375),
    ("a quotient", lambda a, b: a / b, 3, -8, -0.375),
    ("a share of nothing", lambda a, b: a / b, 3, 0, 0),
    ("nothing of nothing", lambda a, b: a / b, 0, 0, 0),
    ("the lesser is the first", lambda a, b: a.at_most(b), -1, 2, -1),
    ("the lesser is the second", lambda a, b: a.at_most(b), 3, 2, 2),
    ("the greater is the first", lambda a, b: a.at_least(b), 3, 2, 3),
    ("the greater is the second", lambda a, b: a.at_least(b), -1, 2, 2),
    ("above", lambda a, b: a > b, 2, 1, 1),
    ("not above", lambda a, b: a > b, 1, 2, 0),
    ("not above what it equals", lambda a, b: a > b, 2, 2, 0),
    ("not above within the tolerance", lambda a, b: a > b, 2 * (1 + 0.9 * SLACK), 2, 0),
    ("above beyond the tolerance", lambda a, b: a > b, 2 * (1 + 1.1 * SLACK), 2, 1),
    ("the tolerance of a negative limit", lambda a, b: a > b, -2 * (1 - 0.9 * SLACK), -2, 0),
    ("above a limit of nothing, by a hair", lambda a, b: a > b, 1e-300, 0, 1),
    ("below", lambda a, b: a < b, 1, 2, 1),
    ("more than half a cent", lambda a, _: a.positive(), HALF_CENT + 1e-9, 0, 1),
    ("half a cent is nothing", lambda a, _: a.positive(), HALF_CENT, 0, 0),
    ("less than nothing is nothing", lambda a, _: a.positive(), -1, 0, 0),
    ("more than half a cent stays", lambda a, _: a.swept(), HALF_CENT + 1e-9, 0, HALF_CENT + 1e-9),
    ("half a cent is swept", lambda a, _: a.swept(), HALF_CENT, 0, 0),
    ("less than nothing is swept", lambda a, _: a.swept(), -1, 0, 0),
    ("both", lambda a, b: a & b, 1, 1, 1),
    ("not both", lambda a, b: a & b, 1, 0, 0),
    ("either", lambda a, b: a | b, 0, 1, 1),
    ("neither", lambda a, b: a | b, 0, 0, 0),
    ("not", lambda a, _: ~a, 1, 0, 0),
    ("not nothing", lambda a, _: ~a, 0, 0, 1),
    ("where it holds", lambda a, b: b.where(a, 7), 1, 5, 5),
    ("where it does not hold", lambda a, b: b.where(a, 7), 0, 5, 7),
    ("rounded down", lambda a, b: (a * b).rounded(1), 2, 1.2, 2),
    ("rounded half up", lambda a, b: (a * b).rounded(1), 2, 1.25, 3),
    ("an even half is rounded up too", lambda a, b: (a * b).rounded(1), 2, 0.25, 1),
    ("rounded to a coarser unit", lambda a, _: a.rounded(50), 175, 0, 200),
]


@pytest.mark.parametrize(
    ("write", "first", "second", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_step_gives_what_it_says(
    write: Callable[[Value, Value], Value], first: float, second: float, expected: float
):
    plan = plan_of(lambda day: {"result": write(day.load("a", None), day.load("b", None))})
    inputs = {"a": [first], "b": [second]}
    assert in_exact(plan, inputs)["result"].tolist() == [pytest.approx(expected, rel=1e-15)]
    assert in_lanes(plan, [inputs])["result"].tolist() == [[pytest.approx(expected, rel=1e-15)]]


def test_a_table_gives_the_entry_of_the_day_and_then_its_last():
    table = Table("schedule", (30, 20, 10), 5, None)
    plan = plan_of(lambda day: {"entry": day.table(table), "with cash": day.table(table) + day.load("cash", None)})
    inputs = {"cash": [1, 2, 3, 4, 5]}
    for run in (in_exact(plan, inputs), {name: value[:, 0] for name, value in in_lanes(plan, [inputs]).items()}):
        assert run["entry"].tolist() == [30, 20, 10, 5, 5]
        assert run["with cash"].tolist() == [31, 22, 13, 9, 10]


def test_inputs_are_read_month_by_month_and_lane_by_lane():
    plan = plan_of(lambda day: {"cash": day.load("cash", None), "fee": day.load("fee", None) * 2})
    lanes = [{"cash": [lane, lane + 10], "fee": [lane / 4, lane / 2]} for lane in range(64)]
    run = in_lanes(plan, lanes)
    assert np.array_equal(run["cash"], [np.arange(64), np.arange(64) + 10])
    assert np.array_equal(run["fee"], [np.arange(64) / 2, np.arange(64)])


@pytest.mark.parametrize("op", [Op.LOAD, Op.TABLE, Op.STORE])
def test_what_moves_a_value_is_no_arithmetic(op: Op):
    with pytest.raises(ValueError, match=f"{op.name} is not an arithmetic step"):
        evaluate(op, [Decimal(1), Decimal(2)])
