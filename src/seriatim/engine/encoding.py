"""A plan as the arrays the lanes engine runs: fused steps over rows of lanes that are used again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seriatim.engine.fusion import Instruction, fused
from seriatim.plan.plan import Plan
from seriatim.plan.steps import Op

ROW = 64
"""Numbers in a row of the register file: one for each scenario of a block."""
COLUMNS = 7
"""A step's code, its target, and up to five other places."""

Stores = list[tuple[int, int]]
"""The closing stores: the register of a state, and the register whose value it takes."""


@dataclass(frozen=True, eq=False)
class EncodedPlan:
    """Arrays of a plan. A *place* is where a row of `ROW` numbers begins in the register file.

    ``day``, uint32 [step, 7]: code, place of the target, places of the operands; the row of the input or table
    instead for LOAD and TABLE; what a PAY or SETTLE leaves goes to the places after its operands. ``closing``, uint32
    [copy, 2]: the places that take, when the day is over, what stands at another. ``reported``, uint32 [output]: the
    place of each output. ``initial``, float64 [row]: constants and opening state. ``tables``, float64 [table, month].
    """

    day: NDArray[np.uint32]
    closing: NDArray[np.uint32]
    reported: NDArray[np.uint32]
    initial: NDArray[np.float64]
    tables: NDArray[np.float64]


def encode(plan: Plan, months: int, *, reported: Iterable[int], input_rows: Sequence[int]) -> EncodedPlan:
    """Encode a plan for ``months`` days, reporting the outputs at the given positions.

    ``input_rows`` gives, for each of ``plan.inputs``, its row in the array of inputs the engine is handed. Steps that
    none of these outputs depends on, today or later, are left out.
    """
    outputs = [plan.outputs[position][1] for position in reported]
    day, stores = _needed(plan, outputs, input_rows)
    kept = [*outputs, *(source for _, source in stores)]
    rows = _Rows(plan, _read_late(fused(day, kept=kept)), kept=kept, stores=stores)
    code = [rows.encode(position) for position in range(len(rows.day))]
    closing = _closing(rows, stores)
    initial = np.zeros(rows.count)
    for register, number in plan.constants:
        initial[rows.of[register]] = float(number)
    for state in plan.states:
        initial[rows.of[state.register]] = float(state.initial)
    tables = np.array([[float(table.on(month + 1)) for month in range(months)] for table in plan.tables])
    return EncodedPlan(
        day=np.array(code, dtype=np.uint32).reshape(len(code), COLUMNS),
        closing=closing,
        reported=np.array([ROW * rows.of[register] for register in outputs], dtype=np.uint32),
        initial=initial,
        tables=tables.reshape(len(plan.tables), months),
    )


def _needed(plan: Plan, outputs: Sequence[int], input_rows: Sequence[int]) -> tuple[list[Instruction], Stores]:
    """The steps and stores that the outputs depend on, this month or through what survives it."""
    stored = {step.target: step.operands[0] for step in plan.steps if step.op is Op.STORE}
    steps = {step.target: step for step in plan.day_steps}
    needed: set[int] = set()
    waiting = list(outputs)
    while waiting:
        register = waiting.pop()
        if register not in needed:
            needed.add(register)
            step = steps.get(register)
            waiting += step.operands if step and step.op not in (Op.LOAD, Op.TABLE) else ()
            waiting += [stored[register]] if register in stored else []
    day = []
    for step in plan.day_steps:
        if step.target in needed:
            rows = (input_rows[step.operands[0]],) if step.op is Op.LOAD else step.operands
            day.append(Instruction(step.op, (step.target,), rows))
    return day, [(state, source) for state, source in stored.items() if state in needed]


def _read_late(day: Sequence[Instruction]) -> list[Instruction]:
    """The same steps, inputs and tables read just before they are first needed."""
    unread = {step.targets[0]: step for step in day if step.is_read_in}
    result: list[Instruction] = []
    for step in day:
        if not step.is_read_in:
            result += [unread.pop(register) for register in dict.fromkeys(step.reads) if register in unread]
            result.append(step)
    return [*unread.values(), *result]


class _Rows:
    """The row of each register: a temporary's row is free again after its last use.

    A target never has the row of an operand of the same step, so that compiled code can work on several lanes at once.
    What a state becomes goes straight to the state's own row, where nobody needs the old value any more.
    """

    def __init__(self, plan: Plan, day: list[Instruction], *, kept: Sequence[int], stores: Stores) -> None:
        fixed = [*(register for register, _ in plan.constants), *(state.register for state in plan.states)]
        self.day = day
        self.of = {register: row for row, register in enumerate(fixed)}
        self.count = len(fixed)
        self._free: list[int] = []
        last_use = {register: place for place, step in enumerate(day) for register in (*step.targets, *step.reads)}
        last_use.update(dict.fromkeys(kept, len(day)))
        made = {register: place for place, step in enumerate(day) for register in step.targets}
        self._becomes = {source: state for state, source in stores if last_use.get(state, -1) < made.get(source, -1)}
        self._ends: dict[int, list[int]] = {}
        for register, place in last_use.items():
            if register not in fixed:
                self._ends.setdefault(place, []).append(register)

    def encode(self, position: int) -> list[int]:
        """One step as a row of integers; its operands must have been encoded before."""
        step = self.day[position]
        for target in step.targets:
            self.of[target] = self.of[self._becomes[target]] if target in self._becomes else self.take()
        first, *others = (ROW * self.of[target] for target in step.targets)
        operands = step.operands if step.is_read_in else [ROW * self.of[operand] for operand in step.operands]
        self._free += [self.of[register] for register in self._ends.get(position, ())]
        places = [first, *operands, *others]
        return [step.code, *places, *[0] * (COLUMNS - 1 - len(places))]

    def take(self) -> int:
        """A row nobody uses; the one used last, if there is one, for it is still in the processor's cache."""
        if self._free:
            return self._free.pop()
        self.count += 1
        return self.count - 1


def _closing(rows: _Rows, stores: Stores) -> NDArray[np.uint32]:
    """The copies that close the day, each made before its source changes; in a circle one value is put aside first."""
    waiting = [(rows.of[state], rows.of[source]) for state, source in stores]
    waiting = [(target, source) for target, source in waiting if target != source]
    copies: Stores = []
    while waiting:
        sources = {source for _, source in waiting}
        ready = [copy for copy in waiting if copy[0] not in sources]
        if not ready:
            target, aside = waiting[0][0], rows.take()
            copies.append((aside, target))
            waiting = [(to, aside if source == target else source) for to, source in waiting]
            continue
        copies += ready
        waiting = [copy for copy in waiting if copy[0] in sources]
    return ROW * np.array(copies, dtype=np.uint32).reshape(len(copies), 2)
