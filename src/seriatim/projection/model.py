"""A deal ready to run: its loans in strips, its conventions, its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.conventions import Conventions
from seriatim.collateral.event_file import read_events
from seriatim.collateral.events import EventHistory, Events
from seriatim.collateral.inputs import pool_strip
from seriatim.collateral.lines import Lines, read_lines
from seriatim.collateral.scenario import Scenario
from seriatim.collateral.strips import Strips, ratio_strip
from seriatim.compile.compiler import compile_deal, initial_balances
from seriatim.compile.day import PlanKind, StripBalances, Variation
from seriatim.deal.load import DealFolder, GroupFolder, read_deal
from seriatim.deal.model import DealTerms
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.deal.series import AnyDeal, pool_names
from seriatim.engine.encoding import EncodedPlan
from seriatim.plan.plan import Plan

SUM_TOLERANCE = Decimal(1)
"""Dollars by which printed class sizes may miss the loans they are rounded from."""


@dataclass(frozen=True, eq=False)
class Pool:
    """A pool of loans, the group of classes it pays, and what happened to it, if a run reckons with events.

    ``zero_column`` are the loans that the 0 % column of the deal's tables assumes, if they are not the same.
    ``name`` is '' where the deal has one pool; ``deal`` is that of the group, as if it were a series of its own.
    """

    name: str
    deal: DealTerms
    lines: Lines
    strips: Strips
    balances: StripBalances
    events: Events | None = None
    zero_column: Lines | None = None

    @property
    def months(self) -> int:
        """Distributions to the last of the loans, those of the 0 % column included."""
        return max(self.lines.months, self.zero_column.months if self.zero_column else 0)

    @property
    def strip_names(self) -> tuple[str, ...]:
        """The strips, with the name of the pool where there are several."""
        return tuple(pool_strip(self.name, strip) for strip in self.strips.names)


@dataclass(frozen=True, eq=False)
class DealModel:
    """A deal with its loans, the tables its rules need, and the events its runs reckon with, if any.

    Its plans are compiled on first use: with what only events bring about where there are events, with the clean-up
    call where a scenario uses it. ``encoded`` holds them as the lanes engine runs them, by kind and the positions of
    the outputs reported; `simulate` fills it.
    """

    deal: AnyDeal
    tables: Mapping[str, ScheduleTable]
    pools: tuple[Pool, ...]
    conventions: Conventions
    variation: Variation = field(default_factory=Variation)
    encoded: dict[tuple[PlanKind, tuple[int, ...]], EncodedPlan] = field(init=False, repr=False, default_factory=dict)
    _plans: dict[PlanKind, Plan] = field(init=False, repr=False, default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan of one distribution day, without the clean-up call."""
        return self.plan_of(self.kind_for(()))

    def kind_for(self, scenarios: Iterable[Scenario]) -> PlanKind:
        """The kind of plan that serves these scenarios.

        Raises ProblemsError for a call that the deal does not have.
        """
        called = any(scenario.call != "never" for scenario in scenarios)
        if called and self.deal.clean_up_call is None:
            hint = "state it in the deal file, or leave out the call"
            raise ProblemsError([Problem("", None, f"{self.deal.deal} has no clean-up call", hint)])
        return PlanKind(self.with_events, called)

    def plan_of(self, kind: PlanKind) -> Plan:
        """The plan of a kind."""
        if kind not in self._plans:
            balances = tuple(pool.balances for pool in self.pools)
            self._plans[kind] = compile_deal(self.deal, self.tables, balances, variation=self.variation, kind=kind)
        return self._plans[kind]

    @property
    def with_events(self) -> bool:
        """True where runs reckon with events."""
        return any(pool.events is not None for pool in self.pools)

    @cached_property
    def initial(self) -> dict[str, Decimal]:
        """Closing-day balance of every class with a balance; of component classes, not of their composites."""
        return {
            name: balance for pool in self.pools for name, balance in initial_balances(pool.deal, pool.balances).items()
        }

    @property
    def months(self) -> int:
        """Distribution days that are run."""
        return max(self.deal.months, *(pool.months for pool in self.pools))

    @property
    def balance(self) -> Decimal:
        """Balance of all loans at the cut-off date."""
        return sum((pool.balances.pool for pool in self.pools), Decimal(0))

    @property
    def strip_names(self) -> tuple[str, ...]:
        """The strips of all pools, in the order of `project_pool`."""
        return tuple(name for pool in self.pools for name in pool.strip_names)

    @property
    def notional(self) -> tuple[bool, ...]:
        """For each of these strips, whether its balance only measures interest."""
        return tuple(notional for pool in self.pools for notional in pool.strips.notional)

    def varied(self, variation: Variation, tables: Mapping[str, ScheduleTable] | None = None) -> DealModel:
        """The same deal under other rules, for the derivation of a schedule."""
        return replace(self, variation=variation, tables=self.tables if tables is None else tables)

    def under(self, events: EventHistory | None) -> DealModel:
        """The same deal under a history of events; ValueError for events of other loans."""
        given = (None,) * len(self.pools) if events is None else tuple(events.pools)
        fit = len(given) == len(self.pools) and all(
            each is None or (each.lines == pool.lines.name and each.months <= self.months)
            for each, pool in zip(given, self.pools, strict=True)
        )
        if not fit:
            raise ValueError(f"the events of {events.file if events else ''} are not of the loans of {self.deal.deal}")
        result = replace(self, pools=tuple(replace(p, events=each) for p, each in zip(self.pools, given, strict=True)))
        for name in ("encoded", "_plans"):
            object.__setattr__(result, name, getattr(self, name))
        return result

    def read_events(self, path: Path | str) -> EventHistory:
        """The events of a CSV file about this deal's loans; raises ProblemsError with all that is wrong with it."""
        first = self.deal.dates.first_distribution_day
        pools = {pool.name: pool.lines for pool in self.pools}
        return read_events(path, pools, first_day=first, months=self.months)


def load_model(path: Path) -> tuple[DealFolder, DealModel]:
    """Read a deal and its loans: what the files say, and the deal ready to run.

    Raises ProblemsError with everything that is wrong with either.
    """
    reading = read_deal(path)
    if reading.folder is not None:
        return reading.folder, build_model(reading.folder)
    problems = list(reading.problems)
    for loans in reading.mortgage_loans:
        if (file := reading.file.parent / loans.loans).exists():
            try:
                read_lines(file, loans.servicing_fee)
            except ProblemsError as error:
                problems += error.problems
    raise ProblemsError(problems)


def build_model(folder: DealFolder) -> DealModel:
    """Read the loans beside a deal file and put the deal together; raises ProblemsError.

    The classes of each group must add up to its loans, the loans to the printed pool balance, each to the dollar.
    """
    pools: list[Pool] = []
    problems: list[Problem] = []
    for name, group in zip(pool_names(folder.deal), folder.groups, strict=True):
        try:
            pools.append(_pool(name, group))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return DealModel(folder.deal, folder.tables, tuple(pools), conventions_of(folder.deal))


def _pool(name: str, group: GroupFolder) -> Pool:
    """The pool of a group; raises ProblemsError."""
    deal = group.deal
    lines = read_lines(group.loans_path, deal.mortgage_loans.servicing_fee)
    strips = stripped(lines, deal)
    balances = strip_balances(lines, strips)
    problems = [*_sum_problems(group, balances), *_strip_problems(group, balances)]
    zero_column = _zero_column_loans(group)
    if zero_column is not None:
        problems += _zero_column_problems(group, balances, zero_column)
    if problems:
        raise ProblemsError(problems)
    return Pool(name, deal, lines, strips, balances, zero_column=zero_column)


def _zero_column_loans(group: GroupFolder) -> Lines | None:
    """The loans that the 0 % column of the tables assumes, if the deal states some; raises ProblemsError."""
    loans = group.deal.mortgage_loans
    if loans.zero_column_loans is None:
        return None
    return read_lines(group.file.parent / loans.zero_column_loans, loans.servicing_fee)


def _zero_column_problems(group: GroupFolder, balances: StripBalances, lines: Lines) -> list[Problem]:
    """They are as large as the pool, strip by strip: the classes are the same."""
    found = strip_balances(lines, stripped(lines, group.deal))
    if abs(found.target_rate - balances.target_rate) <= SUM_TOLERANCE and (
        abs(found.principal_only - balances.principal_only) <= SUM_TOLERANCE
    ):
        return []
    file = group.deal.mortgage_loans.zero_column_loans
    reason = f"the loans in {file} sum to {found.pool:,.2f}, the pool to {balances.pool:,.2f}"
    line = group.text.line_of(("mortgage loans", "zero column loans"))
    return [Problem(str(group.file), line, reason, "the same balance, strip by strip")]


def stripped(lines: Lines, deal: DealTerms) -> Strips:
    """The strips of loans under the deal's target rate, if it has one."""
    return ratio_strip(lines, float(deal.ratio_stripping.target_rate) if deal.ratio_stripping else None)


def strip_balances(lines: Lines, strips: Strips) -> StripBalances:
    """Balances of the main and the PO strip at the cut-off date."""
    totals = {
        name: Decimal(repr(float(value))) for name, value in zip(strips.names, strips.balance(lines), strict=True)
    }
    main = totals.get("target_rate", totals.get("pool", Decimal(0)))
    return StripBalances(main, totals.get("po", Decimal(0)))


def conventions_of(deal: AnyDeal) -> Conventions:
    """The deal's conventions of default and speed, the market standard where it states none."""
    assumptions = deal.structuring_assumptions
    result = Conventions()
    if assumptions.monthly_exponent is not None:
        result = replace(result, smm_exponent=float(assumptions.monthly_exponent))
    if assumptions.defaults is not None:
        result = replace(
            result,
            lag_months=assumptions.defaults.liquidation_lag,
            advancing=assumptions.defaults.advances,
            severity_base="default" if assumptions.defaults.severity_of == "balance at default" else "liquidation",
        )
    return result


def _sum_problems(folder: GroupFolder, balances: StripBalances) -> list[Problem]:
    deal, text = folder.deal, folder.text
    file = str(folder.file)
    found: list[Problem] = []
    printed = deal.mortgage_loans.balance
    if abs(balances.pool - printed) > SUM_TOLERANCE:
        reason = f"the loans in {deal.mortgage_loans.loans} sum to {balances.pool:,.2f}, not to {printed:,}"
        found.append(Problem(file, text.line_of(("mortgage loans", "balance")), reason))
    total = sum((security.balance or Decimal(0) for security in deal.classes.regular), Decimal(0))
    if abs(balances.pool - total) > SUM_TOLERANCE:
        reason = f"the class balances sum to {total:,}, the loans to {balances.pool:,.2f}"
        difference = f"difference {total - balances.pool:,.2f}"
        found.append(Problem(file, text.line_of(("classes",)), reason, difference))
    return found


def _strip_problems(folder: GroupFolder, balances: StripBalances) -> list[Problem]:
    """A PO strip that nobody receives, or a PO class that is not as large as its strip."""
    deal = folder.deal
    if deal.ratio_stripping is None:
        return []
    name = deal.principal_only_class
    printed = (deal.classes.named(name).balance if name else None) or Decimal(0)
    if abs(balances.principal_only - printed) <= SUM_TOLERANCE:
        return []
    owner = f"class {name} has {printed:,}" if name else "no class receives it"
    reason = f"the PO strip of the loans is {balances.principal_only:,.2f}, but {owner}"
    hint = "" if name else "name a 'principal-only class'"
    return [Problem(str(folder.file), folder.text.line_of(("ratio stripping",)), reason, hint)]
