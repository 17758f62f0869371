"""Building the tree of one value, from the register that holds it back to loans, tables and the day before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from seriatim.explain.amounts import is_nothing
from seriatim.explain.phrases import Phrases
from seriatim.explain.reader import Reader
from seriatim.explain.reading import LEAVES, Kind, Reading, ReadingPart, Role
from seriatim.explain.tree import Kept, Node, Term
from seriatim.plan.accounts import BALANCE, LOSS

FEW_ZEROS = 3
"""Terms that are explained of a sum that is zero: they are the reason."""
ASIDE = 1
"""Levels shown of what a value is only measured by."""
ALL = 10_000
"""More levels than any plan has."""


@dataclass(frozen=True)
class Detail:
    """The extent of an answer: ``depth`` levels (None for all); ``whole`` with all that did not decide as well.

    Without ``whole`` the total that a share is a part of, and the numbers of a test, are not followed further (those
    of a test are where the amount is zero: there the test is the answer).
    """

    depth: int | None = None
    whole: bool = False


class TreeBuilder:
    """Builds the tree of one value; what was explained once is referred to."""

    def __init__(self, reader: Reader, detail: Detail) -> None:
        self._reader = reader
        self._phrases = Phrases(reader)
        self._whole = detail.whole
        self._depth = ALL if detail.depth is None else detail.depth
        self._numbers: dict[int, int] = {}
        self._count = 0
        self._root = -1

    def root(self, register: int, name: str) -> Node:
        """The tree of a register, its root under a name of its own."""
        self._root = register
        return replace(self._node(register, self._depth), name=name, named=True)

    def _node(self, register: int, levels: int, *, aside: bool = False) -> Node:
        """A value and what it is made from; ``aside`` for what is shown in passing and may be explained elsewhere."""
        register = self._reader.resolved(register)
        reading = self._reader.read(register)
        if reading.kind in LEAVES:
            return self._made(register, reading)
        core = self._reader.core(register)
        if core in self._numbers:
            return self._made(register, reading, again=self._numbers[core])
        if levels <= 0:
            return self._made(register, reading, cut=True)
        number = self._next()
        if not aside:
            self._numbers[core] = number
        if reading.kind is Kind.SUM:
            terms = self._sum(register, reading, levels - 1, aside=aside)
        else:
            terms = tuple(self._term(register, part, levels - 1, aside=aside) for part in reading.parts)
        return replace(self._made(register, reading, number=number), terms=terms, remark=self._phrases.remark(register))

    def _made(self, register: int, reading: Reading, *, number: int = 0, again: int = 0, cut: bool = False) -> Node:
        """A value without what it is made from."""
        traced, origin = self._reader.traced, reading.step.origin if reading.step else None
        return Node(
            number or self._next(),
            reading.kind,
            self._reader.value(register),
            traced.units[register],
            self._phrases.name(register),
            named=self._reader.is_known(register),
            words=self._phrases.formula(register),
            rule=origin.rule if origin else "",
            source=origin.source if origin else "",
            kept=self._kept(register) if reading.kind is Kind.KEPT else None,
            again=again,
            held=self._is_held(register, reading),
            cut=cut,
        )

    def _kept(self, register: int) -> Kept:
        """The pointer to what a register was the day before."""
        state = self._reader.traced.states[register]
        return Kept(state.name, self._reader.day - 1, state.account.subject if state.account else "")

    def _is_held(self, register: int, reading: Reading) -> bool:
        """True where a value is a balance, or a balance less one amount, without a name of its own."""
        traced = self._reader.traced
        plus, minus = reading.of(Role.PLUS), reading.of(Role.MINUS)
        rest = len(plus) == len(minus) == 1 and not self._reader.is_known(register)
        return traced.is_held(register) or (rest and traced.is_held(plus[0]) and not traced.is_held(minus[0]))

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _term(self, register: int, part: ReadingPart, levels: int, *, aside: bool) -> Term:
        """An input, with all that it is made from if it decided."""
        reading = self._reader.read(register)
        if self._whole:
            return Term(part.role, self._node(part.register, levels))
        if part not in self._decisive(register, reading):
            return Term(part.role, self._made(part.register, self._reader.read(part.register)), expanded=False)
        if not aside and self._is_aside(part):
            return Term(part.role, self._node(part.register, min(levels, ASIDE), aside=True))
        return Term(part.role, self._node(part.register, levels, aside=aside))

    def _is_aside(self, part: ReadingPart) -> bool:
        """A divisor; a test, unless it is why there is nothing."""
        if part.role is Role.BECAUSE:
            return not is_nothing(self._reader.value(self._root))
        return part.role is Role.DIVIDED_BY

    def _decisive(self, register: int, reading: Reading) -> tuple[ReadingPart, ...]:
        """The inputs that made the value what it is: the limit that was reached, a zero factor, the branch taken."""
        value = self._reader.value(register)
        equal = [part for part in reading.parts if self._reader.value(part.register) == value]
        match reading.kind:
            case Kind.LESSER | Kind.GREATER:
                return (next((part for part in equal if self._reader.is_known(part.register)), equal[0]),)
            case Kind.PRODUCT if not value:
                return tuple(equal[:1])
            case Kind.CHOICE | Kind.TEST:
                return tuple(part for part in reading.parts if part.role is not Role.OTHERWISE)
            case _:
                return reading.parts

    def _sum(self, register: int, reading: Reading, levels: int, *, aside: bool) -> tuple[Term, ...]:
        """The terms that are not zero, and one line for those that are; a zero sum shows why its terms are zero."""
        zero = [
            part
            for part in reading.parts
            if is_nothing(self._reader.value(part.register)) and not self._is_written_off(register, part)
        ]
        explained = [part for part in reading.parts if part not in zero]
        if self._whole:
            explained, zero = list(reading.parts), []
        elif not explained:
            few = FEW_ZEROS if register == self._root else 1
            explained = [part for part in zero if part.role is Role.PLUS][:few]
            zero = [part for part in zero if part not in explained]
        terms = [Term(part.role, self._node(part.register, levels, aside=aside)) for part in explained]
        return tuple(terms) if not zero else (*terms, Term(Role.PLUS, self._zeros(register, zero)))

    def _is_written_off(self, register: int, part: ReadingPart) -> bool:
        """True where a term is the balance that a loss left nothing of: the reason is that of the loss."""
        reported = self._reader.traced.reported
        pair = reported.get(register), reported.get(part.register)
        return None not in pair and [account.type for account in pair if account] == [LOSS, BALANCE]

    def _zeros(self, register: int, parts: list[ReadingPart]) -> Node:
        """One line for the terms that are zero (or rounding dust, which stays in the amount)."""
        total = Decimal(0)
        for part in parts:
            value = self._reader.value(part.register)
            total += -value if part.role is Role.MINUS else value
        listed = "; ".join(self._phrases.name(part.register) for part in parts)
        name = f"{len(parts)} further term{'s, all' if len(parts) > 1 else ','} zero"
        unit = self._reader.traced.units[register]
        return Node(self._next(), Kind.CONSTANT, total, unit, name, words=listed, zeros=len(parts))
