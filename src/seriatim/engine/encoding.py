"""A plan as the arrays the lanes engine runs: numbered registers, reused once their value is spent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seriatim.plan.plan import Plan
from seriatim.plan.steps import Op, Step

OPERAND_COLUMNS = 5
COPY = int(Op.STORE)


@dataclass(frozen=True)
class EncodedPlan:
    """Arrays of a plan.

    ``day`` and ``stores`` are int32 [step, 5]: op, target, a, b, c; ``initial`` float64 [register] holds constants
    and opening state; ``tables`` float64 [table, month]; ``outputs`` int32 [output], the register of each output.
    """

    day: NDArray[np.int32]
    stores: NDArray[np.int32]
    initial: NDArray[np.float64]
    tables: NDArray[np.float64]
    outputs: NDArray[np.int32]


def encode(plan: Plan, months: int, reported: Iterable[int], series_rows: Iterable[int]) -> EncodedPlan:
    """Encode a plan for ``months`` days, reporting the outputs at the given positions.

    ``series_rows`` gives, for each of ``plan.series``, its row in the array of series the engine is handed.
    """
    wanted = [plan.outputs[position][1] for position in reported]
    allocation = _Registers(plan, wanted)
    rows = list(series_rows)
    day = [allocation.encode(position, step, rows) for position, step in enumerate(plan.day_steps)]
    stores = allocation.encode_stores()
    initial = np.zeros(allocation.count)
    for register, number in plan.constants:
        initial[allocation.slot[register]] = float(number)
    for state in plan.states:
        initial[allocation.slot[state.register]] = float(state.initial)
    tables = np.array([[float(table.on(month + 1)) for month in range(months)] for table in plan.tables])
    outputs = np.array([allocation.slot[register] for register in wanted], dtype=np.int32)
    return EncodedPlan(_code(day), _code(stores), initial, tables.reshape(len(plan.tables), months), outputs)


def _code(rows: list[list[int]]) -> NDArray[np.int32]:
    return np.array(rows, dtype=np.int32).reshape(len(rows), OPERAND_COLUMNS)


class _Registers:
    """Linear-scan allocation: a temporary's register is free again after its last use."""

    def __init__(self, plan: Plan, outputs: list[int]) -> None:
        self._plan = plan
        self._stores = [(step.target, step.operands[0]) for step in plan.steps if step.op is Op.STORE]
        fixed = [register for register, _ in plan.constants] + [state.register for state in plan.states]
        self.slot = {register: position for position, register in enumerate(fixed)}
        self.count = len(fixed)
        self._free: list[int] = []
        kept = {*outputs, *(source for _, source in self._stores), *fixed}
        self._last_use: dict[int, int] = {}
        for position, step in enumerate(plan.day_steps):
            if step.op not in (Op.LOAD, Op.TABLE):
                for operand in step.operands:
                    self._last_use[operand] = position
        self._ends: dict[int, list[int]] = {}
        for register, position in self._last_use.items():
            if register not in kept:
                self._ends.setdefault(position, []).append(register)

    def encode(self, position: int, step: Step, series_rows: list[int]) -> list[int]:
        """One step as a row of integers."""
        if step.op is Op.LOAD:
            operands = [series_rows[step.operands[0]]]
        elif step.op is Op.TABLE:
            operands = [step.operands[0]]
        else:
            operands = [self.slot[operand] for operand in step.operands]
        self._free += [self.slot[register] for register in self._ends.get(position, ())]
        self.slot[step.target] = self._take()
        return [int(step.op), self.slot[step.target], *operands, *([0] * (3 - len(operands)))]

    def encode_stores(self) -> list[list[int]]:
        """The closing stores; a state that another store still reads is first copied aside."""
        changed = {target for target, _ in self._stores}
        aside: list[list[int]] = []
        final: list[list[int]] = []
        for target, source in self._stores:
            slot = self.slot[source]
            if source in changed and source != target:
                slot = self._take()
                aside.append([COPY, slot, self.slot[source], 0, 0])
            final.append([COPY, self.slot[target], slot, 0, 0])
        return [*aside, *final]

    def _take(self) -> int:
        if self._free:
            return self._free.pop()
        self.count += 1
        return self.count - 1
