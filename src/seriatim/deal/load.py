"""From files to a deal: read, parse, model, checks, tables; every problem at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.sources import SourceRef
from seriatim.deal.chapter_checks import LONGEST_MONTHS
from seriatim.deal.checks import check
from seriatim.deal.complaints import located
from seriatim.deal.drafts import Draft, draft
from seriatim.deal.model import Deal, MortgageLoans
from seriatim.deal.tables import ScheduleTable, TableTerms, column_names, read_schedule
from seriatim.deal.terms import shown
from seriatim.deal.text import DealText, Path, parse, read_text

DEAL_FILE = "deal.yaml"


@dataclass(frozen=True)
class DealFolder:
    """A deal with what lies beside its file: schedule tables now, loans when they are asked for."""

    deal: Deal
    tables: Mapping[str, ScheduleTable]
    file: FilePath
    text: DealText

    @property
    def loans_path(self) -> FilePath:
        """The CSV of the loans."""
        return self.file.parent / self.deal.mortgage_loans.loans


@dataclass(frozen=True)
class Reading:
    """What came of reading a deal file: the deal if nothing is wrong, else every problem.

    ``mortgage_loans`` is that chapter where it can be read, so that the file of the loans is checked as well.
    """

    file: FilePath
    problems: tuple[Problem, ...]
    folder: DealFolder | None = None
    mortgage_loans: MortgageLoans | None = None


def load_deal(path: FilePath) -> DealFolder:
    """Read a deal folder (or its deal file); raises ProblemsError with everything that is wrong."""
    reading = read_deal(path)
    if reading.folder is None:
        raise ProblemsError(reading.problems)
    return reading.folder


def read_deal(path: FilePath) -> Reading:
    """Read a deal folder (or its deal file), whatever it may hold; raises nothing."""
    try:
        file = path / DEAL_FILE if path.is_dir() else path
        text = parse(read_text(_existing(path, file)), str(file))
    except ProblemsError as error:
        return Reading(path, error.problems)
    except (OSError, ValueError):  # a name too long for the system, or with a zero byte
        return Reading(path, (Problem(shown(str(path)), None, "is not the name of a file or folder"),))
    sketch = draft(text)
    tables, problems = _tables(sketch, text, file.parent)
    problems += [*text.problems, *sketch.problems, *_unknown_documents(sketch, text)]
    problems += [
        located(text, each.path, reason=each.reason, hint=each.hint) for each in check(sketch.deal, sketch.parts)
    ]
    loans = sketch.deal.mortgage_loans if "mortgage loans" in sketch.parts else None
    if loans is not None:
        problems += _missing_file(text, ("mortgage loans", "loans"), file.parent / loans.loans)
    if problems:
        in_order = sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0))
        return Reading(file, tuple(in_order), None, loans)
    return Reading(file, (), DealFolder(sketch.deal, tables, file, text), loans)


def _existing(path: FilePath, file: FilePath) -> FilePath:
    if path != file and not file.exists():
        raise ProblemsError(
            [Problem(str(path), None, f"has no {DEAL_FILE}", "a deal is a folder with that file in it")]
        )
    return file


def _unknown_documents(sketch: Draft, text: DealText) -> Iterator[Problem]:
    """Sources that name a document which 'documents' does not."""
    if "documents" not in sketch.parts:
        return
    known = sketch.deal.documents.names
    for path, value in _sources(text.data, ()):
        try:
            document = SourceRef.parse(value).document
        except ValueError:
            continue
        if document not in known:
            reason = f"unknown document {shown(document)}"
            yield Problem(text.file, text.line_of(path), reason, did_you_mean(document, known))


def _sources(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every source of a file with its place."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if key == "source" and isinstance(value, str):
            yield (*path, key), value
        else:
            yield from _sources(value, (*path, key))


def _tables(sketch: Draft, text: DealText, folder: FilePath) -> tuple[dict[str, ScheduleTable], list[Problem]]:
    """The tables of all schedules, and what is wrong with their files."""
    tables: dict[str, ScheduleTable] = {}
    problems: list[Problem] = []
    if not sketch.parts.issuperset({"dates", "schedules"}) or sketch.deal.months < 1:
        return tables, problems
    for position, schedule in enumerate(sketch.deal.schedules):
        if schedule.table is None:
            continue
        file = folder / schedule.table
        missing = list(_missing_file(text, ("schedules", position, "table"), file))
        if missing:
            problems += missing
            continue
        initial = _initial_balances(sketch, schedule.classes, column_names(schedule))
        terms = TableTerms(sketch.deal.dates.first_distribution_day, min(sketch.deal.months, LONGEST_MONTHS), initial)
        try:
            tables[schedule.name] = read_schedule(file, schedule, terms)
        except ProblemsError as error:
            problems += error.problems
    return tables, problems


def _missing_file(text: DealText, path: Path, file: FilePath) -> Iterator[Problem]:
    """The problem of a file that the deal names and that is not there, with the nearest one that is."""
    if not file.exists():
        there = sorted(each.name for each in file.parent.glob("*.csv"))
        hint = did_you_mean(file.name, there) if there else "put it there"
        yield located(text, path, reason=f"no file {shown(file.name)} beside the deal file", hint=hint)


def _initial_balances(sketch: Draft, classes: tuple[str, ...], columns: tuple[str, ...]) -> list[Decimal | None]:
    """Balance at closing of each column; None where it is not known, or where the class accrues and may grow."""
    if not sketch.parts.issuperset({"classes", "accrual"}):
        return [None] * len(columns)
    growing = {accrual.name for accrual in sketch.deal.accrual}
    known = {each.name: each.balance for each in sketch.deal.classes.regular if each.name not in growing}
    balances = [known.get(name) for name in classes]
    if columns != ("balance",):
        return balances
    stated = [balance for balance in balances if balance is not None]
    return [sum(stated, Decimal(0)) if len(stated) == len(balances) else None]
