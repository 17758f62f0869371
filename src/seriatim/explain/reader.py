"""Readings of the values of one day: the step that made it, with all that is only bookkeeping folded away.

A plan is made of small steps; a person reads sums, limits, shares, choices. Nested sums become one sum with signs,
products and quotients one product, and guards that change nothing today (at least 0, half a cent as zero, times 1)
disappear. Nothing is folded that has a name, is reported, or comes from another rule, but for running balances: what
is left after many rules is one sum from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from seriatim.explain.reading import Kind, Reading, ReadingPart, Role
from seriatim.explain.traced_run import TracedRun
from seriatim.plan.steps import Op, Step

MOST_BALANCES = 2
"""A sum of more balances than this that several rules use stays one amount of its own."""

NEUTRAL: Mapping[Op, Decimal] = {Op.MIN: Decimal(1), Op.MAX: Decimal(0), Op.BOTH: Decimal(1), Op.EITHER: Decimal(0)}
"""The constant that makes a step a guard: at most 1, at least 0, true and ..., false or ..."""

KINDS: Mapping[Op, Kind] = {
    Op.MIN: Kind.LESSER,
    Op.MAX: Kind.GREATER,
    Op.ROUND: Kind.ROUNDED,
    Op.SWEEP: Kind.NOTHING,
    Op.LOAD: Kind.LOANS,
    Op.TABLE: Kind.TABLE,
    Op.ABOVE: Kind.TEST,
    Op.POSITIVE: Kind.TEST,
    Op.BOTH: Kind.TEST,
    Op.EITHER: Kind.TEST,
    Op.NOT: Kind.TEST,
}
NESTED = (Op.MIN, Op.MAX, Op.BOTH, Op.EITHER)
"""Steps that mean the same however they are nested in their own kind."""


class Reader:
    """Readings of the values of one distribution day."""

    def __init__(self, traced: TracedRun, day: int) -> None:
        self.traced = traced
        self.day = day
        self._readings: dict[int, Reading] = {}

    def value(self, register: int) -> Decimal:
        """Value of the register that day."""
        return self.traced.value(register, self.day)

    def read(self, register: int) -> Reading:
        """Reading of the value."""
        if register not in self._readings:
            self._readings[register] = self._read(register)
        return self._readings[register]

    def is_known(self, register: int) -> bool:
        """True where the value has a name: a leaf, a named step, something reported."""
        step = self.traced.steps.get(register)
        return step is None or step.op in (Op.LOAD, Op.TABLE) or bool(step.name) or register in self.traced.reported

    def core(self, register: int) -> int:
        """The register whose value this one merely passes on today; itself if it does more.

        From one value with a name to another it does not go: both are shown.
        """
        named = self.is_known(register)
        while (passed := self._passed(register)) is not None and not (named and self.is_known(passed)):
            register = passed
            if self.is_known(register):
                break
        return register

    def resolved(self, register: int) -> int:
        """A value with a name as it is; else what it merely passes on."""
        return register if self.is_known(register) else self.core(register)

    def takes_from(self, register: int) -> int | None:
        """Source of a payment: the limit that it is deducted from afterwards; None if it is no payment."""
        step = self.traced.steps.get(register)
        if step is None or step.op is not Op.MIN:
            return None
        return next((operand for operand in step.operands if (operand, register) in self.traced.deductions), None)

    def _read(self, register: int) -> Reading:
        if register in self.traced.constants:
            return Reading(Kind.CONSTANT)
        if register in self.traced.states:
            return Reading(Kind.KEPT)
        core = self.core(register)
        if core != register and self.is_known(core):
            return self.read(core)
        step = self.traced.steps[core]
        passed = self._passed(core)
        if passed is not None:
            return Reading(Kind.SAME, (self._part(Role.OF, passed),), step)
        match step.op:
            case Op.LOAD | Op.TABLE:
                return Reading(KINDS[step.op], step=step)
            case Op.ADD | Op.SUB:
                return Reading(Kind.SUM, self._without_common(_struck(self._terms(step.target, Role.PLUS, step))), step)
            case Op.MUL | Op.DIV:
                return self._product(step)
            case Op.SELECT:
                return self._choice(step)
            case Op.ROUND | Op.SWEEP:
                return Reading(KINDS[step.op], (self._part(Role.OF, step.operands[0]),), step)
            case Op.BOTH | Op.EITHER:
                return Reading(Kind.TEST, tuple(self._conditions(step)), step)
            case Op.NOT if not self.is_known(step.operands[0]):
                return replace(self.read(step.operands[0]), step=step)
        operands = self._operands(step.target, step)
        return Reading(KINDS[step.op], tuple(self._part(Role.OF, each) for each in operands), step)

    def _passed(self, register: int) -> int | None:
        """The operand whose value a step passes on because it guards, chooses or adds nothing today."""
        step = self.traced.steps.get(register)
        if step is None or step.op in (Op.LOAD, Op.TABLE):
            return None
        value, first = self.value(register), step.operands[0]
        match step.op:
            case Op.SWEEP:
                return first if self.value(first) == value else None
            case Op.MIN | Op.MAX | Op.BOTH | Op.EITHER:
                return self._guarded(step, value)
            case Op.SELECT:
                return self._either_branch(step)
            case Op.ADD | Op.SUB if value and not self.is_known(register):
                return next((each for each in step.operands if self._is_unchanged(step, each)), None)
        return None

    def _guarded(self, step: Step, value: Decimal) -> int | None:
        """The operand of "at least 0" or "at most 1" that was within it."""
        for one, other in (step.operands, step.operands[::-1]):
            if self.traced.constants.get(one) == NEUTRAL[step.op] and self.value(other) == value:
                return other
        return None

    def _is_unchanged(self, step: Step, operand: int) -> bool:
        """True where a sum or difference is this operand, the other one being zero."""
        second = operand == step.operands[1]
        other = step.operands[0] if second else step.operands[1]
        if self.value(other) or (second and step.op is Op.SUB):
            return False
        return self.value(operand) == self.value(step.target)

    def _branches(self, step: Step) -> tuple[int, int]:
        """The register a choice took, and the one it did not."""
        test, if_true, if_false = step.operands
        return (if_true, if_false) if self.value(test) else (if_false, if_true)

    def _either_branch(self, step: Step) -> int | None:
        """The branch that a choice between equals passes on: the one that is no constant, if one is."""
        taken, other = self._branches(step)
        if self.value(taken) != self.value(other):
            return None
        return other if taken in self.traced.constants else taken

    def _choice(self, step: Step) -> Reading:
        taken, other = self._branches(step)
        because = ReadingPart(Role.BECAUSE, self._affirmed(step.operands[0]))
        return Reading(Kind.CHOICE, (self._part(Role.OF, taken), because, self._part(Role.OTHERWISE, other)), step)

    def _folded(self, register: int, top: Step, *, any_rule: bool = False) -> Step | None:
        """The step to be folded into ``top`` in place of this operand, if it may be."""
        core = self.core(register)
        if self.is_known(register) or self.is_known(core):
            return None
        step = self.traced.steps[core]
        return step if any_rule or step.origin == top.origin else None

    def _part(self, role: Role, register: int) -> ReadingPart:
        """An operand, or what it merely passes on."""
        return ReadingPart(role, self.resolved(register))

    def _terms(self, register: int, role: Role, top: Step, *, running: bool = False) -> Iterator[ReadingPart]:
        """The terms of a sum with their signs; ``running`` marks the balance that a difference begins with."""
        step = top if register == top.target else self._folded(register, top, any_rule=running)
        if step is None or step.op not in (Op.ADD, Op.SUB) or (step is not top and self._stays_whole(step)):
            yield self._part(role, register)
            return
        first, second = step.operands
        minus = step.op is Op.SUB
        yield from self._terms(first, role, top, running=minus)
        yield from self._terms(second, _opposite(role) if minus else role, top)

    def _without_common(self, parts: tuple[ReadingPart, ...]) -> tuple[ReadingPart, ...]:
        """A sum less something reported that has terms in common with it, the common terms left out of both.

        What a class lost is its old balance less payments less its new balance, and that is its old balance less
        payments less losses: the losses remain.
        """
        for part in parts:
            if part.role is Role.MINUS and part.register in self.traced.reported:
                inner = self.read(part.register)
                turned = tuple(ReadingPart(_opposite(each.role), each.register) for each in inner.parts)
                rest = _struck([*(each for each in parts if each != part), *turned])
                if inner.kind is Kind.SUM and 0 < len(rest) < len(parts):
                    return rest
        return parts

    def _stays_whole(self, step: Step) -> bool:
        """True where a sum inside a sum is better left alone: it is zero, or many balances that several rules add."""
        if not self.value(step.target):
            return not self._balances(step.target)
        return self.traced.uses[step.target] > 1 and self._balances(step.target) > MOST_BALANCES

    def _balances(self, register: int) -> int:
        """Number of balances that are added up in a register; 0 if anything else is in the sum."""
        step = self.traced.steps.get(register)
        if step is None:
            return int(register in self.traced.states)
        if step.op is not Op.ADD:
            return 0
        counts = [self._balances(operand) for operand in step.operands]
        return sum(counts) if all(counts) else 0

    def _operands(self, register: int, top: Step) -> Iterator[int]:
        """The operands of a step that may be nested in its own kind; true and false left out of conditions."""
        step = top if register == top.target else self._folded(register, top)
        if step is None or step.op is not top.op or (step is not top and step.op not in NESTED):
            yield register
            return
        for operand in step.operands:
            yield from self._operands(operand, top)

    def _conditions(self, step: Step) -> Iterator[ReadingPart]:
        """The conditions of a test; those that did not decide it as OTHERWISE.

        One that fails decides "both", one that holds decides "either"; else all do. "Not x" stands as x.
        """
        operands = list(self._operands(step.target, step))
        passed = bool(self.value(step.target))
        decisive = operands
        if passed is not (step.op is Op.BOTH):
            decisive = [each for each in operands if bool(self.value(each)) is passed][:1]
        for operand in operands:
            yield ReadingPart(Role.OF if operand in decisive else Role.OTHERWISE, self._affirmed(operand))

    def _affirmed(self, register: int) -> int:
        """The condition that a nameless "not" turns around."""
        core = self.core(register)
        step = self.traced.steps.get(core)
        if step is not None and step.op is Op.NOT and not self.is_known(core):
            return self._affirmed(step.operands[0])
        return self.resolved(register)

    def _product(self, step: Step) -> Reading:
        if step.op is Op.DIV and not self.value(step.operands[1]):
            parts = (ReadingPart(Role.TIMES, step.operands[0]), ReadingPart(Role.DIVIDED_BY, step.operands[1]))
            return Reading(Kind.PRODUCT, parts, step)
        factors = list(self._factors(step.target, Role.TIMES, step))
        kept, in_full = self._cancelled(factors)
        if len(kept) > 1:
            return Reading(Kind.PRODUCT, tuple(kept), step, in_full)
        return Reading(Kind.SAME, (ReadingPart(Role.OF, kept[0].register),), step, in_full)

    def _factors(self, register: int, role: Role, top: Step) -> Iterator[ReadingPart]:
        """Numerators and divisors of nested products and quotients."""
        step = top if register == top.target else self._folded(register, top)
        if step is None or step.op not in (Op.MUL, Op.DIV) or (step.op is Op.DIV and not self.value(step.operands[1])):
            yield self._part(role, register)
            return
        yield from self._factors(step.operands[0], role, top)
        yield from self._factors(step.operands[1], _inverse(role) if step.op is Op.DIV else role, top)

    def _cancelled(self, factors: list[ReadingPart]) -> tuple[list[ReadingPart], tuple[tuple[int, int], ...]]:
        """The factors without pairs of equal numerator and divisor, and those pairs."""
        kept, in_full = list(factors), []
        for divisor in [part for part in factors if part.role is Role.DIVIDED_BY]:
            amount = self.value(divisor.register)
            equal = [p for p in kept if p.role is Role.TIMES and self.value(p.register) == amount]
            if equal and amount and len(kept) > 2:
                kept.remove(equal[-1])
                kept.remove(divisor)
                in_full.append((equal[-1].register, divisor.register))
        return kept, tuple(in_full)


def _opposite(role: Role) -> Role:
    return Role.MINUS if role is Role.PLUS else Role.PLUS


def _inverse(role: Role) -> Role:
    return Role.DIVIDED_BY if role is Role.TIMES else Role.TIMES


def _struck(terms: Iterable[ReadingPart]) -> tuple[ReadingPart, ...]:
    """The terms without pairs that appear with both signs; all of them where nothing else would be left."""
    given, kept = tuple(terms), list[ReadingPart]()
    for term in given:
        opposite = ReadingPart(_opposite(term.role), term.register)
        if opposite in kept:
            kept.remove(opposite)
        else:
            kept.append(term)
    return tuple(kept) or given
