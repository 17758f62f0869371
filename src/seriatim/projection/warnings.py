"""Warnings of a run: days on which a defect of the document's text bites, with the amount at stake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.plan.accounts import Account, Party
from seriatim.plan.plan import Plan


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
class ReportedWarnings:
    """The accounts of the document: ``amounts`` at which its text bites, float64 [account, month, scenario]."""

    plan: Plan
    accounts: tuple[Account, ...]
    amounts: Floats


def warned(plan: Plan) -> tuple[int, ...]:
    """Positions of the outputs that report defects: none in a plan that reckons with no events."""
    return tuple(place for place, each in enumerate(plan.accounts) if each.party is Party.DOCUMENT and not each.detail)


def warnings_in(reported: ReportedWarnings, days: tuple[date, ...], scenario: int) -> Iterator[RunWarning]:
    """The days with an amount at stake, in order of time."""
    sources = _sources(reported)
    amounts = reported.amounts[:, :, scenario]
    for month, position in zip(*np.nonzero(amounts.T > 0), strict=True):
        account = reported.accounts[position]
        amount = float(amounts[position, month])
        yield RunWarning(days[month], account.item, amount, account.words, sources[account])


def _sources(reported: ReportedWarnings) -> dict[Account, str]:
    """The paragraph behind each account: that of the rule under which the plan notes it."""
    origins = {step.target: step.origin for step in reported.plan.steps}
    registers = reported.plan.registers
    return {
        account: origins[registers[account]].source if registers[account] in origins else ""
        for account in reported.accounts
    }
