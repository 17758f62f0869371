"""A loaded deal and its runs, as an investor or a structurer asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seriatim.api.labels import label
from seriatim.basics.problems import did_you_mean
from seriatim.collateral.events import CourseOfEvents
from seriatim.collateral.scenario import Scenario
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.load import DealFolder
from seriatim.deal.series import AnyDeal, Series
from seriatim.plan.plan import Plan
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import Engine, project_pool, simulate
from seriatim.projection.warnings import RunWarning

if TYPE_CHECKING:
    import polars

    from seriatim.api.retail import Holders

Floats = NDArray[np.float64]
EventsOrPath = CourseOfEvents | str | Path
"""Events as `Deal.events` reads them, or the file to read them from."""


@dataclass(frozen=True, eq=False, repr=False)
class Deal:
    """A deal, loaded and checked.

    ``model`` holds loans, tables and plan; ``folder`` what the files say.
    """

    model: DealModel
    folder: DealFolder

    def __repr__(self) -> str:
        classes = len(self.model.deal.classes.regular)
        loans = sum(len(pool.lines) for pool in self.model.pools)
        return f"<Deal {self.name}: {classes} classes, {loans} loan lines, ${self.model.balance:,.2f}>"

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
        """What the deal file says, as frozen models."""
        return self.model.deal

    @property
    def plan(self) -> Plan:
        """One distribution day, compiled."""
        return self.model.plan

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes that certificates are issued of, in the order of the document, the residual last."""
        terms = self.model.deal.classes
        return (*(security.name for security in terms.regular), terms.residual.name)

    @property
    def components(self) -> tuple[str, ...]:
        """Names of the component classes: parts of composite classes, of which no certificates are issued."""
        return tuple(part.name for composite in self.composites for part in composite.components)

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composite classes with their components; none in a deal of one pool."""
        return self.model.deal.composites if isinstance(self.model.deal, Series) else ()

    def events(self, path: str | Path) -> CourseOfEvents:
        """What happened to the loans month by month, from a CSV file; see `seriatim.collateral.event_file`.

        Raises ProblemsError with everything that is wrong with the file.
        """
        return self.model.read_events(path)

    def run(
        self, scenario: Scenario | None = None, *, events: EventsOrPath | None = None, engine: Engine = "lanes"
    ) -> Run:
        """Class cash flows in one scenario (0 % PSA, no defaults, if none is given) and a course of events.

        Raises ProblemsError for events that take more than the loans have in the scenario.
        """
        chosen = scenario or Scenario()
        return Run(self, chosen, simulate(self.under(events).model, [chosen], engine=engine))

    def run_many(
        self,
        scenarios: Sequence[Scenario],
        *,
        items: Sequence[str] | None = None,
        events: EventsOrPath | None = None,
    ) -> CashFlows:
        """Class cash flows in many scenarios side by side, float64 [output, month, scenario], under the same events."""
        return simulate(self.under(events).model, scenarios, items=items)

    def collateral(self, scenario: Scenario | None = None, *, events: EventsOrPath | None = None) -> polars.DataFrame:
        """What the loans pay, one row per strip and month."""
        from seriatim.api.frames import collateral_frame

        model = self.under(events).model
        return collateral_frame(model, project_pool(model, [scenario or Scenario()]))

    def retail(
        self,
        class_name: str,
        holders: Holders,
        *,
        scenario: Scenario | None = None,
        events: EventsOrPath | None = None,
    ) -> polars.DataFrame:
        """What each holder of a retail class is paid in a scenario, by requests and by lot; see `api.retail`."""
        from seriatim.api.retail import pay_retail

        return pay_retail(self, class_name, holders, scenario=scenario, events=events)

    def holders(
        self,
        class_name: str,
        holdings: str | Path,
        *,
        scenario: Scenario | None = None,
        events: EventsOrPath | None = None,
    ) -> polars.DataFrame:
        """What each holder of a class that is not retail is paid in a scenario, pro rata; see `api.holders`.

        ``holdings`` is a CSV file: holder, balance at closing and, if given, wire (yes or no: instructions given).
        """
        from seriatim.api.holders import pay_holders_of

        return pay_holders_of(self, class_name, holdings, scenario=scenario, events=events)

    def under(self, events: EventsOrPath | None) -> Deal:
        """The same deal in a course of events, in which all its runs reckon with them."""
        given = self.events(events) if isinstance(events, str | Path) else events
        return self if given is None else replace(self, model=self.model.under(given))


@dataclass(frozen=True, eq=False, repr=False)
class ClassFlows:
    """One class in one run; arrays by month.

    ``balance`` begins with the closing day (month 0); the other items have one entry per distribution day.
    """

    name: str
    flows: CashFlows

    def __repr__(self) -> str:
        paid = float(self.principal.sum())
        return f"<{self.name}: initial {self.balance[0]:,.2f}, principal paid {paid:,.2f}>"

    @property
    def balance(self) -> Floats:
        """Principal or notional balance, float64 [month + 1]."""
        return self.flows.balance(self.name)[:, 0]

    @property
    def interest(self) -> Floats:
        """Interest paid, float64 [month]."""
        return self._item("interest")

    @property
    def principal(self) -> Floats:
        """Principal paid, float64 [month]."""
        return self._item("principal")

    @property
    def accretion(self) -> Floats:
        """Interest added to the balance of an accrual class, float64 [month]."""
        return self._item("accretion")

    @property
    def loss(self) -> Floats:
        """Write-downs, float64 [month]."""
        return self._item("loss")

    @property
    def interest_shortfall(self) -> Floats:
        """Interest allocated and not paid, carried forward after the day, float64 [month]."""
        return self._item("interest_shortfall")

    def _item(self, item: str) -> Floats:
        result: Floats = self.flows.item(self.name, item)[:, 0]
        return result


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """A deal in one scenario: ``run["A-1"].balance``, or all of it as a table."""

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

    def _repr_html_(self) -> str:
        """For notebooks: the classes with their lives."""
        from seriatim.api.frames import summary_frame

        html: str = summary_frame(self.flows)._repr_html_()
        return f"<p>{self!r}</p>".replace("<Run", "Run").replace("months>", "months") + html

    @property
    def warnings(self) -> tuple[RunWarning, ...]:
        """The days on which a defect of the document's text bites, with the amount at stake; none without events."""
        return self.flows.warnings()

    def to_polars(self) -> polars.DataFrame:
        """One row per class and month; columns as `seriatim cashflows` writes them."""
        from seriatim.api.frames import cashflow_frame

        return cashflow_frame(self.flows)

    def parties(self) -> polars.DataFrame:
        """One row per month and party beside the classes: insurers, providers of agreements, reserve funds."""
        from seriatim.api.frames import party_frame

        return party_frame(self.flows)

    def to_pandas(self) -> Any:
        """The same as a pandas DataFrame (needs the extra ``pandas``)."""
        return self.to_polars().to_pandas()

    def to_arrow(self) -> Any:
        """The same as a pyarrow Table (needs the extra ``arrow``)."""
        return self.to_polars().to_arrow()
