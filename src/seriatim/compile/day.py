"""One group's distribution day while its plan is written: the terms of the group, its loans, and the board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, overload

from seriatim.compile.board import Board, ByClass, Posted, Quantity
from seriatim.compile.loans import RECORD, Loans
from seriatim.compile.parties import OutsidePayments
from seriatim.deal.clean_up_call.terms import CleanUpCall
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.deal.losses.terms import PrincipalOnlyLosses
from seriatim.deal.model import DealTerms
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.plan.accounts import AccountType, Unit
from seriatim.plan.builder import PlanBuilder, Value

Amounts = dict[str, Value]
T = TypeVar("T")


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
    """Departures of a derivation run from the deal: other rules, no accrual, schedules ignored or probed.

    An ignored schedule lets its classes be paid to zero; for a probed one the plan reports, in account
    ``offered`` of the schedule, the principal that reaches its classes before any balance limits it.
    """

    principal_rules: tuple[PaymentRule, ...] = ()
    not_accruing: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()
    probed: frozenset[str] = frozenset()


class PlanKind(NamedTuple):
    """Scope of a plan, besides speeds and defaults.

    ``with_events``: losses by kind, shortfalls of interest and cash, recoveries. ``callable``: the clean-up call.
    """

    with_events: bool = False
    callable: bool = False


BASE_CASE = PlanKind()
"""A plan without any of it."""


@dataclass(frozen=True)
class SeriesTerms:
    """Terms of the whole series: its residual and composite classes, its call, what groups do for each other."""

    residual_class: str = ""
    composites: tuple[Composite, ...] = ()
    clean_up_call: CleanUpCall | None = None
    cross_collateralization: CrossCollateralization | None = None


@dataclass(frozen=True, eq=False)
class Day:
    """A group's distribution day being written.

    ``pool`` is the name of the pool and its group where the series has several ('' for the only one); the deal is then
    that of the group, as if it were a series of its own, and ``series`` holds what is of all groups together.
    ``initial`` are balances at closing, ``opening`` those before the day; ``left_short`` is set where some
    chapter can keep principal from the classes. ``day[...]`` is what chapters have filled so far; ``warnings`` are
    amounts at which the text contradicts itself, ``outside`` the payments outside the trust: every chapter may add to
    these two.
    """

    builder: PlanBuilder
    deal: DealTerms
    tables: Mapping[str, ScheduleTable]
    strips: StripBalances
    variation: Variation
    board: Board
    pool: str = ""
    kind: PlanKind = BASE_CASE
    series: SeriesTerms = SeriesTerms()
    left_short: bool = False
    initial: Mapping[str, Decimal] = field(default_factory=dict)
    opening: Mapping[str, Value] = field(default_factory=dict)
    warnings: dict[AccountType, Value] = field(default_factory=dict)
    outside: OutsidePayments = field(default_factory=OutsidePayments)

    @overload
    def __getitem__(self, quantity: ByClass) -> Posted: ...
    @overload
    def __getitem__(self, quantity: Quantity[T]) -> T: ...
    def __getitem__(self, quantity: Quantity[Any]) -> Any:
        return self.board.read(quantity)

    def __setitem__(self, quantity: Quantity[T], value: T) -> None:
        self.board.fill(quantity, value)

    def post(self, quantity: ByClass, amounts: Mapping[str, Value]) -> None:
        """Fill a quantity for all classes at once."""
        self.board.post(quantity, amounts)

    @property
    def cross(self) -> CrossCollateralization | None:
        """Support of the groups for each other, if the deal has any."""
        return self.series.cross_collateralization

    @property
    def zero(self) -> Value:
        """Nothing."""
        return self.builder.constant(0)

    @property
    def with_events(self) -> bool:
        """True where the plan reckons with events: losses by kind, short cash, recoveries."""
        return self.kind.with_events

    @property
    def loans(self) -> Loans:
        """The loans of the group's pool."""
        return Loans(self.builder, self.pool, self.deal.ratio_stripping is not None, self[RECORD])

    @contextmanager
    def group(self) -> Iterator[None]:
        """Rules applied inside are those of this group, where the series has several."""
        with self.builder.part(f"group {self.pool}" if self.pool else ""):
            yield

    def state(self, name: str, initial: Decimal | int, unit: Unit) -> Value:
        """A register of the group that survives the month, under a name that every group has one of."""
        return self.builder.state(f"{name}, group {self.pool}" if self.pool else name, initial, unit)

    def unless(self, blocked: Value | None, amount: Value) -> Value:
        """``amount``, or 0 where ``blocked`` is 1."""
        return amount if blocked is None else self.zero.where(blocked, amount)

    @property
    def keeps_shortfalls(self) -> bool:
        """True where classes can miss principal that the loans paid: because of events, or of what a chapter does."""
        return self.with_events or self.left_short

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
        """Rule by which losses of the PO strip are borne and reimbursed, if the deal has one."""
        return self.deal.losses.principal_only_class if self.deal.losses else None

    def total(self, amounts: Mapping[str, Value], names: tuple[str, ...]) -> Value:
        """Sum of the amounts of the named classes."""
        return self.builder.total(amounts[name] for name in names)
