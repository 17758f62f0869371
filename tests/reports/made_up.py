"""A made-up tie-out for the tests of the reports: two deals, every kind of table, some figures wrong."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import numpy as np

from seriatim.basics.dates import add_months
from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.result import BalanceChart, ComparedFigure, DealTieOut, TableTieOut, TieOut

CLOSING = date(2001, 2, 27)
FIRST = date(2001, 3, 25)
SPEEDS = (0.0, 150.0, 350.0)
CLASSES = (("S-1",), ("S-2", "S-3"), ("S-4",), ("J-1",))


def right(figure: PrintedFigure, computed: float) -> ComparedFigure:
    return ComparedFigure(figure, computed, agrees=True)


def decrement_figures() -> Iterator[ComparedFigure]:
    for classes, psa in product(CLASSES, SPEEDS):
        yield right(PrintedFigure("decrement", classes, "100", 0, psa=psa, date=CLOSING), 100.0)
        yield right(PrintedFigure("decrement", classes, "41", 0, psa=psa, date=date(2002, 2, 25)), 41.2345678)
        yield right(PrintedFigure("decrement", classes, "*", 0, psa=psa, date=date(2003, 2, 25)), 0.25)
        yield right(PrintedFigure("decrement", classes, "0", 0, psa=psa, date=date(2004, 2, 25)), 0.0)


def life_figures() -> Iterator[ComparedFigure]:
    for classes, psa in product(CLASSES, SPEEDS):
        yield right(PrintedFigure("wal", classes, "1.34", 2, psa=psa, measure="wal"), 1.3389)


def schedule_figures(table: str, *classes: tuple[str, ...], months: int) -> Iterator[ComparedFigure]:
    for names in classes:
        yield right(PrintedFigure(table, names, "1234567.80", 2, measure="initial"), 1_234_567.8)
    for month, names in product(range(months), classes):
        yield right(PrintedFigure(table, names, "1000000.00", 2, date=add_months(FIRST, month)), 1_000_000.0)


def earned(name: str, printed: str, **inputs: float) -> PrintedFigure:
    decimals = 0 if printed == "**" else 3
    return PrintedFigure("yield", (name,), printed, decimals, measure="yield", **inputs)  # type: ignore[arg-type]


def yield_figures() -> Iterator[ComparedFigure]:
    for psa in SPEEDS:
        yield right(earned("S-PO", "8.145", psa=psa, price_per_100=55.0), 8.14512)
        for sda, severity in product((50.0, 200.0), (0.2, 0.4)):
            junior = earned("J-1", "-15.448", psa=psa, sda=sda, severity=severity, price_per_100=93.25)
            yield right(junior, -15.4481)
        yield right(earned("S-5", "2371.205", psa=psa, libor=0.0332, price_per_100=0.21875), 2371.205)
        yield right(earned("S-5", "**", psa=psa, libor=0.0732, price_per_100=0.21875), -100.0)
        yield right(earned("J-2", "8.375", psa=psa, severity=0.2, liquidated=0.002, price_per_100=88.5), 8.375)


def loss_figures() -> Iterator[ComparedFigure]:
    for sda, severity, psa in product((50.0, 200.0), (0.2, 0.4), SPEEDS):
        figure = PrintedFigure("aggregate_realized_loss", ("pool",), "0.278", 3, psa=psa, sda=sda, severity=severity)
        yield right(figure, 0.27812)


def text_figures() -> Iterator[ComparedFigure]:
    yield right(PrintedFigure("text", ("S-3",), "2011-05-25", 0, measure="last_distribution_at_0psa"), 734_282.0)
    yield right(PrintedFigure("text", ("pool",), "7.526", 3, measure="wac_pct"), 7.5263)


def wrong_figures() -> Iterator[ComparedFigure]:
    noted = PrintedFigure("planned_balance", ("S-1", "S-2"), "45117426.26", 2, date=date(2012, 3, 25))
    yield ComparedFigure(noted, 45_117_426.254525, agrees=False, noted=True)
    yield ComparedFigure(PrintedFigure("wal", ("S-9",), "3.57", 2, psa=350.0, measure="wal"), 3.5812, agrees=False)
    yield ComparedFigure(
        PrintedFigure("yield", ("J-1",), "-0.350", 3, psa=100.0, price_per_100=90.0), float("nan"), agrees=False
    )


def chart(label: str, *, months: int = 240) -> BalanceChart:
    left = np.linspace(1.0, 0.0, months + 1)
    accrued = np.where(left > 0.5, 2 - left, 3 * left)
    dates = (CLOSING, *(add_months(FIRST, month) for month in range(months)))
    balances = np.stack([80e6 * np.maximum(2 * left - 1, 0), 10e6 * accrued, 0.4e6 * left])
    return BalanceChart(label, dates, ("S-1", "S-Z", "J-1"), balances)


def tied_out() -> TieOut:
    """All right but for three figures, one of them noted."""
    first = (
        TableTieOut("targeted_balance", tuple(schedule_figures("targeted_balance", ("S-1",), ("S-2",), months=30))),
        TableTieOut("decrement", tuple(decrement_figures())),
        TableTieOut("wal", tuple(life_figures())),
        TableTieOut("yield", tuple(yield_figures())),
        TableTieOut("aggregate_realized_loss", tuple(loss_figures())),
        TableTieOut("text", tuple(text_figures())),
    )
    planned, life, lost = wrong_figures()
    second = (
        TableTieOut("planned_balance", (*schedule_figures("planned_balance", ("S-1", "S-2"), months=50), planned)),
        TableTieOut("wal", (life,)),
        TableTieOut("yield", (lost,)),
        TableTieOut("interest_rate_cap", ()),
    )
    charts = (chart("0% PSA"), chart("350% PSA", months=120))
    return TieOut(
        (DealTieOut("trust-1", "First Trust, Series 1", first, charts), DealTieOut("trust-2", "Second Trust", second))
    )
