"""Recomputing printed figures: each from the run of its own scenario.

This room compares; the figures come from `structuring` and `analytics`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seriatim.analytics.arrays import distribution_times_months
from seriatim.analytics.decrement import outstanding_fraction
from seriatim.analytics.losses import aggregate_realized_loss
from seriatim.analytics.wal import net_declines, weighted_average_life
from seriatim.analytics.yields import yield_from_price
from seriatim.basics.dates import days_30_360, months_between_30_360
from seriatim.collateral.projection import ITEMS as LOAN_ITEMS
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.comfort.printed import PrintedFigure
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from seriatim.structuring.schedules import DerivedSchedule, derive_schedule

Floats = NDArray[np.float64]

SCHEDULE_TABLES = {
    "planned_balance": "planned balance",
    "targeted_balance": "targeted balance",
    "yield_maintenance_assumed_balance": "yield maintenance assumed balance",
}
"""Tables of balances by date, and the schedule of the deal file that each prints."""

REPORTED = ("opening_balance", "balance", "interest", "principal", "accretion")
PERCENT = 100.0
MONTHS_PER_YEAR = 12


def scenario_of(figure: PrintedFigure) -> Scenario:
    """The scenario a figure was computed under."""
    liquidate = Liquidation(fraction=figure.liquidated) if figure.liquidated else None
    return Scenario(
        psa=figure.psa or 0.0,
        sda=figure.sda or None,
        severity=figure.severity or 0.0,
        liquidate=liquidate,
        libor=figure.libor or 0.0,
    )


@dataclass(eq=False)
class Recomputation:
    """Computed figures of one deal, in the unit printed; scenarios are run together, once."""

    model: DealModel
    figures: Sequence[PrintedFigure]
    _yields: dict[tuple[str, Scenario, float], float] = field(default_factory=dict)
    _schedules: dict[str, DerivedSchedule] = field(default_factory=dict)

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Every scenario a figure needs, each once."""
        needed = (scenario_of(figure) for figure in self.figures if figure.table not in SCHEDULE_TABLES)
        return tuple(dict.fromkeys(needed)) or (Scenario(psa=0.0),)

    @cached_property
    def run(self) -> CashFlows:
        """Class cash flows in all scenarios."""
        return simulate(self.model, self.scenarios, items=REPORTED)

    @cached_property
    def loans(self) -> Floats:
        """Flows of the loans, float64 [strip, item, month, scenario]."""
        return project_pool(self.model, self.scenarios)

    @cached_property
    def times_months(self) -> Floats:
        """Months from closing to each distribution day, 30/360."""
        dates = self.model.deal.dates
        first = months_between_30_360(dates.closing_date, dates.first_distribution_day)
        return distribution_times_months(first, self.model.months)

    def values(self, figure: PrintedFigure) -> tuple[float, ...]:
        """The computed figure of each class of the column (one for a schedule or the pool).

        Raises KeyError for a class the deal does not have.
        """
        if figure.table in SCHEDULE_TABLES:
            return (self._scheduled_balance(figure),)
        if figure.table == "aggregate_realized_loss":
            return (self._loss(figure),)
        measure = {"decrement": self._decrement, "wal": self._life, "yield": self._yield}[figure.table]
        return tuple(measure(figure, name) for name in figure.classes)

    def _column(self, figure: PrintedFigure) -> int:
        return self._positions[scenario_of(figure)]

    @cached_property
    def _positions(self) -> dict[Scenario, int]:
        return {scenario: position for position, scenario in enumerate(self.scenarios)}

    def _row(self, figure: PrintedFigure) -> int:
        """Distribution days from closing to the figure's date; 0 is closing."""
        first = self.model.deal.dates.first_distribution_day
        if figure.date is None or figure.date < first:
            return 0
        return (figure.date.year - first.year) * MONTHS_PER_YEAR + figure.date.month - first.month + 1

    def _decrement(self, figure: PrintedFigure, name: str) -> float:
        fractions = self._outstanding(name)
        row = min(self._row(figure), len(fractions) - 1)
        return float(fractions[row, self._column(figure)]) * PERCENT

    def _outstanding(self, name: str) -> Floats:
        if name not in self._fractions:
            self._fractions[name] = outstanding_fraction(self.run.balance(name))
        return self._fractions[name]

    @cached_property
    def _fractions(self) -> dict[str, Floats]:
        return {}

    def _life(self, figure: PrintedFigure, name: str) -> float:
        column = self._column(figure)
        if name in self.model.deal.structuring_assumptions.life_weighted_by_principal:
            weights = self.run.item(name, "principal")[:, column]
        else:
            weights = net_declines(self.run.balance(name)[:, column])
        return float(weighted_average_life(weights, self.times_months / MONTHS_PER_YEAR))

    def _yield(self, figure: PrintedFigure, name: str) -> float:
        assert figure.price_per_100 is not None
        if not self._yields:
            self._solve_yields()
        return self._yields[name, scenario_of(figure), figure.price_per_100] * PERCENT

    def _solve_yields(self) -> None:
        """All yields of one class and price in one go."""
        wanted: dict[tuple[str, float], list[Scenario]] = {}
        for figure in self.figures:
            if figure.table == "yield" and figure.price_per_100 is not None:
                for name in figure.classes:
                    wanted.setdefault((name, figure.price_per_100), []).append(scenario_of(figure))
        for (name, price), scenarios in wanted.items():
            columns = [self._positions[scenario] for scenario in scenarios]
            cash = (self.run.item(name, "interest") + self.run.item(name, "principal"))[:, columns]
            full = self._full_price(name, price, columns)
            solved = yield_from_price(cash, self.times_months, full_price=full)
            for scenario, value in zip(scenarios, np.atleast_1d(solved), strict=True):
                self._yields[name, scenario, price] = float(value)

    def _full_price(self, name: str, price_per_100: float, columns: Iterable[int]) -> Floats:
        """Dollars paid at closing: the price of the initial balance, and interest accrued at the first rate."""
        chosen = list(columns)
        dates = self.model.deal.dates
        since = self.model.deal.classes.named(name).accrues_from or dates.cut_off_date
        days = days_30_360(since, dates.closing_date)
        first_interest = self.run.item(name, "interest")[0] + self.run.item(name, "accretion")[0]
        balance = self.run.item(name, "opening_balance")[0]
        result: Floats = (balance * (price_per_100 / PERCENT) + first_interest * (days / 30))[chosen]
        return result

    def _loss(self, figure: PrintedFigure) -> float:
        item = LOAN_ITEMS.index("loss")
        principal = [i for i, notional in enumerate(self.model.strips.notional) if not notional]
        losses = self.loans[principal, item, :, self._column(figure)].sum(axis=0)
        initial = float(self.model.strip_balances.pool)
        return float(aggregate_realized_loss(losses, initial_balance=initial)) * PERCENT

    def _scheduled_balance(self, figure: PrintedFigure) -> float:
        name = SCHEDULE_TABLES[figure.table]
        if name not in self._schedules:
            self._schedules[name] = derive_schedule(self.model, name)
        derived = self._schedules[name]
        column = "balance" if "balance" in derived.columns else figure.classes[0]
        row = self._row(figure)
        if row == 0:
            return float(sum(self.model.initial[each] for each in figure.classes))
        return float(derived.columns[column][row - 1])
