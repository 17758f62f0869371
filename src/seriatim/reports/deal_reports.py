"""A deal itself as an answer: its problems, its English, its plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.basics.json_data import JsonRecord
from seriatim.basics.problems import Problem
from seriatim.basics.words import plural
from seriatim.plan.plan import Plan
from seriatim.plan.printer import print_plan
from seriatim.reports.report import Report


@dataclass(frozen=True, repr=False)
class CheckReport(Report):
    """Everything that is wrong with a deal; true where nothing is."""

    deal: str
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        return not self.problems

    def __len__(self) -> int:
        return len(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __repr__(self) -> str:
        count = len(self)
        return f"<{self.deal}: {count or 'no'} {plural(count, 'problem', 'problems')}>"

    def to_text(self) -> str:
        """A line a problem, with its place and a way out."""
        return "".join(f"{problem}\n" for problem in self) or f"{self.deal}: no problems\n"

    def to_dict(self) -> JsonRecord:
        """The problems as JSON data."""
        return {
            "form": "seriatim problems 1",
            "deal": self.deal,
            "problems": [
                {"file": each.file, "line": each.line, "reason": each.reason, "hint": each.hint} for each in self
            ],
        }


@dataclass(frozen=True, repr=False)
class DescribeReport(Report):
    """A deal back in prospectus English, each rule with its source."""

    deal: str
    text: str

    def __repr__(self) -> str:
        return f"<{self.deal} in prospectus English: {self.text.count(chr(10)):,} lines>"

    def to_text(self) -> str:
        """The chapters in the order of a supplement."""
        return self.text

    def to_dict(self) -> JsonRecord:
        """The text as JSON data."""
        return {"form": "seriatim description 1", "deal": self.deal, "text": self.text}


@dataclass(frozen=True, repr=False)
class PlanReport(Report, Plan):
    """One distribution day, compiled: a plan that can be printed."""

    def __repr__(self) -> str:
        return f"<Plan of {self.name}: {len(self.day_steps):,} steps a distribution day>"

    def to_text(self) -> str:
        """Rule by rule, step by step, with the paragraph each comes from."""
        return print_plan(self)

    def to_dict(self) -> JsonRecord:
        """The printed plan and its digest as JSON data."""
        return {"form": "seriatim plan 1", "deal": self.name, "digest": self.digest, "text": self.to_text()}
