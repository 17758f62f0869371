"""The unit of a step's result, from those of its operands: money over money is a ratio, a ratio of money is money."""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.plan.accounts import Unit
from seriatim.plan.steps import Op


def unit_of(op: Op, operands: Sequence[Unit | None]) -> Unit | None:
    """The unit of the result of one step; None where any unit will do, as for a bare number.

    Raises ValueError for operands that do not go together: a sum of money and a ratio, a test of a rate against money.

    >>> unit_of(Op.MUL, [Unit.MONEY, Unit.RATE]), unit_of(Op.DIV, [Unit.MONEY, Unit.MONEY])
    (<Unit.MONEY: 'money'>, <Unit.RATIO: 'ratio'>)
    """
    match op:
        case Op.ADD | Op.SUB | Op.MIN | Op.MAX:
            return _alike(op, operands)
        case Op.ABOVE:
            _alike(op, operands)
            return Unit.FLAG
        case Op.POSITIVE | Op.BOTH | Op.EITHER | Op.NOT:
            return Unit.FLAG
        case Op.SELECT:
            _alike(op, [operands[0], Unit.FLAG])
            return _alike(op, operands[1:])
        case Op.SWEEP:
            return operands[0]
        case Op.ROUND:
            return _alike(op, operands)
        case Op.MUL:
            return _product(*operands)
        case Op.DIV:
            return _quotient(*operands)
        case Op.LOAD | Op.TABLE | Op.STORE:
            raise ValueError(f"{op.name} states its unit")


def _alike(op: Op, units: Sequence[Unit | None]) -> Unit | None:
    """The one unit that all have which have any."""
    found = {unit for unit in units if unit is not None}
    if len(found) > 1:
        raise ValueError(f"{op.name} of {' and '.join(sorted(found))}")
    return found.pop() if found else None


def _product(first: Unit | None, second: Unit | None) -> Unit | None:
    """Money times anything but money is money, a rate times a part of it a rate."""
    units = (first, second)
    if first is second is Unit.MONEY:
        raise ValueError("MUL of money and money")
    for unit in (Unit.MONEY, Unit.RATE, Unit.RATIO, Unit.COUNT):
        if unit in units:
            return unit
    return Unit.FLAG if first is second is Unit.FLAG else None


def _quotient(whole: Unit | None, part: Unit | None) -> Unit | None:
    """Like over like is a ratio; anything else keeps the unit of what is divided."""
    if part is Unit.MONEY and whole not in (None, Unit.MONEY):
        raise ValueError(f"DIV of {whole} by money")
    if part is not None and whole in (None, part):
        return Unit.RATIO
    return whole
