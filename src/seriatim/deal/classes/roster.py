"""The classes by name: known even where a rate or an amount of theirs cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.terms import Classes, SecurityClass
from seriatim.deal.text import EntryPath


@dataclass(frozen=True)
class RosterEntry:
    """A class by name; ``has_balance`` tells one with a principal balance from one with a notional balance."""

    name: str
    has_balance: bool

    @classmethod
    def of(cls, security: SecurityClass) -> RosterEntry:
        """The entry of a class."""
        return cls(security.name, security.notional is None)


@dataclass(frozen=True)
class Roster:
    """The class table as far as names and kinds of balance go; subordinated classes in order of seniority."""

    senior: tuple[RosterEntry, ...]
    subordinated: tuple[RosterEntry, ...]
    residual: str

    @classmethod
    def of(cls, classes: Classes) -> Roster:
        """The roster of a class table."""
        senior, subordinated = (tuple(map(RosterEntry.of, part)) for part in (classes.senior, classes.subordinated))
        return cls(senior, subordinated, classes.residual.name)

    @property
    def regular(self) -> tuple[RosterEntry, ...]:
        """All classes but the residual."""
        return (*self.senior, *self.subordinated)

    @property
    def names(self) -> tuple[str, ...]:
        """All classes, the residual included."""
        return (*(each.name for each in self.regular), self.residual)

    def places(self) -> Iterator[tuple[EntryPath, RosterEntry]]:
        """Every class but the residual with its place in the file."""
        for part, entries in (("senior", self.senior), ("subordinated", self.subordinated)):
            for position, entry in enumerate(entries):
                yield ("classes", part, position), entry


@dataclass(frozen=True)
class PayableClasses:
    """The classes that payment rules may name: seniors with a balance, other than the class of the PO strip."""

    roster: Roster
    principal_only_class: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, in the order of the class table."""
        return tuple(
            each.name for each in self.roster.senior if each.has_balance and each.name != self.principal_only_class
        )

    def refusal(self, name: str) -> tuple[str, str]:
        """The reason why a payment rule may not name a class, and the nearest name that it may."""
        if name not in self.roster.names:
            return f"unknown class '{name}'", did_you_mean(name, self.names)
        if name == self.roster.residual:
            return f"class {name} is the residual: no rule pays it", ""
        if name == self.principal_only_class:
            return f"class {name} receives the PO strip: no rule of the seniors pays it", ""
        if not next(each for each in self.roster.regular if each.name == name).has_balance:
            return f"class {name} has a notional balance: it receives no principal", ""
        return f"class {name} is subordinated: only senior classes can stand here", ""


@dataclass(frozen=True)
class GroupRosters:
    """The classes of the groups of a series by name; ``sized`` is false where kinds of balance are uncertain."""

    groups: tuple[tuple[str, Roster], ...]
    sized: bool
