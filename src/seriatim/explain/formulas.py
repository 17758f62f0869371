"""The formula of a register as a value that can be compared, within a plan and between plans."""

from __future__ import annotations

from seriatim.plan.plan import Plan
from seriatim.plan.steps import Op

StepFormula = tuple[object, ...]
SignedRegister = tuple[int, int]
"""A sign, 1 or -1, and a register."""


class Formulas:
    """Formulas of the registers of one plan: equal formulas, equal computation from the same inputs.

    A table is known by its name: two deals may state different tables under one.
    """

    def __init__(self, plan: Plan) -> None:
        self._steps = {step.target: step for step in plan.day_steps}
        self._known: dict[int, int] = {register: hash(("constant", value)) for register, value in plan.constants}
        self._known |= {state.register: hash(("kept", state.name)) for state in plan.states}
        for step in plan.day_steps:
            formula: StepFormula
            match step.op:
                case Op.LOAD:
                    formula = (Op.LOAD, plan.inputs[step.operands[0]])
                case Op.TABLE:
                    formula = (Op.TABLE, plan.tables[step.operands[0]].name)
                case _:
                    formula = (step.op, *(self._known[operand] for operand in step.operands))
            self._known[step.target] = hash(formula)

    def of(self, register: int) -> int:
        """The formula of a register."""
        return self._known[register]

    def signed(self, term: SignedRegister) -> SignedRegister:
        """The formula of a term, with its sign."""
        return term[0], self._known[term[1]]

    def terms(self, register: int) -> list[SignedRegister]:
        """The terms of a sum and the sums in it."""
        step = self._steps.get(register)
        if step is None or step.op not in (Op.ADD, Op.SUB):
            return [(1, register)]
        first, second = step.operands
        turn = -1 if step.op is Op.SUB else 1
        return [*self.terms(first), *((sign * turn, term) for sign, term in self.terms(second))]
