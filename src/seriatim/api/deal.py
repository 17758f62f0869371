"""A loaded deal and its runs, as an investor or a structurer asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from seriatim.api.class_flows import ClassFlows
from seriatim.api.classes import (
    certificate_classes,
    check_priced,
    check_prices,
    check_yields,
    component_classes,
    composites,
)
from seriatim.api.days import DayAsked
from seriatim.api.days import day as read_day
from seriatim.api.retail import RetailHoldings
from seriatim.api.speeds import Numbers, Speeds, in_zero_column, several
from seriatim.basics.json_data import JsonRecord
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.collateral.events import EventHistory
from seriatim.collateral.scenario import Scenario
from seriatim.collateral.scenario_words import label, other_assumptions
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.load import DealFolder
from seriatim.deal.series import AnyDeal
from seriatim.explain.build_tree import Detail
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import Engine, project_pool, simulate
from seriatim.projection.warnings import RunWarning
from seriatim.reports.report import Framed, Report

if TYPE_CHECKING:
    import polars

    from seriatim.reports.answers import CompareReport, ExplainReport, TraceReport
    from seriatim.reports.columns import ScenarioColumns
    from seriatim.reports.comfort_report import ComfortReport
    from seriatim.reports.deal_reports import CheckReport, DescribeReport, PlanReport
    from seriatim.reports.flows import FlowReport
    from seriatim.reports.lives import LivesReport
    from seriatim.reports.tables_report import TablesReport
    from seriatim.reports.tables_yield import ClassRun, YieldReport

ALL = Detail()
"""An explanation in full."""
TOLERANCE = 0.005
"""Dollars within which two figures are the same."""


@dataclass(frozen=True, eq=False, repr=False)
class Deal:
    """A deal, loaded and checked: what it is asked, it answers with a record that has its forms.

    Every answer has ``to_text()``, ``to_json()``, ``to_html()`` and shows itself in a notebook; tables have
    ``to_polars()``, ``to_pandas()`` and ``to_arrow()``. A scenario that is not given is 0 % PSA without defaults.

    ``model`` holds loans, tables and plan; ``folder`` what the files say; ``asked_as`` the name it was loaded by;
    ``event_history`` the events that all its runs reckon with.
    """

    model: DealModel
    folder: DealFolder
    asked_as: str = ""
    event_history: EventHistory | None = None

    def __repr__(self) -> str:
        classes = len(self.model.deal.classes.regular)
        loans = sum(len(pool.lines) for pool in self.model.pools)
        events = f", events of {self.event_history.file}" if self.event_history else ""
        return f"<Deal {self.name}: {classes} classes, {loans} loan lines, ${self.model.balance:,.2f}{events}>"

    @property
    def name(self) -> str:
        """The deal's name, as in its file."""
        return self.model.deal.deal

    @property
    def title(self) -> str:
        """The series' full title."""
        return self.model.deal.title

    @property
    def terms(self) -> AnyDeal:
        """The deal file as frozen models."""
        return self.model.deal

    @property
    def file(self) -> Path:
        """The deal file."""
        return self.folder.file

    @property
    def plan(self) -> PlanReport:
        """One distribution day, compiled."""
        from seriatim.reports.deal_reports import PlanReport

        return PlanReport.of(self.model.plan)

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes that certificates are issued of, in the order of the document, the residual last."""
        return certificate_classes(self.terms)

    @property
    def components(self) -> tuple[str, ...]:
        """Names of the component classes: parts of composite classes, of which no certificates are issued."""
        return component_classes(self.terms)

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composite classes with their components; none in a deal of one pool."""
        return composites(self.terms)

    def events(self, path: str | Path) -> EventHistory:
        """The loans' history month by month, from a CSV file; see `seriatim.collateral.event_file`.

        Raises ProblemsError with everything that is wrong with the file.
        """
        return self.model.read_events(path)

    def under(self, events: EventHistory | str | Path | None) -> Deal:
        """The same deal under a history of events, or that of a CSV file: every answer reckons with it."""
        given = self.events(events) if isinstance(events, str | Path) else events
        return self if given is None else replace(self, model=self.model.under(given), event_history=given)

    def check(self) -> CheckReport:
        """Everything that is wrong with the files of the deal as they are now, its printed figures included."""
        from seriatim.api.checking import problems_of
        from seriatim.reports.deal_reports import CheckReport

        return CheckReport(self.asked_as or self.name, problems_of(self.file))

    def describe(self) -> DescribeReport:
        """The deal back in prospectus English, each rule with its source, and the order of priorities."""
        from seriatim.api.description import described_terms

        return described_terms(self.terms, self.model.tables)

    def schedules(self) -> FlowReport:
        """Planned, targeted and other scheduled balances by distribution day, stated by the document or derived."""
        from seriatim.api.frames import schedule_frame

        return self._flows("schedules", schedule_frame(self.model, stated=frozenset(self.folder.tables)), None)

    def run(self, scenario: Scenario | None = None, *, engine: Engine = "lanes") -> Run:
        """Class cash flows in one scenario.

        Raises ProblemsError for events that take more than the loans have in the scenario, and for a clean-up call
        that the deal does not have.
        """
        chosen = scenario or Scenario()
        return Run(self, chosen, simulate(self.model, [chosen], engine=engine))

    def run_many(self, scenarios: Sequence[Scenario], *, items: Sequence[str] | None = None) -> CashFlows:
        """Class cash flows in many scenarios side by side, float64 [output, month, scenario]."""
        return simulate(self.model, scenarios, items=items)

    def collateral(self, scenario: Scenario | None = None) -> FlowReport:
        """Payments of the loans, one row per pool, strip and month."""
        from seriatim.api.frames import collateral_frame

        chosen = scenario or Scenario()
        return self._flows("collateral", collateral_frame(self.model, project_pool(self.model, [chosen])), chosen)

    def tables(
        self, *, psa: Numbers | None = None, cpr: Numbers | None = None, scenario: Scenario | None = None
    ) -> TablesReport:
        """Decrement tables and weighted average lives of all classes at any speeds, those of the document without.

        ``psa`` are percents of the model, ``cpr`` decimals; ``scenario`` is what else is assumed. Raises
        ProblemsError for speeds that cannot be.
        """
        from seriatim.reports.tables import TABLES_NEED
        from seriatim.reports.tables_report import tables_report

        scenarios = in_zero_column(Speeds(psa, cpr).scenarios(self.terms, scenario))
        run = self.run_many(scenarios, items=TABLES_NEED)
        return tables_report(run, scenarios, assumptions=other_assumptions(scenarios[0], self._events_file))

    def lives(
        self, *, psa: Numbers | None = None, cpr: Numbers | None = None, scenario: Scenario | None = None
    ) -> LivesReport:
        """Weighted average lives of all classes at any speeds, as `tables` has them at its foot."""
        from seriatim.reports.lives import LIVES_NEED, lives_report

        scenarios = in_zero_column(Speeds(psa, cpr).scenarios(self.terms, scenario))
        return lives_report(self.run_many(scenarios, items=LIVES_NEED), self._columns(scenarios))

    def yields(
        self,
        class_name: str,
        price: Numbers,
        *,
        psa: Numbers | None = None,
        cpr: Numbers | None = None,
        scenario: Scenario | None = None,
    ) -> YieldReport:
        """Corporate bond equivalent yields of a class at one or more prices per 100 of balance.

        Prices are without accrued interest, speeds as in `tables`. Raises ProblemsError for a class that has no price,
        and prices or speeds that cannot be.
        """
        from seriatim.reports.tables_yield import yields_at_prices

        check_priced(self.terms, class_name)
        check_prices(several(price))
        run = self._class_run(class_name, Speeds(psa, cpr).scenarios(self.terms, scenario))
        return yields_at_prices(run, several(price))

    def prices(
        self,
        class_name: str,
        yield_annual: Numbers,
        *,
        psa: Numbers | None = None,
        cpr: Numbers | None = None,
        scenario: Scenario | None = None,
    ) -> YieldReport:
        """Prices of a class per 100 of balance at one or more corporate bond equivalent yields (decimals).

        Prices are without accrued interest, speeds as in `tables`. Raises ProblemsError for a class that has no price,
        and yields or speeds that cannot be.
        """
        from seriatim.reports.tables_yield import prices_at_yields

        check_priced(self.terms, class_name)
        check_yields(several(yield_annual))
        run = self._class_run(class_name, Speeds(psa, cpr).scenarios(self.terms, scenario))
        return prices_at_yields(run, several(yield_annual))

    def explain(
        self,
        class_name: str,
        day: DayAsked,
        *,
        item: str = "principal",
        scenario: Scenario | None = None,
        detail: Detail = ALL,
    ) -> ExplainReport:
        """The reason for an amount that a class received on a day, or for nothing: a tree down to loan cash.

        ``item`` is interest, principal, balance, loss or another column of the cash flows; ``detail`` says how many
        levels are wanted. Raises ProblemsError, with the nearest name or day, for what there is not.
        """
        from seriatim.explain.explain import Question, explain
        from seriatim.reports.answers import ExplainReport
        from seriatim.reports.warned import lines_of_runs

        chosen = scenario or Scenario()
        question = Question(class_name, _day(day), item, detail.depth, detail.whole)
        found = explain(self.model, chosen, question)
        return ExplainReport.of(found, warned=lines_of_runs((self.model, chosen), until=found.date))

    def trace(self, day: DayAsked, *, scenario: Scenario | None = None) -> TraceReport:
        """One month as a statement: every cent in, every cent out and by which rule, balances before and after.

        Raises ProblemsError, with the nearest day, for what is no distribution day.
        """
        from seriatim.explain.statement import statement
        from seriatim.reports.answers import TraceReport
        from seriatim.reports.warned import lines_of_runs

        chosen = scenario or Scenario()
        found = statement(self.model, chosen, _day(day))
        return TraceReport.of(found, warned=lines_of_runs((self.model, chosen), until=found.date))

    def compare(
        self,
        other: Deal | None = None,
        *,
        scenario: Scenario | None = None,
        to: Scenario | None = None,
        tolerance: float = TOLERANCE,
    ) -> CompareReport:
        """Two runs side by side: this deal in a scenario, and another deal, or another scenario (``to``), or both.

        The totals that differ by more than ``tolerance``, the first figure that does, and the way to its cause. Raises
        ProblemsError when there is nothing to compare with, or no class in common.
        """
        if other is None and to is None:
            hint = "give another deal, or another scenario: to=Scenario(psa=350)"
            raise ProblemsError([Problem("", None, "there is nothing to compare with", hint)])
        first = scenario or Scenario()
        return _compared((self, first), (other or self, to or first), tolerance)

    def comfort(self) -> ComfortReport:
        """Every figure that the deal's document prints, compared with the computed one at the precision printed.

        Raises ProblemsError when no printed figures lie beside the deal file, and for figures that cannot be.
        """
        from seriatim.comfort.case import case_of
        from seriatim.reports.comfort_report import ComfortReport

        return ComfortReport((case_of(self.model, self.file.parent).tied_out(),))

    def holders(
        self, class_name: str, holdings: RetailHoldings | str | Path, *, scenario: Scenario | None = None
    ) -> FlowReport:
        """Payments to each holder of a class, one row per day and holder.

        ``holdings`` is a CSV file: holder, balance at closing and, if given, wire (yes or no: instructions given); they
        are paid pro rata to the cent. Holders of a retail class are paid whole units, by requests and by lot: give its
        `RetailHoldings`. Raises ProblemsError with all that is wrong with the class and the files.
        """
        from seriatim.api.holders import pay_holders_of
        from seriatim.api.retail import pay_retail

        chosen = scenario or Scenario()
        if isinstance(holdings, RetailHoldings):
            rows = pay_retail(self.model, chosen, class_name, held=holdings)
            return self._flows("holders", rows, chosen, note=f"lot drawn with seed {holdings.seed}")
        return self._flows("holders", pay_holders_of(self.model, chosen, class_name, holdings=holdings), chosen)

    @property
    def _events_file(self) -> str:
        return self.event_history.file if self.event_history else ""

    def _assumed(self, scenario: Scenario) -> str:
        """A scenario and the file of events, in a few words."""
        return f"{label(scenario)}{f', events of {self.event_history.file}' if self.event_history else ''}"

    def _columns(self, scenarios: Sequence[Scenario]) -> ScenarioColumns:
        from seriatim.reports.columns import columns_of

        return columns_of(scenarios, events=self._events_file)

    def _class_run(self, class_name: str, scenarios: Sequence[Scenario]) -> ClassRun:
        """A class in some scenarios, with the items that yields and prices need."""
        from seriatim.reports.tables_yield import YIELDS_NEED, ClassRun

        return ClassRun(self.run_many(scenarios, items=YIELDS_NEED), class_name, self._columns(scenarios))

    def _flows(self, kind: str, rows: polars.DataFrame, scenario: Scenario | None, *, note: str = "") -> FlowReport:
        from seriatim.reports.flows import FlowReport

        return FlowReport(self.name, kind, self._assumed(scenario) if scenario else "", rows, note)


@dataclass(frozen=True, eq=False, repr=False)
class Run(Report, Framed):
    """A deal in one scenario: ``run["A-1"].balance``, or all of it as a table, and what else one asks of it."""

    deal: Deal
    scenario: Scenario
    flows: CashFlows

    def __getitem__(self, class_name: str) -> ClassFlows:
        """One class, a component class too; KeyError with the nearest name for an unknown one."""
        known = (*self.deal.classes, *self.deal.components)
        if class_name not in known:
            raise KeyError(f"no class {class_name!r} in {self.deal.name}: {did_you_mean(class_name, known)}")
        return ClassFlows(class_name, self.flows)

    def __iter__(self) -> Iterator[ClassFlows]:
        """The classes in the order of the document, composite classes and not their components."""
        return (self[name] for name in self.deal.classes)

    def __repr__(self) -> str:
        return f"<Run of {self.deal.name}: {label(self.scenario)}, {self.flows.values.shape[1]} months>"

    @property
    def warnings(self) -> tuple[RunWarning, ...]:
        """The days on which a defect of the document's text bites, with the amount at stake; none without events."""
        return self.flows.warnings()

    @property
    def warned(self) -> tuple[str, ...]:
        """The warnings in a line a defect: its first day, and how many follow."""
        from seriatim.reports.warned import warning_lines

        return warning_lines(self.flows)

    def lives(self) -> LivesReport:
        """Weighted average lives of all classes."""
        from seriatim.reports.lives import lives_report

        return lives_report(self.flows, self.deal._columns([self.scenario]))

    def yields(self, class_name: str, price: Numbers) -> YieldReport:
        """Yields of a class at one or more prices; see `Deal.yields`."""
        from seriatim.reports.tables_yield import yields_at_prices

        check_priced(self.deal.terms, class_name)
        check_prices(several(price))
        return yields_at_prices(self._class_run(class_name), several(price))

    def prices(self, class_name: str, yield_annual: Numbers) -> YieldReport:
        """Prices of a class at one or more yields; see `Deal.prices`."""
        from seriatim.reports.tables_yield import prices_at_yields

        check_priced(self.deal.terms, class_name)
        check_yields(several(yield_annual))
        return prices_at_yields(self._class_run(class_name), several(yield_annual))

    def explain(
        self, class_name: str, day: DayAsked, *, item: str = "principal", detail: Detail = ALL
    ) -> ExplainReport:
        """The reason for an amount that a class received, or for nothing; see `Deal.explain`."""
        return self.deal.explain(class_name, day, item=item, scenario=self.scenario, detail=detail)

    def trace(self, day: DayAsked) -> TraceReport:
        """One month as a statement; see `Deal.trace`."""
        return self.deal.trace(day, scenario=self.scenario)

    def compare(self, other: Run, *, tolerance: float = TOLERANCE) -> CompareReport:
        """This run beside another; see `Deal.compare`."""
        return _compared((self.deal, self.scenario), (other.deal, other.scenario), tolerance)

    def holders(self, class_name: str, holdings: RetailHoldings | str | Path) -> FlowReport:
        """Payments to each holder of a class; see `Deal.holders`."""
        return self.deal.holders(class_name, holdings, scenario=self.scenario)

    def cash_flows(self) -> FlowReport:
        """One row per class and month, the residual included; columns as `seriatim cashflows` writes them."""
        from seriatim.api.frames import cashflow_frame

        return self.deal._flows("cash flows", cashflow_frame(self.flows), self.scenario)

    def parties(self) -> FlowReport:
        """One row per month and outside party: whoever else is paid, or pays."""
        from seriatim.api.frames import party_frame

        return self.deal._flows("parties", party_frame(self.flows), self.scenario)

    def to_polars(self) -> polars.DataFrame:
        """The cash flows as a polars DataFrame, one row per class and month."""
        return self.cash_flows().to_polars()

    def to_text(self) -> str:
        """The cash flows as aligned text, dollars to the cent."""
        return self.cash_flows().to_text()

    def to_dict(self) -> JsonRecord:
        """The cash flows as JSON data."""
        return self.cash_flows().to_dict()

    def _class_run(self, class_name: str) -> ClassRun:
        from seriatim.reports.tables_yield import ClassRun

        return ClassRun(self.flows, class_name, self.deal._columns([self.scenario]))

    def _repr_html_(self) -> str:
        """For notebooks: the classes with their lives and totals."""
        from seriatim.api.frames import summary_frame

        return self.deal._flows("run", summary_frame(self.flows), self.scenario)._repr_html_()


def _day(asked: DayAsked) -> date | int:
    try:
        return read_day(asked)
    except ValueError as error:
        reason, _, hint = str(error).rpartition(": ")
        raise ProblemsError([Problem("", None, reason, hint)]) from None


def _compared(first: tuple[Deal, Scenario], second: tuple[Deal, Scenario], tolerance: float) -> CompareReport:
    from seriatim.explain.compare import ComparedRun, compare
    from seriatim.reports.answers import CompareReport
    from seriatim.reports.warned import lines_of_runs

    runs = [
        ComparedRun(f"{deal.asked_as or deal.name}, {deal._assumed(scenario)}", deal.model, scenario)
        for deal, scenario in (first, second)
    ]
    found = compare(*runs, tolerance=tolerance)
    return CompareReport.of(found, warned=lines_of_runs(*((run.model, run.scenario) for run in runs)))
