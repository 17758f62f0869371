"""What a run warns of: days on which a defect of the document's text bites, with the amount at stake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from seriatim.compile.defects import TEXTS, WARNINGS, Defect
from seriatim.plan.plan import Plan

Floats = NDArray[np.float64]


@dataclass(frozen=True, order=True)
class RunWarning:
    """A defect that bites on a distribution day.

    ``defect`` is its short name, ``amount`` what is at stake in dollars, ``text`` what happens, in a sentence;
    ``source`` the paragraph of the documents whose rule it is.
    """

    date: date
    defect: str
    amount: float
    text: str
    source: str

    def __str__(self) -> str:
        source = f" [{self.source}]" if self.source else ""
        return f"{self.date}: {self.text} (${self.amount:,.2f}){source}"


@dataclass(frozen=True, eq=False)
class Reported:
    """What a plan reports beside the classes: ``amounts`` is float64 [defect, month, scenario]."""

    plan: Plan
    defects: tuple[str, ...]
    amounts: Floats


def warned(plan: Plan) -> tuple[int, ...]:
    """Positions of the outputs that report defects: none in a plan that reckons with no events."""
    return tuple(position for position, (key, _) in enumerate(plan.outputs) if key.subject == WARNINGS)


def warnings_in(reported: Reported, days: tuple[date, ...], scenario: int) -> Iterator[RunWarning]:
    """The days with an amount at stake, in order of time."""
    sources = _sources(reported)
    amounts = reported.amounts[:, :, scenario]
    for month, position in zip(*np.nonzero(amounts.T > 0), strict=True):
        defect = reported.defects[position]
        text, source = TEXTS[Defect(defect)], sources[defect]
        yield RunWarning(days[month], defect, float(amounts[position, month]), text, source)


def _sources(reported: Reported) -> dict[str, str]:
    """The paragraph behind each defect: that of the rule under which the plan notes it."""
    origins = {step.target: step.origin for step in reported.plan.steps}
    registers = {key.item: register for key, register in reported.plan.outputs if key.subject == WARNINGS}
    return {
        defect: origins[registers[defect]].source if registers[defect] in origins else "" for defect in reported.defects
    }
