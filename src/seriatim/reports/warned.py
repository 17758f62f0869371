"""Warnings of a run in a line each: the days on which a defect of the document's text bites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from seriatim.collateral.scenario import Scenario
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate
from seriatim.projection.warnings import RunWarning


def warning_lines(flows: CashFlows, *, until: date | None = None) -> tuple[str, ...]:
    """One line a defect: its first day, the amount of that day, and how many days follow it.

    With ``until``, what comes later is left out. Of several scenarios the earliest speaks for all.
    """
    return tuple(_lines(flows, until))


def lines_of_runs(*runs: tuple[DealModel, Scenario], until: date | None = None) -> tuple[str, ...]:
    """The same for an answer about a part of its runs; nothing is run for a deal without events."""
    with_events = [(model, scenario) for model, scenario in runs if model.with_events]
    lines = [line for model, scenario in with_events for line in _lines(simulate(model, [scenario], items=()), until)]
    return tuple(dict.fromkeys(lines))


def _lines(flows: CashFlows, until: date | None) -> Iterator[str]:
    count = flows.values.shape[2]
    every = [(each, scenario) for scenario in range(count) for each in flows.warnings(scenario)]
    every = sorted((each, scenario) for each, scenario in every if until is None or each.date <= until)
    for defect in dict.fromkeys(each.defect for each, _ in every):
        days = [each for each, _ in every if each.defect == defect]
        met = {scenario for each, scenario in every if each.defect == defect}
        yield f"{_line(days)}{f', in {len(met)} of {count} scenarios' if count > 1 else ''}"


def _line(days: Sequence[RunWarning]) -> str:
    first, later = days[0], sorted({each.date for each in days if each.date > days[0].date})
    if not later:
        return str(first)
    return f"{first}, and on {len(later)} later {'days' if len(later) > 1 else 'day'} to {later[-1]}"
