"""The lanes engine: up to 64 scenarios side by side through every step of the plan.

A plan never branches, so one dispatch serves a whole block of scenarios, held in registers of 64 numbers that stay
in cache. The kernel is plain Python with numba's types; with numba disabled it runs as it stands.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from seriatim.engine.encoding import EncodedPlan
from seriatim.plan.steps import DUST, TOLERANCE, Op

LANES = 64
"""Scenarios in a block."""

_LOAD, _TABLE, _ADD, _SUB, _MUL, _DIV = (int(op) for op in (Op.LOAD, Op.TABLE, Op.ADD, Op.SUB, Op.MUL, Op.DIV))
_MIN, _MAX, _ABOVE, _POSITIVE = (int(op) for op in (Op.MIN, Op.MAX, Op.ABOVE, Op.POSITIVE))
_BOTH, _EITHER, _NOT, _SELECT = (int(op) for op in (Op.BOTH, Op.EITHER, Op.NOT, Op.SELECT))
_ROUND, _SWEEP = int(Op.ROUND), int(Op.SWEEP)
_DUST, _TOLERANCE = float(DUST), float(TOLERANCE)


def run_lanes(plan: EncodedPlan, series: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    """Run one block of scenarios.

    ``series`` float64 [row, month, lane] holds what LOAD reads, ``out`` float64 [output, month, lane] receives the
    outputs; both may be views with a contiguous last axis. Releases the GIL.
    """
    lanes = series.shape[2]
    registers = np.empty((plan.initial.size, lanes))
    registers[:] = plan.initial[:, None]
    _run(plan.day, plan.stores, registers, series, plan.tables, plan.outputs, out)


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator]
def _run(day, stores, registers, series, tables, outputs, out):  # type: ignore[no-untyped-def]
    for month in range(series.shape[1]):
        for position in range(day.shape[0]):
            op = day[position, 0]
            target = registers[day[position, 1]]
            if op == _LOAD:
                row = series[day[position, 2], month]
                for lane in range(target.size):
                    target[lane] = row[lane]
            elif op == _TABLE:
                entry = tables[day[position, 2], month]
                for lane in range(target.size):
                    target[lane] = entry
            elif op == _SELECT:
                test = registers[day[position, 2]]
                chosen = registers[day[position, 3]]
                other = registers[day[position, 4]]
                for lane in range(target.size):
                    target[lane] = chosen[lane] if test[lane] != 0.0 else other[lane]
            else:
                _arithmetic(op, target, registers[day[position, 2]], registers[day[position, 3]])
        for position in range(outputs.size):
            value = registers[outputs[position]]
            row = out[position, month]
            for lane in range(row.size):
                row[lane] = value[lane]
        for position in range(stores.shape[0]):
            target = registers[stores[position, 1]]
            value = registers[stores[position, 2]]
            for lane in range(target.size):
                target[lane] = value[lane]


@njit(cache=True, nogil=True, error_model="numpy", inline="never")  # type: ignore[untyped-decorator]
def _arithmetic(op, target, first, second):  # type: ignore[no-untyped-def]
    """One step on all lanes: target = op(first, second)."""
    lanes = target.size
    if op == _ADD:
        for lane in range(lanes):
            target[lane] = first[lane] + second[lane]
    elif op == _SUB:
        for lane in range(lanes):
            target[lane] = first[lane] - second[lane]
    elif op == _MUL or op == _BOTH:
        for lane in range(lanes):
            target[lane] = first[lane] * second[lane]
    elif op == _MIN:
        for lane in range(lanes):
            target[lane] = first[lane] if first[lane] < second[lane] else second[lane]
    elif op == _MAX or op == _EITHER:
        for lane in range(lanes):
            target[lane] = first[lane] if first[lane] > second[lane] else second[lane]
    elif op == _DIV:
        for lane in range(lanes):
            divisor = second[lane] if second[lane] != 0.0 else 1.0
            quotient = first[lane] / divisor
            target[lane] = quotient if second[lane] != 0.0 else 0.0
    elif op == _ABOVE:
        for lane in range(lanes):
            target[lane] = 1.0 if first[lane] - second[lane] > _TOLERANCE * abs(second[lane]) else 0.0
    elif op == _POSITIVE:
        for lane in range(lanes):
            target[lane] = 1.0 if first[lane] > _DUST else 0.0
    elif op == _NOT:
        for lane in range(lanes):
            target[lane] = 1.0 - first[lane]
    elif op == _ROUND:
        for lane in range(lanes):
            target[lane] = np.floor(first[lane] / second[lane] + 0.5) * second[lane]
    elif op == _SWEEP:
        for lane in range(lanes):
            target[lane] = first[lane] if first[lane] > _DUST else 0.0
