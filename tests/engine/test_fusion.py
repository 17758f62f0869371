"""Fused steps give what the steps they stand for give, to the last bit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.engine.fusion import FUSIONS, Fused
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Plan, Table
from tests.engine.plans import VALUE, Floats, Numbers, encoded, in_exact, in_lanes, plan_of

UNFUSED = patch("seriatim.engine.encoding.fused", lambda day, **_: list(day))
NAMES = ("a", "b", "c", "d", "e")

WRITTEN: Mapping[Fused, Callable[[SimpleNamespace], Value | tuple[Value, ...]]] = {
    Fused.SUM_OF_3: lambda v: v.c + (v.a + v.b),
    Fused.SUM_OF_4: lambda v: v.a + v.b + v.c + v.d,
    Fused.SUM_OF_5: lambda v: v.a + v.b + v.c + v.d + v.e,
    Fused.MUL_ADD: lambda v: v.c + v.a * v.b,
    Fused.MUL_MUL_ADD: lambda v: v.a * v.b + v.c * v.d,
    Fused.SELECT_ADD: lambda v: v.d + v.b.where(v.a, v.c),
    Fused.ADD_SUB: lambda v: v.a + v.b - v.c,
    Fused.REST_SUB: lambda v: v.c - (v.a - v.b),
    Fused.ADD_SUB_SWEEP: lambda v: (v.a + v.b - v.c).swept(),
    Fused.SUB_MAX: lambda v: (v.a - v.b).at_least(v.c),
    Fused.MUL_ADD_SUB_MAX: lambda v: (v.d - (v.a * v.b + v.c)).at_least(v.e),
    Fused.MUL_ADD_SUB_MAX_SWEEP: lambda v: (v.d - (v.a * v.b + v.c)).at_least(v.e).swept(),
    Fused.MUL_MAX: lambda v: (v.a * v.b).at_least(v.c),
    Fused.MUL_MIN: lambda v: (v.a * v.b).at_most(v.c),
    Fused.MUL_ABOVE: lambda v: v.a * v.b > v.c,
    Fused.MUL_SELECT: lambda v: (v.a * v.b).where(v.c, v.d),
    Fused.POSITIVE_SELECT: lambda v: v.b.where(v.a.positive(), v.c),
    Fused.PAY: lambda v: (v.a.at_most(v.b), v.a - v.a.at_most(v.b)),
    Fused.SETTLE: lambda v: (v.a.at_most(v.b), v.b - v.a.at_most(v.b), v.a - v.a.at_most(v.b)),
}


def written(formula: Callable[[SimpleNamespace], Value | tuple[Value, ...]]) -> Plan:
    def write(day: PlanBuilder) -> dict[str, Value]:
        result = formula(SimpleNamespace(**{name: day.load(name, None) for name in NAMES}))
        values = result if isinstance(result, tuple) else (result,)
        return {f"result {place}": value for place, value in enumerate(values)}

    return plan_of(write)


def lanes(count: int) -> list[Numbers]:
    """Amounts with cents, with zeros, dust, ties and tests of 0 and 1 among them."""
    draw = np.random.default_rng(20061225)
    amounts = draw.uniform(-1000, 1000, (count, 5, 3)).round(2)
    amounts[::3] = draw.choice([0.0, 0.0021, 0.0043, 0.0073, 1.0, -1.0, 100.0], amounts[::3].shape)
    return [dict(zip(NAMES, lane.tolist(), strict=True)) for lane in amounts]


def same(first: Mapping[str, Floats], second: Mapping[str, Floats]) -> bool:
    return all(np.array_equal(values, second[name]) for name, values in first.items())


def test_every_kind_is_written_here_and_can_arise():
    assert set(WRITTEN) == set(Fused)
    assert set(FUSIONS.values()) | {Fused.PAY, Fused.SETTLE} == set(Fused)


@pytest.mark.parametrize("kind", Fused, ids=lambda kind: kind.name)
def test_a_fused_step_gives_what_its_steps_give(kind: Fused):
    plan = written(WRITTEN[kind])
    assert [code for code in encoded(plan, 3).day[:, 0] if code in list(Fused)] == [kind]
    together, inputs = in_lanes(plan, lanes(64)), lanes(64)
    with UNFUSED:
        assert not set(encoded(plan, 3).day[:, 0].tolist()) & set(Fused)
        assert same(together, in_lanes(plan, inputs))
    for lane, numbers in enumerate(inputs):
        for name, values in in_exact(plan, numbers).items():
            assert together[name][:, lane] == pytest.approx(values, rel=1e-12, abs=1e-9)


def test_a_value_that_is_needed_elsewhere_is_not_taken_in():
    plan = plan_of(
        lambda day: {
            "sum": day.load("a", None) + day.load("b", None),
            "of three": day.load("a", None) + day.load("b", None) + 1,
        }
    )
    assert not set(encoded(plan, 1).day[:, 0].tolist()) & set(Fused)
    kept = plan_of(running_sum)
    assert not set(encoded(kept, 1).day[:, 0].tolist()) & set(Fused)


def running_sum(day: PlanBuilder) -> dict[str, Value]:
    total = day.state("total", 0, None)
    day.store(total, total + day.load("a", None))
    return {"and": total + day.load("a", None) + 1}


def test_what_is_paid_twice_over_is_settled_once():
    """Of a payment that is needed with both sides, and again, no more than one step is made."""

    def write(day: PlanBuilder) -> dict[str, Value]:
        cash, due = day.load("a", None), day.load("b", None)
        paid = cash.at_most(due)
        return {"paid": paid, "cash": cash - paid, "due": due - paid, "other": day.load("c", None) - paid}

    plan = plan_of(write)
    assert sorted(encoded(plan, 1).day[:, 0].tolist())[-2:][1] == Fused.SETTLE
    assert in_lanes(plan, [{"a": [5], "b": [3], "c": [7]}])["other"].tolist() == [[4]]


def bounded(value: Value) -> Value:
    """A factor that keeps products from growing without end."""
    return value.at_most(1).at_least(-1)


STEPS: tuple[Callable[[SimpleNamespace], Value], ...] = (
    lambda v: v.a + v.b,
    lambda v: v.a - v.b,
    lambda v: v.a * bounded(v.b),
    lambda v: v.a.at_most(v.b),
    lambda v: v.a - v.a.at_most(v.b),
    lambda v: v.a.at_least(v.b),
    lambda v: v.a > v.b,
    lambda v: v.a.positive(),
    lambda v: v.a.swept(),
    lambda v: v.b.where(v.a.positive(), v.c),
    lambda v: ~(v.a > v.b),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A day of steps on whatever came before, with states, tables and all kinds of step but the division."""
    builder = PlanBuilder("random")
    states = [builder.state(f"state {n}", n * 10, None) for n in range(3)]
    table = builder.table(Table("table", (3, 0, 7), 1, None))
    values = [*(builder.load(name, None) for name in NAMES), *states, table, builder.constant(0), builder.constant(2)]
    for _ in range(draw(st.integers(1, 40))):
        recent = st.sampled_from(values[-10:])
        values.append(draw(st.sampled_from(STEPS))(SimpleNamespace(a=draw(recent), b=draw(recent), c=draw(recent))))
    for state in states:
        builder.store(state, draw(st.sampled_from(values)).at_most(1000).at_least(-1000))
    for place in draw(st.sets(st.integers(0, len(values) - 1), min_size=1, max_size=6)):
        builder.report(replace(VALUE, unit=values[place].unit or VALUE.unit).of(f"value {place}"), values[place])
    return builder.finish()


@given(plans())
def test_any_plan_gives_the_same_fused_or_not(plan: Plan):
    inputs = lanes(9)
    together = in_lanes(plan, inputs)
    with UNFUSED:
        assert same(together, in_lanes(plan, inputs))


@given(plans())
def test_any_plan_gives_the_same_with_rows_used_again_or_not(plan: Plan):
    inputs = lanes(3)
    together = in_lanes(plan, inputs)
    with patch("seriatim.engine.encoding._Rows.take", fresh_row):
        assert same(together, in_lanes(plan, inputs))


def fresh_row(rows) -> int:
    rows.count += 1
    return rows.count - 1
