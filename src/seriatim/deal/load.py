"""From files to a deal: read, parse, model, tables, checks; every problem at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from seriatim.basics.problems import Problem, ProblemsError, nearest
from seriatim.deal.checks import Finding, check
from seriatim.deal.model import Deal
from seriatim.deal.tables import ScheduleTable, column_names, read_schedule
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


def load_deal(path: FilePath) -> DealFolder:
    """Read a deal folder (or its deal file); raises ProblemsError with everything that is wrong."""
    file = path / DEAL_FILE if path.is_dir() else path
    text = parse(read_text(file), str(file))
    deal = model(text)
    problems = [located(text, finding) for finding in check(deal)]
    tables, more = _read_tables(deal, text, file.parent)
    problems += more
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return DealFolder(deal, tables, file, text)


def model(text: DealText) -> Deal:
    """The frozen model of a parsed deal file; raises ProblemsError."""
    try:
        return Deal.model_validate(text.data)
    except ValidationError as error:
        problems = {_problem(text, detail): None for detail in error.errors()}
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line or 0)) from None


def located(text: DealText, finding: Finding) -> Problem:
    """A finding about a deal with the line of the file it is about."""
    return Problem(text.file, text.line_of(finding.path), finding.reason, finding.hint)


def _read_tables(deal: Deal, text: DealText, folder: FilePath) -> tuple[dict[str, ScheduleTable], list[Problem]]:
    tables: dict[str, ScheduleTable] = {}
    problems: list[Problem] = []
    for position, schedule in enumerate(deal.schedules):
        if schedule.table is None:
            continue
        if FilePath(schedule.table).name != schedule.table:
            path = ("schedules", position, "table")
            reason = f"table '{schedule.table}' must be a file beside the deal file"
            problems.append(Problem(text.file, text.line_of(path), reason))
            continue
        try:
            initial = _initial_balances(deal, schedule.classes, column_names(schedule))
            first_day = deal.dates.first_distribution_day
            tables[schedule.name] = read_schedule(folder / schedule.table, schedule, first_day, initial)
        except ProblemsError as error:
            problems += error.problems
    return tables, problems


def _initial_balances(deal: Deal, classes: Iterable[str], columns: tuple[str, ...]) -> list[Decimal]:
    """Balance at closing of each column; 0 where a class is unknown (another check says so)."""
    known = {security.name: security.balance or Decimal(0) for security in deal.classes.regular}
    balances = [known.get(name, Decimal(0)) for name in classes]
    return [sum(balances, Decimal(0))] if columns == ("balance",) else balances


def _problem(text: DealText, detail: ErrorDetails) -> Problem:
    """A pydantic complaint in the deal file's own terms, with its line and the nearest right key."""
    path = _data_path(text, detail["loc"])
    name = str(detail["loc"][-1]) if detail["loc"] else "the file"
    line = text.line_of(path)
    kind = detail["type"]
    if kind == "extra_forbidden":
        return Problem(text.file, line, f"'{name}' is not known here", _nearest_key(text, path, name))
    if kind == "missing":
        inside = f" in '{detail['loc'][-2]}'" if len(detail["loc"]) > 1 else ""
        return Problem(text.file, line, f"'{name}' is missing{inside}")
    reason = detail["msg"].removeprefix("Value error, ")
    if kind != "value_error":
        given = detail["input"]
        shown = f" (found {given!r})" if isinstance(given, str | int | Decimal) else ""
        return Problem(text.file, line, f"'{name}': {reason[0].lower()}{reason[1:]}{shown}")
    return Problem(text.file, line, f"'{name}': {reason}" if isinstance(detail["loc"][-1], str) else reason)


def _data_path(text: DealText, location: tuple[int | str, ...]) -> Path:
    """The part of a pydantic location that exists in the file; model names and unions fall out."""
    path: Path = ()
    for part in location:
        if (*path, part) in text.lines:
            path = (*path, part)
        elif part == "rule" and path:
            inner = [key for key in text.lines if key[: len(path)] == path and len(key) == len(path) + 1]
            path = inner[0] if len(inner) == 1 else path
    return path


def _nearest_key(text: DealText, path: Path, name: str) -> str:
    """A hint with the closest key any part of a deal file has."""
    from seriatim.deal.schema import known_keys

    close = nearest(name, known_keys())
    return f"did you mean '{close}'?" if close and close != name else ""
