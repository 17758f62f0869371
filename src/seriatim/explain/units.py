"""What the number in a register is: money, a ratio, or a test that is passed or not.

A plan does not say; it follows from the steps. A sum is what its terms are, money over money is a ratio, a ratio of
money is money.
"""

from __future__ import annotations

from enum import StrEnum

from seriatim.plan.plan import Plan
from seriatim.plan.steps import Op, Step

LEAST_MONEY = 1000
"""A constant, a table or an initial value that reaches this many is money: counts and ratios are smaller."""


class Unit(StrEnum):
    """What a number counts."""

    MONEY = "money"
    RATIO = "ratio"
    TEST = "test"


TESTS = (Op.ABOVE, Op.POSITIVE, Op.BOTH, Op.EITHER, Op.NOT)


def units_of(plan: Plan) -> dict[int, Unit]:
    """The unit of every register; a ratio where nothing tells."""
    inferred = _Inference(plan)
    stores = [step for step in plan.steps if step.op is Op.STORE]
    before = -1
    while len(inferred.known) != before:
        before = len(inferred.known)
        for step in (*plan.day_steps, *stores):
            inferred.learn(step)
    return {register: inferred.known.get(register, Unit.RATIO) for register in range(plan.register_count)}


class _Inference:
    """Units known so far, and what a step adds to them. Small constants, 0 above all, may count anything."""

    def __init__(self, plan: Plan) -> None:
        self._constants = {register for register, _ in plan.constants}
        self.known = {register: Unit.MONEY for register, value in plan.constants if abs(value) >= LEAST_MONEY}
        self.known |= {state.register: Unit.MONEY for state in plan.states if state.initial >= LEAST_MONEY}
        for step in plan.day_steps:
            if step.op in TESTS:
                self.known[step.target] = Unit.TEST
            elif step.op is Op.LOAD and "/" in plan.series[step.operands[0]]:
                self.known[step.target] = Unit.MONEY
            elif step.op is Op.TABLE:
                table = plan.tables[step.operands[0]]
                if max(*table.values, table.last) >= LEAST_MONEY:
                    self.known[step.target] = Unit.MONEY

    def learn(self, step: Step) -> None:
        """What one step tells about its registers."""
        match step.op:
            case Op.ADD | Op.SUB | Op.MIN | Op.MAX:
                self._alike(step.target, *step.operands)
            case Op.ABOVE:
                self._alike(*step.operands)
            case Op.SELECT:
                self._alike(step.target, *step.operands[1:])
            case Op.SWEEP | Op.STORE | Op.ROUND:
                self._alike(step.target, step.operands[0])
            case Op.MUL:
                self._product(step.target, *step.operands)
            case Op.DIV:
                self._product(step.operands[0], step.target, step.operands[1])
            case _:
                pass

    def _alike(self, *registers: int) -> None:
        units = {self.known[register] for register in registers if register in self.known}
        if len(units) == 1:
            for register in registers:
                self._set(register, *units)

    def _product(self, product: int, first: int, second: int) -> None:
        """Money times a ratio is money, and nothing else is."""
        for one, other in ((first, second), (second, first)):
            if self.known.get(one) is Unit.MONEY:
                self._set(product, Unit.MONEY)
                self._set(other, Unit.RATIO)
        ratios = [each for each in (first, second) if each in self._constants or self.known.get(each) is Unit.RATIO]
        if len(ratios) == 2:
            self._set(product, Unit.RATIO)
        elif ratios and self.known.get(product) is Unit.MONEY:
            self._set(first if ratios[0] == second else second, Unit.MONEY)

    def _set(self, register: int, unit: Unit) -> None:
        if register not in self._constants:
            self.known.setdefault(register, unit)
