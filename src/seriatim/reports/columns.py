"""Scenarios side by side: a heading for each, and the assumptions that all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seriatim.basics.words import listed
from seriatim.collateral.scenario import Scenario
from seriatim.collateral.scenario_words import other_assumptions, speed_label


@dataclass(frozen=True)
class ScenarioColumns:
    """Headings of columns, prepayment speeds as a rule; ``assumptions`` are empty where nothing else is assumed."""

    headings: tuple[str, ...]
    assumptions: str = ""

    def __str__(self) -> str:
        return f"{listed(self.headings)}{f', {self.assumptions}' if self.assumptions else ''}"

    def assumed(self) -> Iterator[str]:
        """A line about the assumptions other than the speeds, if there are any."""
        if self.assumptions:
            yield f"Assumed: {self.assumptions}"

    def to_dict(self) -> dict[str, object]:
        """Headings and assumptions as JSON data."""
        return {"columns": list(self.headings), "assumptions": self.assumptions}


def columns_of(scenarios: Sequence[Scenario], *, events: str = "") -> ScenarioColumns:
    """The columns of scenarios that differ in their prepayment speed alone; ``events`` is the file of events.

    >>> print(columns_of([Scenario(psa=100, sda=50), Scenario(psa=350, sda=50)]))
    100% PSA and 350% PSA, 50% SDA
    """
    return ScenarioColumns(tuple(map(speed_label, scenarios)), other_assumptions(scenarios[0], events))
