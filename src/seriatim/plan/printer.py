"""A plan as text a person can read: rule by rule, step by step, with the paragraph each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from seriatim.plan.accounts import Side
from seriatim.plan.plan import PartOfDay, Plan
from seriatim.plan.steps import Op, Origin, Step


def print_plan(plan: Plan) -> str:
    """The whole plan: what survives the month, the tables, the steps under their rules, what is kept and reported."""
    return "\n".join(_Printer(plan).lines()) + "\n"


def order_of_the_day(chapters: Iterable[PartOfDay]) -> Iterator[str]:
    """The chapters of a day in their order, under its moments, each with its paragraph: the order of priorities."""
    moment = ""
    for number, chapter in enumerate(chapters, start=1):
        if chapter.moment != moment:
            moment = chapter.moment
            yield moment
        source = f"  [{chapter.source}]" if chapter.source else ""
        yield f"  {number:>2}. {chapter.name}{source}"


class _Printer:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._names: dict[int, str] = {register: _number(value) for register, value in plan.constants}
        self._names |= {state.register: f"[{state.name}]" for state in plan.states}

    def lines(self) -> Iterator[str]:
        plan = self._plan
        yield f"plan of {plan.name}: {len(plan.day_steps)} steps a distribution day"
        yield f"digest {plan.digest}"
        yield ""
        yield "kept from month to month (value at closing)"
        for state in plan.states:
            yield f"  [{state.name}] = {state.initial:,}"
        yield ""
        yield "tables of the deal, by distribution day"
        for table in plan.tables:
            yield f"  {table.name}: {len(table.values)} entries, then {_number(table.last)}"
        yield from self._order()
        yield from self._steps()
        yield ""
        yield "at the end of the day"
        for step in plan.steps:
            if step.op is Op.STORE:
                yield f"  {self._names[step.target]} := {self._name(step.operands[0])}"
        yield ""
        yield "reported"
        for account, register in plan.outputs:
            side = f" ({account.side})" if account.side in (Side.IN, Side.OUT) else ""
            yield f"  {account}{side} = {self._name(register)}"

    def _order(self) -> Iterator[str]:
        if self._plan.chapters:
            yield ""
            yield "order of the day"
            yield from (f"  {line}" for line in order_of_the_day(self._plan.chapters))

    def _steps(self) -> Iterator[str]:
        heading: Origin | None = None
        for step in self._plan.day_steps:
            if step.origin != heading:
                heading = step.origin
                yield ""
                yield f"{heading.rule or 'general'}" + (f"  [{heading.source}]" if heading.source else "")
            text = self._expression(step)
            self._names[step.target] = step.name or f"r{step.target}"
            yield f"  {self._names[step.target]} = {text}"

    def _name(self, register: int) -> str:
        return self._names.get(register, f"r{register}")

    def _expression(self, step: Step) -> str:
        if step.op is Op.LOAD:
            return f"loans: {self._plan.inputs[step.operands[0]]}, this month"
        if step.op is Op.TABLE:
            return f"table: {self._plan.tables[step.operands[0]].name}, today"
        return _expression(step.op, [self._name(operand) for operand in step.operands])


def _expression(op: Op, names: list[str]) -> str:
    """The arithmetic of a step in words and signs."""
    signs = {Op.ADD: "+", Op.SUB: "-", Op.MUL: "x", Op.DIV: "/", Op.BOTH: "and", Op.EITHER: "or"}
    if op in signs:
        return f"{names[0]} {signs[op]} {names[1]}"
    if op is Op.SELECT:
        return f"{names[1]} if {names[0]} else {names[2]}"
    words = {
        Op.MIN: "lesser of {0} and {1}",
        Op.MAX: "greater of {0} and {1}",
        Op.ABOVE: "{0} exceeds {1}",
        Op.POSITIVE: "{0} is more than half a cent",
        Op.NOT: "not {0}",
        Op.SWEEP: "{0}, half a cent or less as zero",
        Op.ROUND: "{0} rounded to a multiple of {1}",
    }
    return words[op].format(*names)


def _number(value: Decimal) -> str:
    """A constant without needless zeros."""
    text = f"{value.normalize():f}" if value else "0"
    return text if len(text) <= 16 else f"{value:.12g}"
