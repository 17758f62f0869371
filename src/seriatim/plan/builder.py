"""Writing a plan: arithmetic on values records steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

from seriatim.plan.accounts import Account, Unit
from seriatim.plan.plan import PartOfDay, Plan, StateRegister, Table
from seriatim.plan.steps import Op, Origin, Step
from seriatim.plan.units import unit_of

Number = int | Decimal


@dataclass(frozen=True, eq=False)
class Value:
    """A register of the plan being written, of a unit; ``+ - * /`` on values record steps.

    Division by zero gives zero: a share of nothing is nothing.
    """

    builder: PlanBuilder
    register: int

    @property
    def unit(self) -> Unit | None:
        """Unit of its number; None for one that may count anything."""
        return self.builder.unit(self)

    def __add__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.ADD, self, other)

    def __sub__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.SUB, self, other)

    def __mul__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.MUL, self, other)

    def __truediv__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.DIV, self, other)

    def __and__(self, other: Value) -> Value:
        return self.builder.step(Op.BOTH, self, other)

    def __or__(self, other: Value) -> Value:
        return self.builder.step(Op.EITHER, self, other)

    def __invert__(self) -> Value:
        return self.builder.step(Op.NOT, self)

    def __gt__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.ABOVE, self, other)

    def __lt__(self, other: Value | Number) -> Value:
        return self.builder.step(Op.ABOVE, other, self)

    def at_most(self, other: Value | Number) -> Value:
        """The lesser of the two."""
        return self.builder.step(Op.MIN, self, other)

    def at_least(self, other: Value | Number) -> Value:
        """The greater of the two."""
        return self.builder.step(Op.MAX, self, other)

    def positive(self) -> Value:
        """1 where this is more than half a cent."""
        return self.builder.step(Op.POSITIVE, self)

    def swept(self) -> Value:
        """This value, half a cent or less counted as zero."""
        return self.builder.step(Op.SWEEP, self)

    def rounded(self, unit: Number) -> Value:
        """This value to the nearest multiple of ``unit``, half up."""
        return self.builder.step(Op.ROUND, self, unit)

    def where(self, test: Value, otherwise: Value | Number) -> Value:
        """This value where ``test`` is 1, else ``otherwise``."""
        return self.builder.step(Op.SELECT, test, self, otherwise)

    def named(self, name: str) -> Value:
        """This value, shown under ``name`` in the printed plan."""
        self.builder.name(self, name)
        return self


class PlanBuilder:
    """Records the steps of one distribution day and gives the finished plan.

    Equal steps on equal registers are recorded once; sums with 0 and products with 1 cost nothing;
    steps that feed no output and no state are dropped at the end.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._steps: list[Step] = []
        self._known: dict[tuple[Op, tuple[int, ...]], Value] = {}
        self._producer: dict[int, int] = {}
        self._constants: dict[tuple[Decimal, Unit | None], Value] = {}
        self._constant_of: dict[int, Decimal] = {}
        self._constant_names: dict[int, str] = {}
        self._states: list[StateRegister] = []
        self._stores: dict[int, Step] = {}
        self._inputs: list[str] = []
        self._tables: list[Table] = []
        self._outputs: dict[Account, int] = {}
        self._chapters: list[tuple[PartOfDay, frozenset[int]]] = []
        self._units: dict[int, Unit | None] = {}
        self._origin = Origin("")
        self._part = ""
        self._registers = 0

    @contextmanager
    def rule(self, rule: str, source: object = "") -> Iterator[None]:
        """Steps recorded inside come from this rule (and from ``source``, else from the outer rule's)."""
        outer = self._origin
        self._origin = Origin(f"{self._part}{rule}", str(source) if source else outer.source)
        try:
            yield
        finally:
            self._origin = outer

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Rules applied inside are those of this part of the deal (of the whole deal where ``name`` is empty)."""
        outer, self._part = self._part, f"{name}." if name else ""
        try:
            yield
        finally:
            self._part = outer

    @contextmanager
    def chapter(self, name: str, moment: str, source: str = "") -> Iterator[None]:
        """Steps recorded inside are those of this chapter of the day."""
        first = len(self._steps)
        yield
        made = frozenset(step.target for step in self._steps[first:])
        self._chapters.append((PartOfDay(name, moment, source, 0), made))

    @contextmanager
    def rehearse(self) -> Iterator[None]:
        """A rehearsal: what is stored and reported inside leaves nothing behind; the values remain."""
        stores, outputs = dict(self._stores), dict(self._outputs)
        try:
            yield
        finally:
            self._stores, self._outputs = stores, outputs

    def constant(self, number: Number, unit: Unit | None = None) -> Value:
        """A register that always holds ``number``; without a unit it is of the unit of what it meets."""
        key = Decimal(number), unit
        if key not in self._constants:
            self._constants[key] = self._new_register(unit)
            self._constant_of[self._constants[key].register] = key[0]
        return self._constants[key]

    def state(self, name: str, initial: Number, unit: Unit | None, *, account: Account | None = None) -> Value:
        """The opening value of a register that survives the month; `store` sets what it becomes.

        Asking again for a name gives the same register. ``account`` is the one it holds, where it is reported.
        """
        for known in self._states:
            if known.name == name:
                return Value(self, known.register)
        value = self._new_register(unit)
        self._states.append(StateRegister(name, value.register, Decimal(initial), account))
        return value

    def store(self, state: Value, value: Value) -> None:
        """At the end of the day ``state`` takes ``value``."""
        self._stores[state.register] = Step(Op.STORE, state.register, (value.register,), self._origin)

    def load(self, name: str, unit: Unit | None) -> Value:
        """This month's entry of an input."""
        if name not in self._inputs:
            self._inputs.append(name)
        return self._record(Op.LOAD, (self._inputs.index(name),), unit, name=name)

    def table(self, table: Table) -> Value:
        """This month's entry of a table of the deal."""
        if table.values and all(value == table.last for value in table.values):
            return self.constant(table.last, table.unit)
        if table not in self._tables:
            self._tables.append(table)
        return self._record(Op.TABLE, (self._tables.index(table),), table.unit, name=table.name)

    def step(self, op: Op, *operands: Value | Number) -> Value:
        """Record one step; numbers become constants. Raises ValueError for operands that do not go together."""
        values = [operand if isinstance(operand, Value) else self.constant(operand) for operand in operands]
        unit = self._counted(op, values)
        shortcut = self._of_unit(self._shortcut(op, values), unit)
        if shortcut is not None:
            return shortcut
        return self._record(op, tuple(value.register for value in values), unit)

    def total(self, values: Iterable[Value]) -> Value:
        """The sum of the values; 0 of none."""
        result = self.constant(0)
        for value in values:
            result = result + value
        return result

    def name(self, value: Value, name: str) -> None:
        """Give the step that made ``value`` a name, unless it has one; or the constant it is, 0 and 1 apart."""
        position = self._producer.get(value.register)
        if self._constant_of.get(value.register, Decimal(0)) not in (0, 1):
            self._constant_names.setdefault(value.register, name)
        if position is not None and not self._steps[position].name:
            self._steps[position] = replace(self._steps[position], name=name)

    def report(self, account: Account, value: Value, *, instead: bool = False) -> None:
        """Report ``value`` in an account, ``instead`` of what was reported before if that is meant.

        Raises ValueError for a value of another unit, and for a second one.
        """
        unit = self._units[value.register]
        if unit not in (None, account.unit):
            raise ValueError(f"{account} counts {account.unit}, not {unit}")
        if account in self._outputs and not instead:
            raise ValueError(f"{account} is reported twice")
        if unit is None and value.register not in self._constant_of:
            self._units[value.register] = account.unit
        self._outputs[account] = value.register

    def finish(self) -> Plan:
        """The finished plan, without the steps nothing depends on."""
        wanted = set(self._outputs.values())
        wanted.update(store.operands[0] for store in self._stores.values())
        kept: list[Step] = []
        for step in reversed(self._steps):
            if step.target in wanted:
                kept.append(step)
                if step.op not in (Op.LOAD, Op.TABLE):
                    wanted.update(step.operands)
        steps = [*reversed(kept), *self._stores.values()]
        targets = {step.target for step in kept}
        chapters = [replace(chapter, steps=len(made & targets)) for chapter, made in self._chapters]
        constants = [(reg, number) for reg, number in self._constant_of.items() if reg in wanted]
        return Plan(
            self._name,
            self._registers,
            tuple(constants),
            tuple(self._states),
            tuple(self._inputs),
            tuple(self._tables),
            tuple(steps),
            tuple(sorted(self._outputs.items(), key=lambda output: output[0].detail)),
            tuple(self._units[register] or Unit.RATIO for register in range(self._registers)),
            tuple((register, name) for register, name in self._constant_names.items() if register in wanted),
            tuple(chapter for chapter in chapters if chapter.steps),
        )

    def unit(self, value: Value) -> Unit | None:
        """Unit of a value; None for a number that may count anything."""
        return self._units[value.register]

    def _new_register(self, unit: Unit | None) -> Value:
        self._registers += 1
        self._units[self._registers - 1] = unit
        return Value(self, self._registers - 1)

    def _record(self, op: Op, operands: tuple[int, ...], unit: Unit | None, *, name: str = "") -> Value:
        key = (op, operands)
        if key not in self._known:
            value = self._new_register(unit)
            self._producer[value.register] = len(self._steps)
            self._steps.append(Step(op, value.register, operands, self._origin, name))
            self._known[key] = value
        return self._known[key]

    def _counted(self, op: Op, values: Sequence[Value]) -> Unit | None:
        """The unit of a step's result; a part of nothing is nothing of any unit, as of a choice between 0 and 0."""
        unit = unit_of(op, [self._units[value.register] for value in values])
        parts = values if op is Op.MUL else values[:1] if op is Op.DIV else ()
        nothing = any(self._units[each.register] is None and not self._constant_of.get(each.register) for each in parts)
        return None if nothing and unit is not Unit.MONEY else unit

    def _of_unit(self, value: Value | None, unit: Unit | None) -> Value | None:
        """A value where it counts what the result does; else the same constant that does, if it is one.

        0 % of some dollars are 0 dollars; a part of 1 dollar is no part any more.
        """
        if value is None or self._units[value.register] in (None, unit):
            return value
        number = self._constant_of.get(value.register)
        return None if number is None else self.constant(number, unit)

    def _shortcut(self, op: Op, values: Sequence[Value]) -> Value | None:
        """The operand that already is the result (x + 0, x - 0, x * 1, 0 * x), if any."""
        numbers = [self._constant_of.get(value.register) for value in values]
        match op, numbers:
            case (Op.ADD, [Decimal() as first, _]) if first == 0:
                return values[1]
            case (Op.ADD | Op.SUB, [_, Decimal() as second]) if second == 0:
                return values[0]
            case (Op.MUL, [Decimal() as first, _]) if first in (0, 1):
                return values[1] if first else values[0]
            case (Op.MUL, [_, Decimal() as second]) if second in (0, 1):
                return values[0] if second else values[1]
            case (Op.DIV, [_, Decimal() as second]) if second == 1:
                return values[0]
        return None
