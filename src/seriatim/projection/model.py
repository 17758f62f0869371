"""A deal ready to run: its loans in strips, its conventions, its plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.event_file import read_events
from seriatim.collateral.events import Events
from seriatim.collateral.lines import Lines, read_lines
from seriatim.collateral.scenario import Conventions, Scenario
from seriatim.collateral.strips import Strips, ratio_strip
from seriatim.compile.compiler import compile_deal, initial_balances
from seriatim.compile.day import PlanKind, StripBalances, Variation
from seriatim.compile.parties import AGREEMENT_ITEMS
from seriatim.deal.load import DealFolder, read_deal
from seriatim.deal.model import Deal
from seriatim.deal.tables import ScheduleTable
from seriatim.engine.encoding import EncodedPlan
from seriatim.plan.plan import Plan

SUM_TOLERANCE = Decimal(1)
"""Dollars by which printed class sizes may miss the loans they are rounded from."""


@dataclass(frozen=True, eq=False)
class DealModel:
    """A deal with its loans, the tables its rules need, and the events its runs reckon with, if any.

    Its plans are compiled on first use: with what only events bring about where there are events, with the clean-up
    call where a scenario uses it. ``encoded`` holds them as the lanes engine runs them, by kind and the positions of
    the outputs reported; `simulate` fills it.
    """

    deal: Deal
    tables: Mapping[str, ScheduleTable]
    lines: Lines
    strips: Strips
    strip_balances: StripBalances
    conventions: Conventions
    variation: Variation = field(default_factory=Variation)
    events: Events | None = None
    encoded: dict[tuple[PlanKind, tuple[int, ...]], EncodedPlan] = field(init=False, repr=False, default_factory=dict)
    _plans: dict[PlanKind, Plan] = field(init=False, repr=False, default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan of one distribution day, without the clean-up call."""
        return self.plan_of(self.kind_for(()))

    def kind_for(self, scenarios: Iterable[Scenario], items: Collection[str] | None = None) -> PlanKind:
        """The kind of plan that serves these scenarios and reports these items (all of them if None).

        Raises ProblemsError for a call that the deal does not have.
        """
        called = any(scenario.call != "never" for scenario in scenarios)
        if called and self.deal.clean_up_call is None:
            hint = "state it in the deal file, or leave out the call"
            raise ProblemsError([Problem("", None, f"{self.deal.deal} has no clean-up call", hint)])
        agreements = bool(self.deal.yield_maintenance) and (items is None or not AGREEMENT_ITEMS.isdisjoint(items))
        return PlanKind(self.events is not None, called, agreements)

    def plan_of(self, kind: PlanKind) -> Plan:
        """The plan of a kind."""
        if kind not in self._plans:
            balances, variation = self.strip_balances, self.variation
            self._plans[kind] = compile_deal(self.deal, self.tables, balances, variation=variation, kind=kind)
        return self._plans[kind]

    @cached_property
    def initial(self) -> dict[str, Decimal]:
        """Closing-day balance of every class with a balance."""
        return initial_balances(self.deal, self.strip_balances)

    @property
    def months(self) -> int:
        """Distribution days that are run."""
        return max(self.deal.months, self.lines.months)

    def varied(self, variation: Variation, tables: Mapping[str, ScheduleTable] | None = None) -> DealModel:
        """The same deal under other rules, for the derivation of a schedule."""
        return replace(self, variation=variation, tables=self.tables if tables is None else tables)

    def under(self, events: Events | None) -> DealModel:
        """The same deal in a course of events; ValueError for events of other loans."""
        if events is not None and (events.lines != self.lines.name or events.months > self.months):
            raise ValueError(f"the events of {events.file} are not of the loans of {self.deal.deal}")
        result = replace(self, events=events)
        for name in ("encoded", "_plans"):
            object.__setattr__(result, name, getattr(self, name))
        return result

    def read_events(self, path: Path | str) -> Events:
        """The events of a CSV file about this deal's loans; raises ProblemsError with all that is wrong with it."""
        first = self.deal.dates.first_distribution_day
        return read_events(path, self.lines, first_day=first, months=self.months)


def load_model(path: Path) -> tuple[DealFolder, DealModel]:
    """Read a deal and its loans: what the files say, and the deal ready to run.

    Raises ProblemsError with everything that is wrong with either.
    """
    reading = read_deal(path)
    if reading.folder is not None:
        return reading.folder, build_model(reading.folder)
    problems = list(reading.problems)
    loans = reading.mortgage_loans
    if loans is not None and (file := reading.file.parent / loans.loans).exists():
        try:
            read_lines(file, loans.servicing_fee)
        except ProblemsError as error:
            problems += error.problems
    raise ProblemsError(problems)


def build_model(folder: DealFolder) -> DealModel:
    """Read the loans beside a deal file and put the deal together; raises ProblemsError.

    The classes must add up to the loans, the loans to the printed pool balance, each to the dollar.
    """
    deal = folder.deal
    lines = read_lines(folder.loans_path, deal.mortgage_loans.servicing_fee)
    target = deal.ratio_stripping.target_rate if deal.ratio_stripping else None
    strips = ratio_strip(lines, float(target) if target is not None else None)
    balances = strip_balances(lines, strips)
    problems = [*_sum_problems(folder, balances), *_strip_problems(folder, balances)]
    if problems:
        raise ProblemsError(problems)
    return DealModel(deal, folder.tables, lines, strips, balances, conventions_of(deal))


def strip_balances(lines: Lines, strips: Strips) -> StripBalances:
    """Balances of the main and the PO strip at the cut-off date."""
    totals = {
        name: Decimal(repr(float(value))) for name, value in zip(strips.names, strips.balance(lines), strict=True)
    }
    main = totals.get("target_rate", totals.get("pool", Decimal(0)))
    return StripBalances(main, totals.get("po", Decimal(0)))


def conventions_of(deal: Deal) -> Conventions:
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


def _sum_problems(folder: DealFolder, balances: StripBalances) -> list[Problem]:
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


def _strip_problems(folder: DealFolder, balances: StripBalances) -> list[Problem]:
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
