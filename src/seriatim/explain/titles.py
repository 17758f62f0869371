"""Titles of values: by the plan, by what is reported, or, where nothing names one, after what it is made from."""

from __future__ import annotations

from seriatim.basics.words import shortened
from seriatim.explain import names
from seriatim.explain.amounts import shown
from seriatim.explain.reader import Reader
from seriatim.explain.reading import Kind, Reading, Role
from seriatim.plan.accounts import Unit
from seriatim.plan.steps import Op

LONGEST = 80
DEEPEST = 4
"""A value without a name is named after what it is made from, through at most so many steps."""
MOST_BALANCES = 6
LEFT = "what is left of "


class Titles:
    """Names for the values of one distribution day."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._traced = reader.traced
        self._known: dict[int, str] = {}

    def of(self, register: int) -> str:
        """The name of a value; '' for a constant and for a test without a name."""
        if register not in self._known:
            self._known[register] = self._title(register, 0)
        return self._known[register]

    def _title(self, register: int, depth: int) -> str:
        register = self._reader.resolved(register)
        if register in self._traced.constants:
            return self._traced.constant_names.get(register, "")
        if register in self._traced.states:
            after = self._traced.days[self._reader.day - 2] if self._reader.day > 1 else None
            return names.of_kept(self._traced.states[register], after)
        step = self._traced.steps[register]
        if step.op is Op.LOAD:
            return names.of_input(self._traced.plan.inputs[step.operands[0]])
        if step.op is Op.TABLE:
            return f"{self._traced.plan.tables[step.operands[0]].name}, distribution day {self._reader.day}"
        if step.name:
            return step.name
        if register in self._traced.reported:
            return self._traced.reported[register].words
        if self._traced.units[register] is Unit.FLAG:
            return ""
        made = self._made_from(register, depth + 1) if depth < DEEPEST else ""
        rule = names.of_rule(step.origin.rule)
        return made if 0 < len(made) <= LONGEST else f"amount under “{rule}”" if rule else "amount"

    def _made_from(self, register: int, depth: int) -> str:
        """A name after the parts of a value; '' where none comes to mind."""
        reading = self._reader.read(register)
        limit = self._reader.takes_from(register)
        if limit is not None and reading.step:
            return f"payment under “{names.of_rule(reading.step.origin.rule)}”"
        match reading.kind:
            case Kind.SUM:
                return self._sum(reading, depth)
            case Kind.PRODUCT:
                return self._share(reading, depth)
            case Kind.LESSER | Kind.GREATER:
                value = self._reader.value(register)
                limits = [each for each in reading.of(Role.OF) if self._reader.value(each) == value]
                return next((name for each in limits if (name := self._title(each, depth))), "")
            case Kind.CHOICE:
                taken, other = reading.of(Role.OF)[0], reading.of(Role.OTHERWISE)[0]
                if taken not in self._traced.constants or self._reader.value(taken):
                    return self._title(taken, depth)
                return f"{self._title(other, depth)}, if at all"
            case _:
                return self._title(reading.parts[0].register, depth) if reading.parts else ""

    def _sum(self, reading: Reading, depth: int) -> str:
        plus, minus = reading.of(Role.PLUS), reading.of(Role.MINUS)
        accounts = [self._traced.states[each].account for each in plus if each in self._traced.states]
        held = [account.subject for account in accounts if account]
        if len(held) == len(plus) and not minus:
            return f"balances of {shortened(held, MOST_BALANCES)}"
        beginning = " plus ".join(self._short(each, depth) for each in plus)
        if len(plus) == len(minus) == 1 and self._reader.is_known(plus[0]) and self._reader.is_known(minus[0]):
            return f"{beginning} less {self._short(minus[0], depth)}"
        if minus:
            return beginning and LEFT + beginning.removeprefix(LEFT)
        return beginning if len(plus) < 3 else ""

    def _share(self, reading: Reading, depth: int) -> str:
        """``80% of ...``, ``share of ... by ...``."""
        times, divisors = reading.of(Role.TIMES), reading.of(Role.DIVIDED_BY)
        money = [each for each in times if self._traced.units[each] is Unit.MONEY]
        if divisors and len(money) > 1:
            return f"share in {self._title(money[-1], depth)} by {self._title(money[0], depth)}"
        if divisors and money:
            return f"{self._title(money[0], depth)} as part of {self._title(divisors[0], depth)}"
        if len(money) == 1 and len(times) == 2 and not divisors:
            other = times[times[0] == money[0]]
            stated = self._reader.read(other).kind is Kind.TABLE
            part = self._number(other) if stated else self._short(other, depth)
            return f"{part} of {self._short(money[0], depth)}"
        return ""

    def _short(self, register: int, depth: int) -> str:
        """The name, or the number where there is none."""
        return self._title(register, depth) or self._number(register)

    def _number(self, register: int) -> str:
        return shown(self._reader.value(register), self._traced.units[register], stated=True)
