"""An explained amount as a tree: what it is, the step in words, the rule and its paragraph, what it is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext

from seriatim.explain.reading import LEAVES, Kind, Role
from seriatim.plan.accounts import Unit
from seriatim.plan.steps import DUST

EXACT = Context(prec=200)
"""Digits enough to add any amounts of an exact run without rounding."""
EXACTNESS = Decimal("1e-20")
"""Dollars to which sums are held: the engine keeps 34 digits, and amounts may have 13 of them before the point."""


@dataclass(frozen=True)
class Kept:
    """A pointer to the day before: what is kept under ``name`` since distribution day ``day`` (0 = closing).

    ``subject`` is the class whose balance it is, if it is one.
    """

    name: str
    day: int
    subject: str = ""


@dataclass(frozen=True)
class Term:
    """An input of a node in its role; ``expanded`` tells whether a reader is shown how it came about."""

    role: Role
    node: Node
    expanded: bool = True


@dataclass(frozen=True)
class Node:
    """One value.

    ``number`` counts the nodes from the root; ``again`` is the number of the node that explains the same value
    elsewhere in the tree (0 if none does). ``held`` marks a balance; ``cut`` a node whose inputs lie below the depth
    asked for, ``zeros`` the number of terms that one line stands for. ``named`` is false for a name that was made up
    from the inputs; ``remark`` is what to say of a value that is only passed on: what it stayed within, what it was
    chosen over.
    """

    number: int
    kind: Kind
    amount: Decimal
    unit: Unit
    name: str
    named: bool = True
    words: str = ""
    remark: str = ""
    rule: str = ""
    source: str = ""
    terms: tuple[Term, ...] = ()
    kept: Kept | None = None
    again: int = 0
    held: bool = False
    cut: bool = False
    zeros: int = 0

    def walk(self) -> Iterator[Node]:
        """The node and all below it."""
        yield self
        for term in self.terms:
            yield from term.node.walk()

    def faults(self) -> Iterator[str]:
        """Everything that does not follow from the inputs, here and below."""
        if self.terms and not self._follows():
            yield f"[{self.number}] {self.name}: {self.amount} does not follow from its inputs"
        for term in self.terms:
            yield from term.node.faults()

    def _follows(self) -> bool:
        values = [term.node.amount for term in self.terms]
        with localcontext(EXACT):
            match self.kind:
                case Kind.SUM:
                    signs = [-1 if term.role is Role.MINUS else 1 for term in self.terms]
                    total = sum((sign * value for sign, value in zip(signs, values, strict=True)), Decimal(0))
                    return abs(total - self.amount) <= EXACTNESS
                case Kind.LESSER:
                    return self.amount == min(values)
                case Kind.GREATER:
                    return self.amount == max(values)
                case Kind.CHOICE:
                    return self.amount == values[0]
                case Kind.SAME:
                    return abs(self.amount - values[0]) <= EXACTNESS
                case Kind.PRODUCT:
                    return self._is_product()
                case _:
                    return True

    def _is_product(self) -> bool:
        """Amount x divisors = numerators, to the last digits the engine keeps."""
        left, right = self.amount, Decimal(1)
        for term in self.terms:
            if term.role is Role.TIMES:
                right *= term.node.amount
            elif not term.node.amount:
                return not self.amount
            else:
                left *= term.node.amount
        return abs(left - right) <= EXACTNESS * max(abs(left), abs(right), Decimal(1))


@dataclass(frozen=True)
class Explanation:
    """The reason for an amount that a class received, or for a kept value, on one distribution day.

    ``reported`` is what the run reports; ``shown`` the float64 figure of the cash-flow table (None for a value that no
    table shows); ``why_nothing`` says what made the amount zero ('' if it is not).
    """

    deal: str
    subject: str
    item: str
    day: int
    date: date
    root: Node
    reported: Decimal
    shown: float | None = None
    why_nothing: str = ""

    @property
    def amount(self) -> Decimal:
        """The explained amount."""
        return self.root.amount

    def check(self) -> tuple[str, ...]:
        """Everything in the tree that does not follow: () proves it.

        Every sum must be the sum of its terms, every other node follow from its inputs, the root be what the run
        reports, and agree with the cash-flow table, which is worked out in binary fractions, to half a cent.
        """
        found = list(self.root.faults())
        if self.root.amount != self.reported:
            found.append(f"explained {self.root.amount}, reported {self.reported}")
        if self.shown is not None and abs(float(self.reported) - self.shown) > float(DUST):
            found.append(f"explained {self.root.amount}, the cash-flow table shows {self.shown!r}")
        return tuple(found)


def is_leaf(node: Node) -> bool:
    """True where no rule of the day made the value."""
    return node.kind in LEAVES
