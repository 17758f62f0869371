"""Answers about runs in every form: why an amount, one month, two runs side by side."""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.basics.json_data import JsonRecord
from seriatim.explain.amounts import shown
from seriatim.explain.compare import Comparison
from seriatim.explain.compare_text import comparison_record, comparison_text
from seriatim.explain.record import explanation_record
from seriatim.explain.statement import Statement
from seriatim.explain.statement_text import statement_record, statement_text
from seriatim.explain.text import explanation_text
from seriatim.explain.tree import Explanation
from seriatim.plan.accounts import Unit
from seriatim.reports.explanation_html import explanation_fragment
from seriatim.reports.fragments import in_cents, typewritten
from seriatim.reports.report import Report


@dataclass(frozen=True, repr=False)
class ExplainReport(Report, Explanation):
    """The reason for an amount: a tree that sums; ``warned`` are the run's warnings up to the day."""

    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.root.name}: {in_cents(shown(self.amount, self.root.unit))}>"

    def to_text(self) -> str:
        """The tree as indented text, amounts to the cent."""
        return explanation_text(self)

    def to_dict(self) -> JsonRecord:
        """The tree as JSON data, amounts as text with all their digits."""
        return explanation_record(self)

    def _repr_html_(self) -> str:
        return in_cents(explanation_fragment(self))


@dataclass(frozen=True, repr=False)
class TraceReport(Report, Statement):
    """One month, every cent in and every cent out; ``warned`` are the run's warnings up to the day."""

    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        amounts = [shown(each, Unit.MONEY) for each in (self.total_received, self.total_paid)]
        return f"<{self.deal}, distribution day {self.day}, {self.date}: cash in {amounts[0]}, cash out {amounts[1]}>"

    def to_text(self) -> str:
        """The statement as a page of text, columns of amounts to the cent."""
        return statement_text(self)

    def to_dict(self) -> JsonRecord:
        """The statement as JSON data, amounts as text with all their digits."""
        return statement_record(self)

    def _repr_html_(self) -> str:
        return typewritten(in_cents(self.to_text()))


@dataclass(frozen=True, repr=False)
class CompareReport(Report, Comparison):
    """Two runs beside each other, and the way from the first difference to its cause; ``warned`` are their warnings."""

    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        first, second = self.names
        if self.first is None:
            return f"<{first} and {second}: no difference>"
        return f"<{first} and {second}: differ from distribution day {self.first.day}, {self.first.date}>"

    def to_text(self) -> str:
        """Totals that differ, the first difference and its cause, as a page of text."""
        return comparison_text(self)

    def to_dict(self) -> JsonRecord:
        """The comparison as JSON data, both explanations of the first difference included."""
        return comparison_record(self)

    def _repr_html_(self) -> str:
        return typewritten(in_cents(self.to_text()))
