"""The exact engine: decimal to 34 digits, and every step on request."""

from decimal import Decimal

import pytest

from seriatim.engine.exact import PRECISION, run_exact
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Plan
from seriatim.plan.steps import Op
from tests.engine.plans import VALUE, plan_of

CASH = {"cash": [Decimal("10.10"), Decimal("20.20"), Decimal("30.30")]}


def paying_down(day: PlanBuilder) -> dict[str, Value]:
    with day.rule("distributions.principal", "supplement p. 11"):
        balance = day.state("balance", 50, None)
        paid = day.load("cash", None).at_most(balance).named("principal")
        day.store(balance, balance - paid)
    return {"paid": paid, "left": balance - paid}


def outputs(plan: Plan, name: str) -> tuple[Decimal, ...]:
    return run_exact(plan, CASH, 3).outputs[VALUE.of(name)]


def test_cents_stay_exact():
    plan = plan_of(paying_down)
    assert outputs(plan, "paid") == (Decimal("10.10"), Decimal("20.20"), Decimal("19.70"))
    assert outputs(plan, "left") == (Decimal("39.90"), Decimal("19.70"), 0)


def test_a_quotient_keeps_34_digits():
    (third, *_) = outputs(plan_of(lambda day: {"third": day.load("cash", None) / 30}), "third")
    assert len(third.as_tuple().digits) == PRECISION
    assert third == Decimal("0.3366666666666666666666666666666667")


def test_the_trace_keeps_the_result_of_every_step():
    plan = plan_of(paying_down)
    run = run_exact(plan, CASH, 3, traced=True)
    assert [step.op for step in plan.day_steps] == [Op.LOAD, Op.MIN, Op.SUB]
    assert run.trace == (
        (Decimal("10.10"), Decimal("10.10"), Decimal("39.90")),
        (Decimal("20.20"), Decimal("20.20"), Decimal("19.70")),
        (Decimal("30.30"), Decimal("19.70"), Decimal(0)),
    )
    principal = plan.day_steps[1]
    assert (principal.name, principal.origin.rule) == ("principal", "distributions.principal")
    assert principal.origin.source == "supplement p. 11"


def test_without_a_trace_nothing_is_kept():
    assert run_exact(plan_of(paying_down), CASH, 3).trace == ()


def test_the_caller_s_decimal_context_is_left_alone():
    from decimal import getcontext

    before = getcontext().prec
    run_exact(plan_of(paying_down), CASH, 3)
    assert getcontext().prec == before


def test_an_input_that_is_missing_is_named():
    with pytest.raises(KeyError, match="cash"):
        run_exact(plan_of(paying_down), {"libor": CASH["cash"]}, 3)
