"""Recomputing printed figures: each from the run of its own scenario.

This room compares; the figures come from `structuring` and `measures`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from seriatim.basics.arrays import Floats
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.comfort.printed import PrintedFigure
from seriatim.measures.classes import MONTHS_PER_YEAR, life_years, outstanding, realized_loss, yield_annual
from seriatim.plan.accounts import ACCRETION, BALANCE, INTEREST, OPENING_BALANCE, PRINCIPAL
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from seriatim.structuring.schedules import DerivedSchedule, derive_schedule

SCHEDULE_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "planned_balance": "planned balance",
        "targeted_balance": "targeted balance",
        "yield_maintenance_assumed_balance": "yield maintenance assumed balance",
    }
)
"""Tables of balances by date, and the schedule of the deal file that each prints."""

REPORTED = (OPENING_BALANCE, BALANCE, INTEREST, PRINCIPAL, ACCRETION)
PERCENT = 100.0


def scenario_of(figure: PrintedFigure) -> Scenario:
    """The scenario a figure was computed under."""
    liquidate = Liquidation(fraction=figure.liquidated) if figure.liquidated else None
    return Scenario(
        psa=figure.psa or 0.0,
        sda=figure.sda or None,
        severity=figure.severity or 0.0,
        liquidate=liquidate,
        libor=figure.libor or 0.0,
        zero_column=not figure.psa,
    )


class Recomputation:
    """Computed figures of one deal, in the unit printed; all scenarios are run together, once."""

    def __init__(self, model: DealModel, figures: Sequence[PrintedFigure]) -> None:
        self.model = model
        self.figures = figures
        self._arrays: dict[tuple[str, ...], Floats] = {}
        self._schedules: dict[str, DerivedSchedule] = {}

    @cached_property
    def scenarios(self) -> Mapping[Scenario, int]:
        """Every scenario a figure needs, and its place on the last axis of the runs."""
        needed = [scenario_of(figure) for figure in self.figures if figure.table not in SCHEDULE_TABLES]
        return {scenario: place for place, scenario in enumerate(dict.fromkeys(needed or [Scenario(psa=0.0)]))}

    @cached_property
    def run(self) -> CashFlows:
        """Class cash flows in all scenarios."""
        return simulate(self.model, tuple(self.scenarios), items=REPORTED)

    def values(self, figure: PrintedFigure) -> tuple[float, ...]:
        """The computed figure of each class of the column (one for a schedule or the pool).

        Raises KeyError for a class the deal does not have.
        """
        if figure.table in SCHEDULE_TABLES:
            return (self._scheduled_balance(figure),)
        place = self.scenarios[scenario_of(figure)]
        if figure.table == "aggregate_realized_loss":
            return (float(self._losses[place]) * PERCENT,)
        if figure.table == "decrement":
            return tuple(self._percent_outstanding(name, figure, place) for name in figure.classes)
        if figure.table == "wal":
            return tuple(float(self._array("wal", name, life_years)[place]) for name in figure.classes)
        return tuple(self._yield(name, figure, place) for name in figure.classes)

    def _array(self, kind: str, name: str, measure: Callable[[CashFlows, str], Floats]) -> Floats:
        """A measure of a class in all scenarios, computed once."""
        if (kind, name) not in self._arrays:
            self._arrays[kind, name] = measure(self.run, name)
        return self._arrays[kind, name]

    @cached_property
    def _losses(self) -> Floats:
        return realized_loss(self.model, project_pool(self.model, tuple(self.scenarios)))

    def _row(self, figure: PrintedFigure) -> int:
        """Distribution days from closing to the figure's date; 0 is closing."""
        first = self.model.deal.dates.first_distribution_day
        if figure.date is None or figure.date < first:
            return 0
        return (figure.date.year - first.year) * MONTHS_PER_YEAR + figure.date.month - first.month + 1

    def _percent_outstanding(self, name: str, figure: PrintedFigure, place: int) -> float:
        """After the last distribution day nothing changes any more."""
        fractions = self._array("decrement", name, outstanding)
        row = min(self._row(figure), len(fractions) - 1)
        return float(fractions[row, place]) * PERCENT

    def _yield(self, name: str, figure: PrintedFigure, place: int) -> float:
        price = figure.price_per_100
        if price is None:
            raise ValueError(f"line {figure.line}: a yield needs a price")
        solved = self._array(f"yield at {price}", name, lambda run, each: yield_annual(run, each, price))
        return float(solved[place]) * PERCENT

    def _scheduled_balance(self, figure: PrintedFigure) -> float:
        name = SCHEDULE_TABLES[figure.table]
        row = self._row(figure)
        if row == 0:
            return float(sum(self.model.initial[each] for each in figure.classes))
        if name not in self._schedules:
            self._schedules[name] = derive_schedule(self.model, name)
        columns = self._schedules[name].columns
        return float(columns["balance" if "balance" in columns else figure.classes[0]][row - 1])
