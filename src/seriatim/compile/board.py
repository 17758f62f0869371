"""The board of a distribution day: quantities that chapters fill and read, each closed until its chapter has begun.

A chapter of the table (`compile.chapters`) names what it reads and what it fills. Anything else is closed to it, and
what no chapter has filled yet cannot be read: "not yet paid" is never taken for "paid nothing".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, overload

from seriatim.plan.builder import PlanBuilder, Value

T = TypeVar("T")


class ClosedError(LookupError):
    """A chapter reads or fills what it does not name, or reads what has not been filled: a programmer's mistake."""


@dataclass(frozen=True, eq=False)
class Quantity(Generic[T]):
    """A quantity of the day, known by its identity; ``name`` is for messages and for the printed table."""

    name: str

    def __str__(self) -> str:
        return self.name


class ByClass(Quantity[Any]):
    """A quantity that has an amount for each class."""


@dataclass
class Progress:
    """Progress of the day, for all groups: the chapter at work, and which chapters have yet to fill a quantity."""

    waiting: dict[Quantity[Any], set[str]] = field(default_factory=dict)
    chapter: str = ""
    reads: frozenset[Quantity[Any]] = frozenset()
    fills: frozenset[Quantity[Any]] = frozenset()

    def begin(self, chapter: str, reads: frozenset[Quantity[Any]], fills: frozenset[Quantity[Any]]) -> None:
        """A chapter begins."""
        self.chapter, self.reads, self.fills = chapter, reads, fills

    def end(self) -> None:
        """The chapter at work has ended: what it was the last to fill is complete."""
        for quantity in self.fills:
            self.waiting[quantity].discard(self.chapter)

    def is_complete(self, quantity: Quantity[Any]) -> bool:
        """True where no chapter has yet to fill a quantity."""
        return not self.waiting.get(quantity)

    def check_reads(self, quantity: Quantity[Any]) -> None:
        """Raise ClosedError where the chapter at work does not name a quantity."""
        if quantity not in self.reads and quantity not in self.fills:
            raise ClosedError(f"chapter {self.chapter!r} does not say that it reads {quantity}")

    def check_fills(self, quantity: Quantity[Any]) -> None:
        """Raise ClosedError where the chapter at work does not say that it fills a quantity."""
        if quantity not in self.fills:
            raise ClosedError(f"chapter {self.chapter!r} does not say that it fills {quantity}")


@dataclass(eq=False)
class Posted(MutableMapping[str, Value]):
    """Amounts by class as they stand on the board.

    A class that is not there has nothing once the quantity is complete; before that, asking for it is a mistake.
    """

    quantity: ByClass
    progress: Progress
    builder: PlanBuilder
    amounts: dict[str, Value] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Value:
        self.progress.check_reads(self.quantity)
        if name in self.amounts:
            return self.amounts[name]
        if self.progress.is_complete(self.quantity):
            return self.builder.constant(0)
        raise ClosedError(f"chapter {self.progress.chapter!r} reads {self.quantity} of {name} before it is filled")

    def __setitem__(self, name: str, amount: Value) -> None:
        self.progress.check_fills(self.quantity)
        self.amounts[name] = amount

    def __delitem__(self, name: str) -> None:
        raise ClosedError("amounts on the board stay there")

    def __iter__(self) -> Iterator[str]:
        return iter(self.amounts)

    def __len__(self) -> int:
        return len(self.amounts)

    def __contains__(self, name: object) -> bool:
        return name in self.amounts

    @overload
    def get(self, name: str, /) -> Value | None: ...
    @overload
    def get(self, name: str, /, default: Value) -> Value: ...
    @overload
    def get(self, name: str, /, default: T) -> Value | T: ...
    def get(self, name: str, /, default: object = None) -> object:
        """The amount of a class so far, ``default`` where there is none."""
        self.progress.check_reads(self.quantity)
        return self.amounts.get(name, default)

    def add(self, name: str, amount: Value) -> None:
        """Add to what a class has, if it has anything yet."""
        self[name] = self.amounts[name] + amount if name in self.amounts else amount


@dataclass(eq=False)
class Board:
    """Quantities that the chapters of a group's day have filled so far."""

    builder: PlanBuilder
    progress: Progress
    filled: dict[Quantity[Any], Any] = field(default_factory=dict)

    def read(self, quantity: Quantity[Any]) -> Any:
        """Content of a quantity; amounts by class begin empty for the first chapter that fills them."""
        self.progress.check_reads(quantity)
        if quantity not in self.filled:
            begun = quantity in self.progress.fills or self.progress.is_complete(quantity)
            if not isinstance(quantity, ByClass) or not begun:
                raise ClosedError(f"chapter {self.progress.chapter!r} reads {quantity} before it is filled")
            self.filled[quantity] = Posted(quantity, self.progress, self.builder)
        return self.filled[quantity]

    def fill(self, quantity: Quantity[T], value: T) -> None:
        """Set what a quantity holds."""
        self.progress.check_fills(quantity)
        self.filled[quantity] = value

    def post(self, quantity: ByClass, amounts: Mapping[str, Value]) -> None:
        """Set the amounts of all classes at once."""
        self.progress.check_fills(quantity)
        self.filled[quantity] = Posted(quantity, self.progress, self.builder, dict(amounts))
