"""What the page of conformance lists: requirements, variants, inconsistencies and worked examples, from two tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.basics.tables import read_rows

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.csv"
"""One row an id: `tag` is core, administrative or documentary; `construct` is how a user asks for it, or empty.

`remark` says why an item is open, or how far a verified one goes.
"""
WORKED_EXAMPLES = HERE / "worked_examples.csv"
"""One row an example of the documents, the requirements that it is about, and the same remark."""
SECTIONS: Mapping[str, str] = {
    "LOAN": "Loans and loan tape",
    "RATIO": "Ratio stripping",
    "PREP": "Prepayment and default models",
    "CLASS": "Kinds of classes",
    "ALLOC": "Allocations",
    "DIST": "Distributions, shortfalls, advances",
    "LOSS": "Adjustments to balances, losses, recoveries",
    "SPEC": "Accrual, schedules, NAS, LIBOR, yield maintenance, retail",
    "POOL": "Several pools",
    "CALL": "Clean-up call",
    "STRUCT": "Structuring",
    "AN": "Analytics and recomputation",
    "TAX": "Tax",
    "SERV": "Servicing and administration of the trust",
    "CS": "Credit support other than subordination",
    "DOC": "Documents and closing",
    "VAR": "Variants between deals",
    "INC": "Inconsistencies of the documents",
    "GAP": "Gaps in the documents",
    "T": "Worked examples",
}
"""Sections by the first word of their ids, in the order of the page."""


@dataclass(frozen=True)
class Item:
    """A requirement, a variant, an inconsistency or a worked example.

    `about` are the requirements that an example belongs to; `remark` says why it is open, or how far it is met.

    >>> Item("LOSS-05", "From the bottom up").section
    'LOSS'
    """

    id: str
    title: str
    tag: str = ""
    constructs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    remark: str = ""

    @property
    def section(self) -> str:
        """The part of the id before its number."""
        return self.id.rpartition("-")[0]


def items(requirements: Path = REQUIREMENTS, worked_examples: Path = WORKED_EXAMPLES) -> tuple[Item, ...]:
    """All items in the order of the tables; ProblemsError if an id stands twice or belongs to no section."""
    read = (*_requirements(requirements), *_worked_examples(worked_examples))
    first: dict[str, str] = {}
    problems = []
    for item, place in read:
        file, _, line = place.rpartition(":")
        if item.section not in SECTIONS:
            problems.append(Problem(file, int(line), f"{item.id} belongs to no section", ", ".join(SECTIONS)))
        if first.setdefault(item.id, place) != place:
            problems.append(Problem(file, int(line), f"{item.id} stands twice", f"the first is at {first[item.id]}"))
    if problems:
        raise ProblemsError(problems)
    return tuple(item for item, _ in read)


def _requirements(path: Path) -> list[tuple[Item, str]]:
    return [
        (
            Item(row["id"], row["title"], row["tag"], _listed(row["construct"], ";"), remark=row["remark"]),
            f"{path}:{row.line}",
        )
        for row in read_rows(path, ("id", "tag", "title", "construct", "remark"))
    ]


def _worked_examples(path: Path) -> list[tuple[Item, str]]:
    return [
        (
            Item(row["id"], row["title"], about=_listed(row["requirements"], " "), remark=row["remark"]),
            f"{path}:{row.line}",
        )
        for row in read_rows(path, ("id", "requirements", "title", "remark"))
    ]


def _listed(text: str, between: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(between) if part.strip())
