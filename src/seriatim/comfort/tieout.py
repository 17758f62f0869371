"""The tie-out: every printed figure against ours."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from seriatim.comfort.notes import FigureKey, key_of
from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.recompute import Recomputation
from seriatim.comfort.result import BalanceChart, ComparedFigure, DealTieOut, TableTieOut
from seriatim.projection.model import DealModel


def tie_out(model: DealModel, figures: Sequence[PrintedFigure], *, noted: Collection[FigureKey] = ()) -> DealTieOut:
    """Compare every printed figure of a deal with the computed one; ``noted`` are the differences its notes list."""
    computed = Recomputation(model, figures)
    tables: dict[str, list[ComparedFigure]] = {}
    for figure in figures:
        tables.setdefault(figure.table, []).append(compare(computed, figure, noted))
    return DealTieOut(
        model.deal.deal,
        model.deal.title,
        tuple(TableTieOut(name, tuple(comparisons)) for name, comparisons in tables.items()),
        balance_charts(computed),
    )


def compare(computed: Recomputation, figure: PrintedFigure, noted: Collection[FigureKey] = ()) -> ComparedFigure:
    """One printed figure beside the computed one; a joint column must hold for each of its classes."""
    values = computed.values(figure)
    wrong = [value for value in values if not figure.agrees_with(value)]
    value = wrong[0] if wrong else values[0]
    return ComparedFigure(figure, value, not wrong, bool(wrong) and key_of(figure) in noted)


def balance_charts(computed: Recomputation) -> tuple[BalanceChart, ...]:
    """Balances of the classes over time at each speed of the supplement's tables."""
    model = computed.model
    names = tuple(security.name for security in model.deal.classes.regular if security.notional is None)
    dates = (model.deal.dates.closing_date, *computed.run.dates)
    charts: list[BalanceChart] = []
    for speed in model.deal.structuring_assumptions.table_speeds:
        percent = speed * 100
        for scenario, place in computed.scenarios.items():
            plain = not scenario.sda and scenario.liquidate is None and not scenario.libor
            if plain and scenario.psa == float(percent):
                balances = np.array([computed.run.balance(name)[:, place] for name in names])
                charts.append(BalanceChart(f"{percent.normalize():f}% PSA", dates, names, balances))
    return tuple(charts)
