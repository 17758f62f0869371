"""From files to a deal: read, parse, model, checks, tables; every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path as FilePath

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.sources import SourceRef
from seriatim.deal.checks import check, check_series
from seriatim.deal.classes.roster import GroupRosters
from seriatim.deal.complaints import located
from seriatim.deal.dates.checks import LONGEST_MONTHS
from seriatim.deal.drafts import Draft, draft, draft_series
from seriatim.deal.findings import Finding
from seriatim.deal.model import DealTerms
from seriatim.deal.mortgage_loans.terms import MortgageLoans
from seriatim.deal.schedules.tables import ScheduleTable, TableTerms, column_names, read_schedule
from seriatim.deal.series import GROUPS, AnyDeal
from seriatim.deal.series_file import class_names, group_texts, is_series, misspelt_groups, series_text
from seriatim.deal.terms import shown
from seriatim.deal.text import DealText, EntryPath, parse, read_text

DEAL_FILE = "deal.yaml"
UNKNOWN_CLASS = re.compile(r"unknown class '(.+)'$")


@dataclass(frozen=True)
class DealFolder:
    """A deal with what lies beside its file: schedule tables now, loans when they are asked for.

    ``groups`` are the folders of the groups of a multiple pool series, each with its part of the file.
    """

    deal: AnyDeal
    tables: Mapping[str, ScheduleTable]
    file: FilePath
    text: DealText
    groups: tuple[GroupFolder, ...] = ()


@dataclass(frozen=True)
class GroupFolder:
    """A group of classes with what lies beside its file; the only one, if the deal has one pool."""

    deal: DealTerms
    tables: Mapping[str, ScheduleTable]
    file: FilePath
    text: DealText

    @property
    def loans_path(self) -> FilePath:
        """The CSV of the loans."""
        return self.file.parent / self.deal.mortgage_loans.loans


@dataclass(frozen=True)
class FileReading:
    """A deal file as read: the deal if nothing is wrong, else every problem.

    ``mortgage_loans`` are those chapters that can be read, so that the files of the loans are checked as well.
    """

    file: FilePath
    problems: tuple[Problem, ...]
    folder: DealFolder | None = None
    mortgage_loans: tuple[MortgageLoans, ...] = ()


def load_deal(path: FilePath) -> DealFolder:
    """Read a deal folder (or its deal file); raises ProblemsError with everything that is wrong."""
    reading = read_deal(path)
    if reading.folder is None:
        raise ProblemsError(reading.problems)
    return reading.folder


def read_deal(path: FilePath) -> FileReading:
    """Read a deal folder (or its deal file), whatever it may hold; raises nothing."""
    try:
        file = path / DEAL_FILE if path.is_dir() else path
        text = parse(read_text(_existing(path, file)), str(file))
    except ProblemsError as error:
        return FileReading(path, error.problems)
    except (OSError, ValueError):  # a name too long for the system, or with a zero byte
        return FileReading(path, (Problem(shown(str(path)), None, "is not the name of a file or folder"),))
    if (misspelt := misspelt_groups(text)) is not None:
        return FileReading(file, (misspelt,))
    return _read_series(text, file) if is_series(text) else _read_one(text, file)


def _read_one(text: DealText, file: FilePath) -> FileReading:
    """A deal of one pool."""
    part = _Part.read(text, file)
    problems = _in_order([*part.problems, *text.problems])
    if problems:
        return FileReading(file, problems, None, part.mortgage_loans)
    group = part.folder
    return FileReading(file, (), DealFolder(group.deal, group.tables, file, text, (group,)), part.mortgage_loans)


def _read_series(text: DealText, file: FilePath) -> FileReading:
    """A series of several pools: each group as a deal file, then the series they make up."""
    texts, problems = group_texts(text)
    group_of = class_names(texts)
    parts = [_Part.read(each, file, group_of) for each in texts]
    problems += [*(problem for part in parts for problem in part.problems), *text.problems]
    own = series_text(text)
    sketch = draft_series(own, tuple(part.sketch.deal for part in parts))
    problems += sketch.problems
    if "documents" in sketch.parts:
        problems += _not_among(sketch.series.documents.names, own)
    rosters = _rosters(parts)
    if {"residual"} <= sketch.parts and len(rosters.groups) == len(text.data[GROUPS]):
        found = check_series(sketch.series, sketch.parts, rosters)
        problems += [located(text, each.path, reason=each.reason, hint=each.hint) for each in found]
    loans = tuple(each for part in parts for each in part.mortgage_loans)
    if problems:
        return FileReading(file, _in_order(problems), None, loans)
    tables = {name: table for part in parts for name, table in part.tables.items()}
    groups = tuple(part.folder for part in parts)
    return FileReading(file, (), DealFolder(sketch.series, tables, file, text, groups), loans)


def _rosters(parts: Sequence[_Part]) -> GroupRosters:
    """The classes by name of the groups whose class tables and schedules can be read."""
    sketches = [part.sketch for part in parts if "schedules" in part.sketch.parts]
    rosters = tuple((sketch.deal.deal, sketch.roster) for sketch in sketches if sketch.roster is not None)
    return GroupRosters(rosters, sized=all("classes" in sketch.parts for sketch in sketches))


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the files, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0)))


@dataclass(frozen=True)
class _Part:
    """A deal file, or the part of one that is about a group: as much of it as could be read, and what is wrong."""

    text: DealText
    file: FilePath
    sketch: Draft
    tables: Mapping[str, ScheduleTable]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, text: DealText, file: FilePath, group_of: Mapping[str, str] | None = None) -> _Part:
        """Read, check, and open the schedule tables; ``group_of`` names the group of each class of a series."""
        sketch = draft(text)
        tables, problems = _tables(sketch, text, file.parent)
        problems += [*sketch.problems, *_unknown_documents(sketch, text)]
        found = [_abroad(each, group_of or {}) for each in check(sketch.deal, sketch.parts, sketch.roster)]
        problems += [located(text, each.path, reason=each.reason, hint=each.hint) for each in found]
        part = cls(text, file, sketch, tables, tuple(problems))
        for loans in part.mortgage_loans:
            problems += _missing_file(text, ("mortgage loans", "loans"), file.parent / loans.loans)
            if loans.zero_column_loans:
                place = ("mortgage loans", "zero column loans")
                problems += _missing_file(text, place, file.parent / loans.zero_column_loans)
        return replace(part, problems=tuple(problems))

    @property
    def mortgage_loans(self) -> tuple[MortgageLoans, ...]:
        """The chapter of the loans, if it can be read."""
        return (self.sketch.deal.mortgage_loans,) if "mortgage loans" in self.sketch.parts else ()

    @property
    def folder(self) -> GroupFolder:
        """The part as the folder of a deal."""
        return GroupFolder(self.sketch.deal, self.tables, self.file, self.text)


def _abroad(finding: Finding, group_of: Mapping[str, str]) -> Finding:
    """A finding of an unknown class; one that another group has is said to be there."""
    match = UNKNOWN_CLASS.search(finding.reason)
    group = group_of.get(match[1]) if match else None
    return replace(finding, hint=f"it is a class of group {group}") if group else finding


def _existing(path: FilePath, file: FilePath) -> FilePath:
    """The deal file of a folder; ProblemsError if it has none."""
    if path != file and not file.exists():
        raise ProblemsError(
            [Problem(str(path), None, f"has no {DEAL_FILE}", "a deal is a folder with that file in it")]
        )
    return file


def _unknown_documents(sketch: Draft, text: DealText) -> Iterator[Problem]:
    """Sources that name a document which 'documents' does not."""
    if "documents" in sketch.parts:
        yield from _not_among(sketch.deal.documents.names, text)


def _not_among(known: tuple[str, ...], text: DealText) -> Iterator[Problem]:
    """Sources that name none of the known documents."""
    for path, value in _sources(text.data, ()):
        try:
            document = SourceRef.parse(value).document
        except ValueError:
            continue
        if document not in known:
            reason = f"unknown document {shown(document)}"
            yield Problem(text.file, text.line_of(path), reason, did_you_mean(document, known))


def _sources(data: object, path: EntryPath) -> Iterator[tuple[EntryPath, str]]:
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


def _missing_file(text: DealText, path: EntryPath, file: FilePath) -> Iterator[Problem]:
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
