"""Steps that do the work of two or three, so that fewer values pass through memory.

The plan itself stays as it is written; only what the lanes engine runs is put together like this. A fused step does the
same operations in the same order as the steps it stands for, so the results are the same to the last bit (but for the
sign of a zero).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from seriatim.plan.steps import Op


class Fused(IntEnum):
    """The fused steps, numbered after `Op`. The comments give the result with operands ``a``, ``b``, ``c``, ``d``.

    A number is never given again to another kind: compiled code cached on disk knows the kinds by their numbers.
    """

    SUM_OF_3 = 32  # a + b + c
    SUM_OF_4 = 33  # a + b + c + d
    SUM_OF_5 = 34  # a + b + c + d + e
    MUL_ADD = 35  # a * b + c
    MUL_MUL_ADD = 36  # a * b + c * d
    SELECT_ADD = 37  # (b where a is 1, else c) + d
    ADD_SUB = 38  # a + b - c
    REST_SUB = 39  # c - (a - b)
    ADD_SUB_SWEEP = 40  # a + b - c, swept
    SUB_MAX = 41  # the greater of a - b and c
    MUL_ADD_SUB_MAX = 42  # the greater of d - (a * b + c) and e
    MUL_ADD_SUB_MAX_SWEEP = 43  # the same, swept
    MUL_MAX = 44  # the greater of a * b and c
    MUL_MIN = 45  # the lesser of a * b and c
    MUL_ABOVE = 46  # 1 if a * b is above c, else 0
    MUL_SELECT = 47  # a * b where c is 1, else d
    POSITIVE_SELECT = 48  # b where a is more than DUST, else c
    PAY = 49  # the lesser of a and b; and what it leaves of a
    SETTLE = 50  # the lesser of a and b; what it leaves of a; and what it leaves of b


FUSIONS: Mapping[tuple[int, int, int], Fused] = {
    (Op.ADD, Op.ADD, 0): Fused.SUM_OF_3,
    (Op.ADD, Op.ADD, 1): Fused.SUM_OF_3,
    (Fused.SUM_OF_3, Op.ADD, 0): Fused.SUM_OF_4,
    (Fused.SUM_OF_3, Op.ADD, 1): Fused.SUM_OF_4,
    (Fused.SUM_OF_4, Op.ADD, 0): Fused.SUM_OF_5,
    (Fused.SUM_OF_4, Op.ADD, 1): Fused.SUM_OF_5,
    (Op.MUL, Op.ADD, 0): Fused.MUL_ADD,
    (Op.MUL, Op.ADD, 1): Fused.MUL_ADD,
    (Op.MUL, Fused.MUL_ADD, 2): Fused.MUL_MUL_ADD,
    (Op.SELECT, Op.ADD, 0): Fused.SELECT_ADD,
    (Op.SELECT, Op.ADD, 1): Fused.SELECT_ADD,
    (Op.ADD, Op.SUB, 0): Fused.ADD_SUB,
    (Op.SUB, Op.SUB, 1): Fused.REST_SUB,
    (Fused.ADD_SUB, Op.SWEEP, 0): Fused.ADD_SUB_SWEEP,
    (Op.SUB, Op.MAX, 0): Fused.SUB_MAX,
    (Op.SUB, Op.MAX, 1): Fused.SUB_MAX,
    (Fused.MUL_ADD, Fused.SUB_MAX, 1): Fused.MUL_ADD_SUB_MAX,
    (Fused.MUL_ADD_SUB_MAX, Op.SWEEP, 0): Fused.MUL_ADD_SUB_MAX_SWEEP,
    (Op.MUL, Op.MAX, 0): Fused.MUL_MAX,
    (Op.MUL, Op.MAX, 1): Fused.MUL_MAX,
    (Op.MUL, Op.MIN, 0): Fused.MUL_MIN,
    (Op.MUL, Op.MIN, 1): Fused.MUL_MIN,
    (Op.MUL, Op.ABOVE, 0): Fused.MUL_ABOVE,
    (Op.MUL, Op.SELECT, 1): Fused.MUL_SELECT,
    (Op.POSITIVE, Op.SELECT, 0): Fused.POSITIVE_SELECT,
}
"""Fused form of a step whose operand at a place is the result of another that nobody else needs.

The operands of the fused step are those of the first step, then the others of the second.
"""


@dataclass(frozen=True)
class Instruction:
    """A step of the plan or a fused one: what the ``targets`` take, from registers or, for LOAD and TABLE, a row."""

    code: int
    targets: tuple[int, ...]
    operands: tuple[int, ...]

    @property
    def is_read_in(self) -> bool:
        """True where the operand is a row of the inputs or of a table, not a register."""
        return self.code in (Op.LOAD, Op.TABLE)

    @property
    def reads(self) -> tuple[int, ...]:
        """The registers it needs."""
        return () if self.is_read_in else self.operands


def fused(day: Sequence[Instruction], *, kept: Iterable[int]) -> list[Instruction]:
    """The day in fewer steps; the registers ``kept`` are needed after it."""
    return _chained(_settled(day), kept)


def _settled(day: Sequence[Instruction]) -> list[Instruction]:
    """A payment and what it leaves of either side, in one step: MIN and the SUBs of its own operands."""
    result: dict[int, Instruction] = {}
    payments: dict[int, int] = {}
    for place, step in enumerate(day):
        payment = payments.get(step.operands[1]) if step.code == Op.SUB else None
        whole = _with_rest(result[payment], step) if payment is not None else step
        if payment is not None and whole is not step:
            result[payment] = whole
            continue
        result[place] = step
        if step.code == Op.MIN:
            payments[step.targets[0]] = place
    return list(result.values())


def _with_rest(payment: Instruction, rest: Instruction) -> Instruction:
    """The payment together with the step that works out what it leaves; that step itself where they do not match."""
    side, (first, second) = rest.operands[0], payment.operands
    if payment.code == Op.MIN and side in (first, second):
        return Instruction(Fused.PAY, payment.targets + rest.targets, (side, second if side == first else first))
    if payment.code == Fused.PAY and side == second != first:
        return Instruction(Fused.SETTLE, payment.targets + rest.targets, payment.operands)
    return rest


def _chained(day: Sequence[Instruction], kept: Iterable[int]) -> list[Instruction]:
    """Steps put together with the one that alone needs their result."""
    needed = Counter(register for step in day for register in step.reads)
    needed.update(kept)
    result: dict[int, Instruction] = {}
    producers: dict[int, int] = {}
    for place, step in enumerate(day):
        while (found := _fusion(step, result, producers, needed)) is not None:
            spent, step = found
            del result[spent]
        result[place] = step
        producers.update(dict.fromkeys(step.targets, place))
    return list(result.values())


def _fusion(
    step: Instruction, before: Mapping[int, Instruction], producers: Mapping[int, int], needed: Mapping[int, int]
) -> tuple[int, Instruction] | None:
    """The place of a step before this one that can be taken into it, and the step that then does both."""
    for place, register in enumerate(step.reads):
        if needed[register] == 1 and register in producers:
            inner = before[producers[register]]
            both = FUSIONS.get((inner.code, step.code, place))
            if both is not None:
                others = step.operands[:place] + step.operands[place + 1 :]
                return producers[register], Instruction(both, step.targets, inner.operands + others)
    return None
