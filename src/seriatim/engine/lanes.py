"""The lanes engine: up to 64 scenarios side by side through every step of the plan.

A plan never branches, so one dispatch serves a whole block of scenarios. What the plan's registers hold lies in one
flat file of rows of 64 numbers that stays in the processor's cache. The kernel is plain Python with numba's types; with
numba disabled it runs as it stands.

Each kind of step is one loop over the lanes, on rows that begin at unsigned places: LLVM then knows that no index wraps
around, and works on several lanes at once.
"""

from __future__ import annotations

import numpy as np
from numba import config, njit
from numpy.typing import NDArray

from seriatim.basics.arrays import Floats
from seriatim.engine.encoding import ROW, EncodedPlan
from seriatim.engine.fusion import Fused
from seriatim.engine.streaming import put
from seriatim.plan.steps import DUST, TOLERANCE, Op

Places = NDArray[np.uint32]

LANES = 1 if config.DISABLE_JIT else ROW  # type: ignore[attr-defined]
"""Scenarios in a block: as many as a row holds; one where nothing is compiled, for there every lane takes its time."""
CACHE_LINE_BYTES = 64
_WIDTH = np.uint64(LANES)
_DUST, _TOLERANCE = float(DUST), float(TOLERANCE)
_FIRST_FUSED, _FIRST_CHOICE = int(min(Fused)), int(Fused.ADD_SUB_SWEEP)


def run_lanes(plan: EncodedPlan, inputs: Floats, out: Floats, *, column: int = 0) -> None:
    """Run one block of scenarios.

    ``inputs`` float64 [row, month, lane] holds what LOAD reads; ``out`` float64 [output, month, scenario] receives the
    outputs, in the columns from ``column`` on. Both are C-contiguous. Releases the global interpreter lock.
    """
    registers = _aligned(ROW * plan.initial.size)
    registers.reshape(-1, ROW)[:] = plan.initial[:, np.newaxis]
    _run(plan.day, plan.closing, plan.reported, plan.tables, registers, inputs, out, column)


def _aligned(size: int) -> Floats:
    """An array that begins on a cache line; else every other vector of lanes would lie across two of them."""
    spare = CACHE_LINE_BYTES // 8
    raw = np.empty(size + spare)
    first = (-raw.ctypes.data // 8) % spare
    return raw[first : first + size]


@njit(cache=True, nogil=True, error_model="numpy")
def _run(
    day: Places,
    closing: Places,
    reported: Places,
    tables: Floats,
    registers: Floats,
    inputs: Floats,
    out: Floats,
    column: int,
) -> None:
    lanes = np.uint64(inputs.shape[2])
    for month in range(inputs.shape[1]):
        for position in range(len(day)):
            code = int(day[position, 0])
            if code == Op.LOAD:
                _load(day, position, registers, inputs, month, lanes)
            elif code == Op.TABLE:
                _fill(day, position, registers, tables[day[position, 2], month], lanes)
            elif code < _FIRST_FUSED:
                _plain(code, day, position, registers)
            elif code < _FIRST_CHOICE:
                _chain(code, day, position, registers)
            else:
                _choice(code, day, position, registers)
        _report(registers, reported, out, month, column, inputs.shape[2])
        for position in range(len(closing)):
            target, source = closing[position, 0], closing[position, 1]
            for lane in range(lanes):
                registers[target + lane] = registers[source + lane]


@njit(nogil=True, error_model="numpy", forceinline=True)
def _load(day: Places, position: int, r: Floats, inputs: Floats, month: int, lanes: np.uint64) -> None:
    target, source = day[position, 1], day[position, 2]
    for lane in range(lanes):
        r[target + lane] = inputs[source, month, lane]


@njit(nogil=True, error_model="numpy", forceinline=True)
def _fill(day: Places, position: int, r: Floats, entry: float, lanes: np.uint64) -> None:
    target = day[position, 1]
    for lane in range(lanes):
        r[target + lane] = entry


@njit(nogil=True, error_model="numpy")
def _report(registers: Floats, reported: Places, out: Floats, month: int, column: int, lanes: int) -> None:
    for output in range(len(reported)):
        place, row = reported[output], out[output, month, column : column + lanes]
        if lanes == _WIDTH:
            for lane in range(_WIDTH):
                put(row, lane, registers[place + lane])
        else:
            for lane in range(np.uint64(lanes)):
                row[lane] = registers[place + lane]


@njit(nogil=True, error_model="numpy", forceinline=True)
def _plain(code: int, day: Places, position: int, r: Floats) -> None:
    """A step of the plan on all lanes."""
    t, a, b, c = day[position, 1], day[position, 2], day[position, 3], day[position, 4]
    if code == Op.ADD:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] + r[b + i]
    elif code == Op.SUB:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] - r[b + i]
    elif code in (Op.MUL, Op.BOTH):
        for i in range(_WIDTH):
            r[t + i] = r[a + i] * r[b + i]
    elif code == Op.DIV:
        for i in range(_WIDTH):
            r[t + i] = _ratio(r[a + i], r[b + i])
    elif code == Op.MIN:
        for i in range(_WIDTH):
            r[t + i] = _lesser(r[a + i], r[b + i])
    elif code in (Op.MAX, Op.EITHER):
        for i in range(_WIDTH):
            r[t + i] = _greater(r[a + i], r[b + i])
    elif code == Op.ABOVE:
        for i in range(_WIDTH):
            r[t + i] = _above(r[a + i], r[b + i])
    elif code == Op.POSITIVE:
        for i in range(_WIDTH):
            r[t + i] = _positive(r[a + i])
    elif code == Op.NOT:
        for i in range(_WIDTH):
            r[t + i] = 1.0 - r[a + i]
    elif code == Op.SELECT:
        for i in range(_WIDTH):
            r[t + i] = _where(r[a + i], r[b + i], r[c + i])
    elif code == Op.SWEEP:
        for i in range(_WIDTH):
            r[t + i] = _swept(r[a + i])
    elif code == Op.ROUND:
        for i in range(_WIDTH):
            r[t + i] = np.floor(r[a + i] / r[b + i] + 0.5) * r[b + i]


@njit(nogil=True, error_model="numpy", forceinline=True)
def _chain(code: int, day: Places, position: int, r: Floats) -> None:
    """Sums and differences of more than two values."""
    t, a, b, c = day[position, 1], day[position, 2], day[position, 3], day[position, 4]
    d, e = day[position, 5], day[position, 6]
    if code == Fused.SUM_OF_3:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] + r[b + i] + r[c + i]
    elif code == Fused.SUM_OF_4:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] + r[b + i] + r[c + i] + r[d + i]
    elif code == Fused.SUM_OF_5:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] + r[b + i] + r[c + i] + r[d + i] + r[e + i]
    elif code == Fused.MUL_ADD:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] * r[b + i] + r[c + i]
    elif code == Fused.MUL_MUL_ADD:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] * r[b + i] + r[c + i] * r[d + i]
    elif code == Fused.SELECT_ADD:
        for i in range(_WIDTH):
            r[t + i] = _where(r[a + i], r[b + i], r[c + i]) + r[d + i]
    elif code == Fused.ADD_SUB:
        for i in range(_WIDTH):
            r[t + i] = r[a + i] + r[b + i] - r[c + i]
    elif code == Fused.REST_SUB:
        for i in range(_WIDTH):
            r[t + i] = r[c + i] - (r[a + i] - r[b + i])


@njit(nogil=True, error_model="numpy", forceinline=True)
def _choice(code: int, day: Places, position: int, r: Floats) -> None:
    """A comparison of what another step would have given; PAY and SETTLE leave their rests in rows of their own."""
    t, a, b, c = day[position, 1], day[position, 2], day[position, 3], day[position, 4]
    d, e = day[position, 5], day[position, 6]
    if code == Fused.ADD_SUB_SWEEP:
        for i in range(_WIDTH):
            r[t + i] = _swept(r[a + i] + r[b + i] - r[c + i])
    elif code == Fused.SUB_MAX:
        for i in range(_WIDTH):
            r[t + i] = _greater(r[a + i] - r[b + i], r[c + i])
    elif code == Fused.MUL_ADD_SUB_MAX:
        for i in range(_WIDTH):
            r[t + i] = _greater(r[d + i] - (r[a + i] * r[b + i] + r[c + i]), r[e + i])
    elif code == Fused.MUL_ADD_SUB_MAX_SWEEP:
        for i in range(_WIDTH):
            r[t + i] = _swept(_greater(r[d + i] - (r[a + i] * r[b + i] + r[c + i]), r[e + i]))
    elif code == Fused.MUL_MAX:
        for i in range(_WIDTH):
            r[t + i] = _greater(r[a + i] * r[b + i], r[c + i])
    elif code == Fused.MUL_MIN:
        for i in range(_WIDTH):
            r[t + i] = _lesser(r[a + i] * r[b + i], r[c + i])
    elif code == Fused.MUL_ABOVE:
        for i in range(_WIDTH):
            r[t + i] = _above(r[a + i] * r[b + i], r[c + i])
    elif code == Fused.MUL_SELECT:
        for i in range(_WIDTH):
            r[t + i] = _where(r[c + i], r[a + i] * r[b + i], r[d + i])
    elif code == Fused.POSITIVE_SELECT:
        for i in range(_WIDTH):
            r[t + i] = _where(_positive(r[a + i]), r[b + i], r[c + i])
    elif code == Fused.PAY:
        for i in range(_WIDTH):
            whole = r[a + i]
            paid = _lesser(whole, r[b + i])
            r[t + i] = paid
            r[c + i] = whole - paid
    elif code == Fused.SETTLE:
        for i in range(_WIDTH):
            whole, due = r[a + i], r[b + i]
            paid = _lesser(whole, due)
            r[t + i] = paid
            r[c + i] = whole - paid
            r[d + i] = due - paid


@njit(nogil=True, error_model="numpy", forceinline=True)
def _lesser(first: float, second: float) -> float:
    return first if first < second else second


@njit(nogil=True, error_model="numpy", forceinline=True)
def _greater(first: float, second: float) -> float:
    return first if first > second else second


@njit(nogil=True, error_model="numpy", forceinline=True)
def _ratio(whole: float, parts: float) -> float:
    """The quotient, 0 where there are no parts; divided in either case, so that there is nothing to jump over."""
    quotient = whole / (parts if parts != 0.0 else 1.0)
    return quotient if parts != 0.0 else 0.0


@njit(nogil=True, error_model="numpy", forceinline=True)
def _above(level: float, limit: float) -> float:
    return 1.0 if level - limit > _TOLERANCE * abs(limit) else 0.0


@njit(nogil=True, error_model="numpy", forceinline=True)
def _positive(value: float) -> float:
    return 1.0 if value > _DUST else 0.0


@njit(nogil=True, error_model="numpy", forceinline=True)
def _where(test: float, chosen: float, other: float) -> float:
    return chosen if test != 0.0 else other


@njit(nogil=True, error_model="numpy", forceinline=True)
def _swept(value: float) -> float:
    return value if value > _DUST else 0.0
