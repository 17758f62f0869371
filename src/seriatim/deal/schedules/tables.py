"""Schedule tables: balances by distribution day, read from the CSV files beside a deal file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from seriatim.basics.dates import distribution_dates
from seriatim.basics.money import parse_money
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.basics.tables import Row, read_rows
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.terms import LONGEST_SHOWN, shown


@dataclass(frozen=True)
class ScheduleTable:
    """The balances of a schedule: one column for the classes together, else one per class.

    ``columns`` maps the column (``balance`` or a class) to the balances of distribution days 1, 2, ...
    """

    name: str
    columns: dict[str, tuple[Decimal, ...]]

    def of(self, class_name: str) -> tuple[Decimal, ...]:
        """The balances that govern a class."""
        return self.columns.get(class_name, self.columns.get("balance", ()))


@dataclass(frozen=True)
class TableTerms:
    """Bounds of a schedule table: first distribution day, number of days, each column's balance at closing.

    A balance at closing of None limits nothing: it is not known, or that of an accrual class, which grows.
    """

    first_day: date
    months: int
    initial: Sequence[Decimal | None]


def column_names(schedule: Schedule) -> tuple[str, ...]:
    """The columns a schedule's CSV has beside ``date``."""
    if schedule.together or len(schedule.classes) == 1:
        return ("balance",)
    return schedule.classes


def read_schedule(path: Path, schedule: Schedule, terms: TableTerms) -> ScheduleTable:
    """Read the table of a schedule: one row per distribution day from the first, none missing.

    Balances never rise and never exceed those at closing, accrual classes apart. Raises ProblemsError with every
    wrong header, date and balance.
    """
    names = column_names(schedule)
    rows = read_rows(path, ("date", *names))
    problems = [Problem(str(path), line, reason, hint) for line, reason, hint in _date_faults(rows, terms)]
    in_order = not problems
    columns: dict[str, tuple[Decimal, ...]] = {}
    for name, initial in zip(names, terms.initial, strict=True):
        balances = _Balances(str(path), name, initial if in_order else None)
        columns[name] = tuple(balances.read(row) for row in rows)
        problems += balances.problems
    if not problems and schedule.purpose == "principal" and len(rows) < terms.months:
        last = {name: balances[-1] for name, balances in columns.items() if balances[-1]}
        problems = [Problem(str(path), rows[-1].line, *_open_end(name, last[name])) for name in last]
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line or 0))
    return ScheduleTable(schedule.name, columns)


def _open_end(name: str, balance: Decimal) -> tuple[str, str]:
    """The fault of a column that ends above zero."""
    return f"{name}: the schedule stops at {balance:,}", "it ends at zero, or on the last distribution day"


def _date_faults(rows: Sequence[Row], terms: TableTerms) -> Iterator[tuple[int, str, str]]:
    """Dates that cannot be read, and the first one that is out of step: line, reason, hint."""
    if len(rows) > terms.months:
        yield rows[terms.months].line, f"goes on after the last of {terms.months} distribution days", "remove the rows"
    stated = {row["date"] for row in rows}
    in_step = True
    for row, expected in zip(rows, distribution_dates(terms.first_day, terms.months), strict=False):
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            yield row.line, f"{shown(row['date'])} is not a date", f"expected {expected}"
            continue
        if day != expected and in_step:
            in_step = False
            out_of_order = day < expected or expected.isoformat() in stated
            reason = f"{day} is out of order" if out_of_order else f"a gap: {expected} is missing"
            yield row.line, reason, f"one row for each distribution day, expected {expected}, found {day}"


class _Balances:
    """Reads one column of a schedule table and gathers what is wrong with it."""

    def __init__(self, file: str, name: str, initial: Decimal | None) -> None:
        self._file = file
        self._name = name
        self._initial = initial
        self._last: Decimal | None = None
        self.problems: list[Problem] = []

    def read(self, row: Row) -> Decimal:
        """The balance of a row; 0, and a problem, if it cannot be one."""
        try:
            value = parse_money(row[self._name][:LONGEST_SHOWN])
        except ValueError as error:
            self._complain(row, str(error), "")
            return Decimal(0)
        before, self._last = self._last, value
        if self._initial is None:
            return value
        if value > self._initial:
            self._complain(row, f"{value:,} exceeds the initial balance {self._initial:,}", "")
        elif before is not None and value > before:
            self._complain(row, f"{value:,} is more than the day before", f"{before:,}, and schedules never rise")
        return value

    def _complain(self, row: Row, reason: str, hint: str) -> None:
        self.problems.append(Problem(self._file, row.line, f"{self._name}: {reason}", hint))
