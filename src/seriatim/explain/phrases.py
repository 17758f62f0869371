"""The words for a value: how its step reads with the values that went in, and why a test came out as it did."""

from __future__ import annotations

from seriatim.explain.amounts import is_nothing, shown, told_apart
from seriatim.explain.reader import Reader
from seriatim.explain.reading import Kind, Reading, Role
from seriatim.explain.titles import Titles
from seriatim.plan.accounts import Unit
from seriatim.plan.steps import Op, Step


class Phrases:
    """Words for the values of one distribution day."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._traced = reader.traced
        self._titles = Titles(reader)
        self._facts: dict[int, str] = {}

    def name(self, register: int) -> str:
        """Title of the value ('' for a constant); for a test without a name, its outcome."""
        return self._titles.of(register) or ("" if not self.is_test(register) else self.fact(register))

    def is_test(self, register: int) -> bool:
        """True where the value is the outcome of a test."""
        return self._traced.units[register] is Unit.FLAG

    def valued(self, register: int, unit: Unit | None = None) -> str:
        """A value with its name behind it: ``1,234.00 (cash left)``; a bare constant counts in ``unit``."""
        constant = register in self._traced.constants
        counted = unit if constant and unit else self._traced.units[register]
        stated = constant or self._reader.read(register).kind is Kind.TABLE
        return self._called(register, shown(self._reader.value(register), counted, stated=stated))

    def formula(self, register: int) -> str:
        """Formula of the value, with the values that went in; '' for one that no rule of the day made."""
        reading, unit = self._reader.read(register), self._traced.units[register]
        parts = [self.valued(each, unit) for each in reading.of(Role.OF)]
        match reading.kind:
            case Kind.SUM:
                return self._sum(reading, unit)
            case Kind.LESSER | Kind.GREATER:
                return f"the {reading.kind} of {', '.join(parts[:-1])} and {parts[-1]}"
            case Kind.PRODUCT:
                return _and(self._product(reading), self.remark(register))
            case Kind.SAME:
                return _and(parts[0], self.remark(register))
            case Kind.CHOICE:
                return f"{parts[0]}, {self.remark(register)}, because {self.fact(reading.of(Role.BECAUSE)[0])}"
            case Kind.TEST:
                return self.fact(register)
            case Kind.ROUNDED:
                return f"{parts[0]} rounded to a multiple of {self._multiple(reading)}"
            case Kind.NOTHING:
                return f"{parts[0]} counts as nothing, being half a cent or less"
            case Kind.LOANS | Kind.TABLE | Kind.KEPT | Kind.CONSTANT:
                return self.fact(register) if self.is_test(register) and self._titles.of(register) else ""

    def remark(self, register: int) -> str:
        """Limits that a value passed on stayed within, and values that it was chosen over."""
        reading, unit, value = self._reader.read(register), self._traced.units[register], self._reader.value(register)
        others = [self.valued(each, unit) for each in reading.of(Role.OF) if self._reader.value(each) != value]
        match reading.kind:
            case Kind.LESSER if others:
                return f"within {' and '.join(others)}"
            case Kind.GREATER if others:
                return f"more than {' and '.join(others)}"
            case Kind.CHOICE:
                return f"not {self.valued(reading.of(Role.OTHERWISE)[0], unit)}"
            case Kind.SAME | Kind.PRODUCT:
                return self._in_full(reading)
            case _:
                return ""

    def fact(self, register: int) -> str:
        """A test with its outcome as a statement of fact: ``0.966940 exceeds 0.966899``."""
        if register not in self._facts:
            self._facts[register] = self._fact(register)
        return self._facts[register]

    def _called(self, register: int, amount: str) -> str:
        name = self.name(register)
        return f"{amount} ({name})" if name else amount

    def _sum(self, reading: Reading, unit: Unit) -> str:
        signs = {Role.PLUS: "+", Role.MINUS: "−"}
        text = " ".join(f"{signs[part.role]} {self.valued(part.register, unit)}" for part in reading.parts)
        return text.removeprefix("+ ")

    def _product(self, reading: Reading) -> str:
        text = " × ".join(self.valued(each) for each in reading.of(Role.TIMES))
        for divisor in reading.of(Role.DIVIDED_BY):
            nothing = not self._reader.value(divisor)
            text += f" / {self.valued(divisor)}" + (": a share of nothing is nothing" if nothing else "")
        return text

    def _multiple(self, reading: Reading) -> str:
        return f"{self._reader.value(reading.step.operands[1]):f}" if reading.step else ""

    def _in_full(self, reading: Reading) -> str:
        """A remark for each amount that was owed to several and is there in full."""
        remarks = []
        for covered, owed in reading.in_full:
            limits = [each.register for each in self._reader.read(covered).parts if each.register != owed]
            others = " and ".join(self.valued(each) for each in limits)
            within = f" are within {others}" if others else " are there"
            remarks.append(f"in full: {self.valued(owed)}{within}")
        return ", ".join(remarks)

    def _fact(self, register: int) -> str:
        step = self._traced.steps.get(register)
        if step is None or step.op in (Op.LOAD, Op.TABLE):
            return f"{self._titles.of(register) or 'the test'}: {'yes' if self._reader.value(register) else 'no'}"
        found = self._outcome(register, step)
        return f"{step.name}: {'yes' if self._reader.value(register) else 'no'}, as {found}" if step.name else found

    def _outcome(self, register: int, step: Step) -> str:
        passed = bool(self._reader.value(register))
        match step.op:
            case Op.ABOVE:
                return self._comparison(*step.operands, passed=passed)
            case Op.POSITIVE:
                value = self.valued(step.operands[0], Unit.MONEY)
                return f"{value} is {'more than half a cent' if passed else 'nothing'}"
            case Op.NOT:
                return self.fact(step.operands[0])
            case Op.BOTH | Op.EITHER:
                return " and ".join(self.fact(each) for each in self._reader.read(register).of(Role.OF))
            case _:
                return self.valued(register)

    def _comparison(self, first: int, second: int, *, passed: bool) -> str:
        values = self._reader.value(first), self._reader.value(second)
        constants = self._traced.constants
        unit = self._traced.units[second if first in constants else first]
        texts = told_apart(*values, unit)
        verb = "exceeds" if passed else "equals" if is_nothing(values[0] - values[1]) else "does not exceed"
        return f"{self._called(first, texts[0])} {verb} {self._called(second, texts[1])}"


def _and(text: str, remark: str) -> str:
    return f"{text}, {remark}" if remark else text
