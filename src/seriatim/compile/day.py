"""What the chapters of a distribution day share while the plan is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from seriatim.compile.parties import Beside
from seriatim.compile.support_account import Support
from seriatim.deal.losses.terms import PrincipalOnlyLosses
from seriatim.deal.model import DealTerms
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.plan.builder import PlanBuilder, Value

STRIPPED = ("target_rate", "po", "io")
UNSTRIPPED = ("pool",)
LIBOR_SERIES = "libor"

Amounts = dict[str, Value]
Result = TypeVar("Result")


def series_name(strip: str, item: str) -> str:
    """Name of the collateral series a plan loads, e.g. ``target_rate/prepayment``."""
    return f"{strip}/{item}"


def pool_strip(pool: str, strip: str) -> str:
    """Name of a strip of one of several pools, e.g. ``I/target_rate``; the strip's own where there is one pool."""
    return f"{pool}/{strip}" if pool else strip


@dataclass(frozen=True)
class StripBalances:
    """Balances of the loans at the cut-off date: the strip the classes share, and the PO strip."""

    target_rate: Decimal
    principal_only: Decimal

    @property
    def pool(self) -> Decimal:
        """Balance of all loans."""
        return self.target_rate + self.principal_only


@dataclass(frozen=True)
class Variation:
    """How a derivation run departs from the deal: other rules, no accrual, schedules ignored or probed.

    An ignored schedule lets its classes be paid to zero; for a probed one the plan reports, as item
    ``offered`` of the schedule, the principal that reaches its classes before any balance limits it.
    """

    principal_rules: tuple[PaymentRule, ...] = ()
    not_accruing: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()
    probed: frozenset[str] = frozenset()


class PlanKind(NamedTuple):
    """What a plan reckons with beside speeds and defaults.

    ``eventful``: losses by kind, shortfalls of interest and cash, recoveries. ``callable``: the clean-up call.
    ``agreements``: yield maintenance, whose money is not the trust's.
    """

    eventful: bool = False
    callable: bool = False
    agreements: bool = False


QUIET = PlanKind()
"""A plan without any of it."""


@dataclass
class Day:
    """One distribution day being written: the builder, the deal, and the running amounts of each class.

    ``pool`` is the name of the pool and its group where the series has several ('' for the only one); the deal is then
    that of the group, as if it were a series of its own.
    ``eventful`` is set where the plan must reckon with events (losses by kind, short cash, recoveries). ``net`` is the
    opening balance less the day's losses that all classes share, ``room`` how much principal a class can be allocated,
    ``before_rules`` its balance when the senior rules begin; ``alive`` is 1 until the loans have been bought,
    ``kept`` 1 unless they are bought today; ``working`` a class's balance as the day goes on; ``allocated`` its
    principal allocation; ``directed`` what it receives of redirected accrual interest; ``accretion`` what is added to
    its balance; ``borne`` its losses of the day, ``unreimbursed`` those of earlier days that it has not got back;
    ``written_off`` what it is written down because principal allocated today was not paid.
    ``reduced`` and ``po_reduced`` are the debt service reductions by which principal allocations were reduced,
    ``unplaced`` the part of a recovery that no class had room for, ``po_shortfall`` what the PO class was not paid of
    its allocations and has not got back either, ``po_reimbursed`` what subordinated classes of any group gave it today,
    ``po_repaid`` what it has got back of that today, ``unrepaid`` what a
    class is still written off for principal not paid, ``support_left`` what is left of super senior support amounts,
    ``warned`` what `compile.defects` reports, ``reported`` what was told of each class, ``beside`` what passes beside
    the distributions. ``supports`` are the credit supports in their order, ``covered`` by strip and item what they take
    off the loans' record: losses that they paid, recoveries that are theirs.
    """

    builder: PlanBuilder
    deal: DealTerms
    tables: Mapping[str, ScheduleTable]
    strips: StripBalances
    variation: Variation
    pool: str = ""
    initial: Mapping[str, Decimal] = field(default_factory=dict)
    eventful: bool = False
    callable: bool = False
    alive: Value | None = None
    kept: Value | None = None
    opening: Amounts = field(default_factory=dict)
    net: Amounts = field(default_factory=dict)
    room: Amounts = field(default_factory=dict)
    shared_loss: Amounts = field(default_factory=dict)
    working: Amounts = field(default_factory=dict)
    allocated: Amounts = field(default_factory=dict)
    directed: Amounts = field(default_factory=dict)
    accretion: Amounts = field(default_factory=dict)
    interest: Amounts = field(default_factory=dict)
    principal: Amounts = field(default_factory=dict)
    paid_of_allocation: Amounts = field(default_factory=dict)
    reimbursed: Amounts = field(default_factory=dict)
    borne: Amounts = field(default_factory=dict)
    unreimbursed: Amounts = field(default_factory=dict)
    written_off: Amounts = field(default_factory=dict)
    reduced: Value | None = None
    po_reduced: Value | None = None
    unplaced: Value | None = None
    po_shortfall: Value | None = None
    blocked: dict[str, Value | None] = field(default_factory=dict)
    reported: dict[str, Amounts] = field(default_factory=dict)
    before_rules: Amounts = field(default_factory=dict)
    unrepaid: Amounts = field(default_factory=dict)
    po_reimbursed: Value | None = None
    po_repaid: Value | None = None
    support_left: Amounts = field(default_factory=dict)
    warned: Amounts = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)
    supports: tuple[Support, ...] = ()
    covered: dict[tuple[str, str], Value] = field(default_factory=dict)

    @contextmanager
    def group(self) -> Iterator[None]:
        """Rules applied inside are those of this group, where the series has several."""
        with self.builder.part(f"group {self.pool}" if self.pool else ""):
            yield

    def state(self, name: str, initial: Decimal | int) -> Value:
        """A register of the group that survives the month, under a name that every group has one of."""
        return self.builder.state(f"{name}, group {self.pool}" if self.pool else name, initial)

    def report(self, name: str, values: Amounts) -> None:
        """Report what became of a class today, by item."""
        self.reported[name] = values
        for item, value in values.items():
            self.builder.output(name, item, value)

    def bear(self, name: str, amount: Value) -> None:
        """Note that a class bears a loss today."""
        self.borne[name] = self.borne.get(name, self.builder.constant(0)) + amount

    def write_off(self, name: str, amount: Value) -> None:
        """Note that a class is written down for principal that was not paid today."""
        self.written_off[name] = self.written_off.get(name, self.builder.constant(0)) + amount

    def noted(self, amount: Value | None) -> Value:
        """An amount that only some days or deals know of; 0 on others."""
        return self.builder.constant(0) if amount is None else amount

    def unless(self, blocked: Value | None, amount: Value) -> Value:
        """``amount``, or 0 where ``blocked`` is 1."""
        return amount if blocked is None else self.builder.constant(0).where(blocked, amount)

    @property
    def po_room(self) -> Value:
        """What the PO class can be paid: its balance less the losses of its strip that are not reimbursed."""
        if self.po_class is None:
            return self.builder.constant(0)
        return self.net.get(self.po_class, self.opening[self.po_class])

    @property
    def keeps_shortfalls(self) -> bool:
        """Whether classes can miss principal that the loans paid: cash falls short, or juniors get nothing that day."""
        rule = self.deal.distributions
        return self.eventful or (rule is not None and rule.junior_on_a_write_down_day == "is not paid")

    def note_payments(self) -> None:
        """Keep what was paid of each allocation, before PO reimbursement diverts any of it."""
        po = (self.po_class,) if self.po_class else ()
        for name in (*self.senior, *self.subordinated, *po):
            self.paid_of_allocation[name] = self.principal[name] - self.directed[name]

    @property
    def senior(self) -> tuple[str, ...]:
        """Senior classes with a balance of the target-rate strip (of the pool, if not stripped)."""
        return tuple(security.name for security in self.deal.senior_target_rate)

    @property
    def subordinated(self) -> tuple[str, ...]:
        """Subordinated classes in order of seniority."""
        return tuple(security.name for security in self.deal.classes.subordinated)

    @property
    def po_class(self) -> str | None:
        """The ratio-stripped PO class."""
        return self.deal.principal_only_class

    @property
    def po_rule(self) -> PrincipalOnlyLosses | None:
        """How losses of the PO strip are borne and reimbursed, if the deal says so."""
        return self.deal.losses.principal_only_class if self.deal.losses else None

    @property
    def main_strip(self) -> str:
        """The strip the senior and subordinated classes share."""
        return STRIPPED[0] if self.deal.ratio_stripping else UNSTRIPPED[0]

    def total(self, amounts: Amounts, names: tuple[str, ...]) -> Value:
        """Sum of the amounts of the named classes."""
        return self.builder.total(amounts[name] for name in names)

    def strip_item(self, item: str, strip: str | None = None) -> Value:
        """This month's entry of a collateral item of a strip (the main one by default)."""
        entry = self.builder.load(series_name(pool_strip(self.pool, strip or self.main_strip), item))
        if self.alive is not None:
            entry = entry.where(self.alive, 0)
        if self.kept is not None and item == "balance":
            entry = entry.where(self.kept, 0)
        return entry - self.noted(self.covered.get((strip or self.main_strip, item)))

    def cover(self, strip: str, item: str, amount: Value) -> None:
        """Note that credit support takes an amount off an item of the loans."""
        self.covered[strip, item] = self.noted(self.covered.get((strip, item))) + amount

    @property
    def without_support(self) -> Day:
        """The same day with the loans' record as it is: what cash they bring."""
        return replace(self, covered={})

    def po_item(self, item: str) -> Value:
        """This month's entry of an item of the PO strip; 0 in an unstripped deal."""
        return self.strip_item(item, "po") if self.deal.ratio_stripping else self.builder.constant(0)

    def interest_item(self, item: str) -> Value:
        """This month's entry of an interest item of all strips that bear interest."""
        main = self.strip_item(item)
        return main + self.strip_item(item, "io") if self.deal.ratio_stripping else main

    def pool_item(self, item: str) -> Value:
        """This month's entry of an item of all principal strips together."""
        return self.strip_item(item) + self.po_item(item)


def in_turn(days: Sequence[Day], chapter: Callable[..., Result], *others: Sequence[Any]) -> list[Result]:
    """A chapter applied to every group in turn, each with its own of the ``others``."""
    results = []
    for day, *own in zip(days, *others, strict=True):
        with day.group():
            results.append(chapter(day, *own))
    return results
