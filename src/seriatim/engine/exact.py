"""The exact engine: Decimal arithmetic, one path, every step kept if asked.

It is written to be read: the fast engine is trusted because it agrees with this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from seriatim.plan.accounts import Account
from seriatim.plan.plan import Plan
from seriatim.plan.steps import DUST, TOLERANCE, Op, Step

PRECISION = 34
"""Digits kept by each operation (IEEE decimal128)."""

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class ExactRun:
    """Outputs by month (index 0 = first distribution day), and the values of every step if traced.

    ``trace[month][position]`` is the result of ``plan.day_steps[position]``.
    """

    outputs: Mapping[Account, tuple[Decimal, ...]]
    trace: tuple[tuple[Decimal, ...], ...]


def run_exact(plan: Plan, inputs: Mapping[str, Sequence[Decimal]], months: int, *, traced: bool = False) -> ExactRun:
    """Run ``months`` distribution days of one scenario.

    ``inputs`` holds, for every name in ``plan.inputs``, one entry a month. Raises KeyError for a missing input.
    """
    columns = [inputs[name] for name in plan.inputs]
    registers: list[Decimal] = [ZERO] * plan.register_count
    for register, number in plan.constants:
        registers[register] = number
    for state in plan.states:
        registers[state.register] = state.initial
    steps = plan.day_steps
    stores = [(step.target, step.operands[0]) for step in plan.steps if step.op is Op.STORE]
    outputs: dict[Account, list[Decimal]] = {key: [] for key, _ in plan.outputs}
    trace: list[tuple[Decimal, ...]] = []
    with localcontext(Context(prec=PRECISION)):
        for month in range(months):
            values = tuple(_day(plan, steps, registers, columns, month))
            if traced:
                trace.append(values)
            for key, register in plan.outputs:
                outputs[key].append(registers[register])
            kept = [(target, registers[source]) for target, source in stores]
            for target, value in kept:
                registers[target] = value
    return ExactRun({key: tuple(values) for key, values in outputs.items()}, tuple(trace))


def _day(
    plan: Plan,
    steps: Sequence[Step],
    registers: list[Decimal],
    columns: Sequence[Sequence[Decimal]],
    month: int,
) -> Iterator[Decimal]:
    """Execute the steps of one day in order; the result of each."""
    for step in steps:
        if step.op is Op.LOAD:
            value = +columns[step.operands[0]][month]  # as many digits as every other value has
        elif step.op is Op.TABLE:
            value = plan.tables[step.operands[0]].on(month + 1)
        else:
            value = evaluate(step.op, [registers[operand] for operand in step.operands])
        registers[step.target] = value
        yield value


def evaluate(op: Op, operands: Sequence[Decimal]) -> Decimal:
    """The result of one arithmetic step.

    >>> evaluate(Op.DIV, [Decimal(1), Decimal(0)])
    Decimal('0')
    """
    first = operands[0]
    match op:
        case Op.ADD:
            return first + operands[1]
        case Op.SUB:
            return first - operands[1]
        case Op.MUL:
            return first * operands[1]
        case Op.DIV:
            return first / operands[1] if operands[1] else ZERO
        case Op.MIN:
            return min(first, operands[1])
        case Op.MAX:
            return max(first, operands[1])
        case Op.ABOVE:
            return _flag(first - operands[1] > TOLERANCE * abs(operands[1]))
        case Op.POSITIVE:
            return _flag(first > DUST)
        case Op.BOTH:
            return first * operands[1]
        case Op.EITHER:
            return max(first, operands[1])
        case Op.NOT:
            return ONE - first
        case Op.SELECT:
            return operands[1] if first else operands[2]
        case Op.ROUND:
            return (first / operands[1]).quantize(ONE, ROUND_HALF_UP) * operands[1]
        case Op.SWEEP:
            return first if first > DUST else ZERO
        case Op.LOAD | Op.TABLE | Op.STORE:
            raise ValueError(f"{op.name} is not an arithmetic step")


def _flag(test: bool) -> Decimal:
    return ONE if test else ZERO
