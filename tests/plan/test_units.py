"""Values carry their unit: what goes together, what does not, and what a plan says of every register."""

from decimal import Decimal

import pytest

import seriatim
from seriatim.explain.amounts import shown
from seriatim.plan.accounts import AccountType, Party, Side, Unit, money
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Table
from seriatim.plan.steps import Op
from seriatim.plan.units import unit_of

M, R, A, F, C = Unit.MONEY, Unit.RATIO, Unit.RATE, Unit.FLAG, Unit.COUNT
FEE = money("fee", Party.OUTSIDE, Side.OUT, words="fee of {}")


@pytest.mark.parametrize(
    ("op", "operands", "result"),
    [
        (Op.ADD, [M, M], M),
        (Op.ADD, [M, None], M),
        (Op.SUB, [None, R], R),
        (Op.MUL, [M, A], M),
        (Op.MUL, [R, M], M),
        (Op.MUL, [A, None], A),
        (Op.MUL, [C, M], M),
        (Op.MUL, [None, None], None),
        (Op.DIV, [M, M], R),
        (Op.DIV, [M, None], M),
        (Op.DIV, [A, None], A),
        (Op.DIV, [None, M], R),
        (Op.ABOVE, [R, R], F),
        (Op.SELECT, [F, M, None], M),
        (Op.SELECT, [None, None, A], A),
        (Op.ROUND, [M, M], M),
        (Op.SWEEP, [M], M),
    ],
)
def test_what_a_step_gives(op, operands, result):
    assert unit_of(op, operands) is result


@pytest.mark.parametrize(
    ("op", "operands"),
    [
        (Op.ADD, [M, R]),
        (Op.MIN, [A, M]),
        (Op.ABOVE, [M, R]),
        (Op.SELECT, [M, M, M]),
        (Op.SELECT, [F, M, R]),
        (Op.MUL, [M, M]),
        (Op.DIV, [R, M]),
    ],
)
def test_what_does_not_go_together_is_refused(op, operands):
    with pytest.raises(ValueError, match=op.name):
        unit_of(op, operands)


def test_small_money_is_money_and_large_ratios_are_not():
    """A limit of $900 and 25 cents are dollars, 2,000 times something is not: nothing is guessed from the size."""
    builder = PlanBuilder("small")
    limit = builder.constant(900, M)
    cents = limit.at_most(builder.load("cash", M))
    times = builder.table(Table("multiple", (Decimal(2000), Decimal(1)), Decimal(1), R))
    builder.report(FEE.of("T"), cents)
    builder.report(AccountType("times", Party.POOL, Side.MEASURE, R, "multiple of {}").of("T"), times)
    plan = builder.finish()
    assert [plan.units[value.register] for value in (limit, cents, times)] == [M, M, R]
    assert shown(Decimal("0.25"), plan.units[cents.register]) == "0.25"


def test_an_account_takes_values_of_its_unit_once():
    builder = PlanBuilder("small")
    cash, rate = builder.load("cash", M), builder.load("rate", A)
    with pytest.raises(ValueError, match="T fee counts money, not rate"):
        builder.report(FEE.of("T"), rate)
    builder.report(FEE.of("T"), cash)
    with pytest.raises(ValueError, match="T fee is reported twice"):
        builder.report(FEE.of("T"), cash)


@pytest.mark.parametrize("name", ["cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6", "example-two-pools"])
def test_every_register_of_a_plan_has_the_unit_of_its_account(name):
    plan = seriatim.load(name).plan
    assert len(plan.units) == plan.register_count
    for account, register in plan.outputs:
        assert plan.units[register] is account.unit or register in dict(plan.constants), account
    for state in plan.states:
        assert not state.account or plan.units[state.register] is M


def test_nothing_of_an_amount_is_an_amount():
    """A percentage of zero is no step, and what it gives is still dollars: it can be added, compared and reported."""
    builder = PlanBuilder("small")
    nothing = builder.constant(0, R) * builder.load("cash", M)
    assert nothing.unit is M
    assert (builder.load("cash", M) > nothing).unit is F
    assert (nothing / builder.load("cash", M)).unit is R


def test_a_value_tells_its_unit():
    value: Value = PlanBuilder("small").load("cash", M)
    assert (value / value).unit is R


def test_what_needs_no_step_has_the_unit_of_its_result():
    """Nothing per cent of dollars is dollars, and so is a part of one dollar; dollars by one dollar are a ratio."""
    builder = PlanBuilder("small")
    cash, part = builder.load("cash", M), builder.load("part", R)
    none, whole, dollar = builder.constant(0, R), builder.constant(1, R), builder.constant(1, M)
    assert (none * cash).unit is (cash * none).unit is M
    assert (cash > none * builder.constant(900, M)).unit is F
    assert (part * dollar).unit is (dollar * part).unit is M
    assert (whole * dollar).unit is M
    assert (cash / dollar).unit is R
    assert (cash * whole).register == (cash * 1).register == (cash + 0).register == (cash / 1).register == cash.register


def test_a_part_of_nothing_may_count_anything():
    """A choice between 0 and 0 is nothing; a part of it can be added to dollars, and is reported as such."""
    builder = PlanBuilder("small")
    cash, part, test = builder.load("cash", M), builder.load("part", R), builder.load("test", F)
    nothing = builder.constant(0).where(test, 0)
    assert (nothing.unit, (nothing * part).unit, (nothing / part).unit, (nothing / cash).unit) == (None,) * 4
    assert (nothing * cash).unit is (nothing * part + cash).unit is M
    assert (builder.constant(2) * part).unit is (builder.constant(1) / part).unit is R
    builder.report(FEE.of("T"), nothing * part)
    plan = builder.finish()
    assert plan.units[plan.registers[FEE.of("T")]] is M
