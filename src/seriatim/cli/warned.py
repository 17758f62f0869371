"""Warnings of a run, on standard error: the days on which a defect of the document's text bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriatim.cli.output import remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from seriatim.collateral.scenario import Scenario
    from seriatim.projection.cashflows import CashFlows
    from seriatim.projection.model import DealModel
    from seriatim.projection.warnings import RunWarning


def warn(flows: CashFlows, *, until: date | None = None) -> None:
    """One line a defect: its first day, the amount of that day, and how many days follow it.

    With ``until``, what comes later is left out. Of several scenarios the earliest speaks for all.
    """
    for line in _lines(flows, until):
        remark(line)


def warn_of_runs(*runs: tuple[DealModel, Scenario], until: date | None = None) -> None:
    """The same for a command that shows a part of its runs; nothing is run for a deal without events."""
    from seriatim.projection.simulate import simulate

    eventful = [(model, scenario) for model, scenario in runs if model.eventful]
    lines = [line for model, scenario in eventful for line in _lines(simulate(model, [scenario], items=()), until)]
    for line in dict.fromkeys(lines):
        remark(line)


def _lines(flows: CashFlows, until: date | None) -> Iterator[str]:
    count = flows.values.shape[2]
    told = [(each, scenario) for scenario in range(count) for each in flows.warnings(scenario)]
    told = sorted((each, scenario) for each, scenario in told if until is None or each.date <= until)
    for defect in dict.fromkeys(each.defect for each, _ in told):
        days = [each for each, _ in told if each.defect == defect]
        met = {scenario for each, scenario in told if each.defect == defect}
        yield f"warning: {_line(days)}{f', in {len(met)} of {count} scenarios' if count > 1 else ''}"


def _line(days: Sequence[RunWarning]) -> str:
    first, later = days[0], sorted({each.date for each in days if each.date > days[0].date})
    if not later:
        return str(first)
    return f"{first}, and on {len(later)} later {'days' if len(later) > 1 else 'day'} to {later[-1]}"
