"""Decrement tables and lives at any speeds, as data: the shape that text, page, sheet and file are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from seriatim.analytics.decrement import anniversary_rows
from seriatim.basics.arrays import Floats
from seriatim.basics.dates import add_months
from seriatim.basics.words import long_date
from seriatim.collateral.scenario import Scenario
from seriatim.collateral.scenario_words import percent_of_model, speed_label
from seriatim.comfort.result import BalanceChart
from seriatim.measures.classes import MONTHS_PER_YEAR, life_years, outstanding
from seriatim.projection.cashflows import CashFlows

TABLES_NEED = ("opening_balance", "balance", "principal")
"""Items of a run that the tables are worked out from."""
GROUPS = ("Senior", "Subordinated")
PERCENT = 100.0
INITIAL = "Initial"


@dataclass(frozen=True, eq=False)
class ClassTable:
    """One class: ``outstanding`` is the part of its initial balance, decimals [row, speed]; ``life_years`` [speed].

    The life of a class that is never paid is nan.
    """

    name: str
    group: str
    outstanding: Floats
    life_years: Floats


@dataclass(frozen=True, eq=False)
class DecrementTables:
    """The decrement tables of a deal at some speeds.

    ``speeds`` are percents of ``speed_model`` (PSA or CPR); ``assumptions`` says what else the scenarios assume, empty
    where they assume nothing. ``periods`` are the distributions after which the rows stand, 0 being closing, and
    ``dates`` their days. ``charts`` show the balances at each speed.
    """

    deal: str
    title: str
    speed_model: str
    speeds: tuple[float, ...]
    assumptions: str
    periods: tuple[int, ...]
    dates: tuple[date, ...]
    classes: tuple[ClassTable, ...]
    life_decimals: int
    charts: tuple[BalanceChart, ...] = ()

    @property
    def row_labels(self) -> tuple[str, ...]:
        """The stub of each row, as the supplements have it."""
        return (INITIAL, *(long_date(day) for day in self.dates[1:]))

    @property
    def speed_labels(self) -> tuple[str, ...]:
        """The heading above each column."""
        return tuple(f"{speed:.10g}%" for speed in self.speeds)

    @property
    def speed_words(self) -> str:
        """The model that the percentages above the columns are of."""
        return {
            "PSA": "percentage of the prepayment model (PSA)",
            "CPR": "constant prepayment rate (CPR)",
            "SMM": "single monthly mortality (SMM)",
        }.get(self.speed_model, self.speed_model)

    def groups(self) -> Iterator[tuple[str, tuple[ClassTable, ...]]]:
        """The classes by kind: senior, then subordinated."""
        for name, classes in groupby(self.classes, key=lambda each: each.group):
            yield name, tuple(classes)


def decrement_tables(run: CashFlows, scenarios: Sequence[Scenario], *, assumptions: str = "") -> DecrementTables:
    """The tables of a run whose scenarios differ in nothing but their prepayment speed.

    Rows are the closing day and each twelfth distribution, down to the first on which nothing is outstanding at any
    speed; after the last distribution nothing changes any more. The run must report the items of `TABLES_NEED`.
    """
    deal = run.model.deal
    fractions = {security.name: outstanding(run, security.name) for security in deal.classes.regular}
    periods = _periods_to_the_end(np.stack(list(fractions.values())))
    rows = np.minimum(periods, len(run.dates))
    senior = {security.name for security in deal.classes.senior}
    classes = tuple(
        ClassTable(name, GROUPS[name not in senior], fraction[rows], life_years(run, name))
        for name, fraction in fractions.items()
    )
    return DecrementTables(
        deal=deal.deal,
        title=deal.title,
        speed_model=scenarios[0].prepayment_model.upper(),
        speeds=tuple(percent_of_model(scenario) for scenario in scenarios),
        assumptions=assumptions,
        periods=periods,
        dates=tuple(_day(run, period) for period in periods),
        classes=classes,
        life_decimals=deal.structuring_assumptions.life_decimals,
        charts=tuple(_charts(run, scenarios)),
    )


def _periods_to_the_end(fractions: Floats) -> tuple[int, ...]:
    """Distributions that have a row in a decrement table, from fractions `[class, month + 1, speed]`."""
    months = fractions.shape[1] - 1
    periods: list[int] = anniversary_rows(months + MONTHS_PER_YEAR - 1).tolist()
    left = [bool(fractions[:, min(period, months)].any()) for period in periods]
    return tuple(periods[: left.index(False) + 1] if False in left else periods)


def _day(run: CashFlows, period: int) -> date:
    """The closing day, or the nominal day of a distribution."""
    dates = run.model.deal.dates
    return add_months(dates.first_distribution_day, period - 1) if period else dates.closing_date


def _charts(run: CashFlows, scenarios: Sequence[Scenario]) -> Iterator[BalanceChart]:
    names = tuple(security.name for security in run.model.deal.classes.regular if security.notional is None)
    dates = (run.model.deal.dates.closing_date, *run.dates)
    balances = np.stack([run.balance(name) for name in names])
    for place, scenario in enumerate(scenarios):
        yield BalanceChart(speed_label(scenario), dates, names, balances[:, :, place])
