"""Schedule tables: balances by distribution day, read from the CSV files beside a deal file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

from seriatim.basics.dates import distribution_dates
from seriatim.basics.money import parse_money
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.deal.schedules import Schedule
from seriatim.deal.text import read_text


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


def column_names(schedule: Schedule) -> tuple[str, ...]:
    """The columns a schedule's CSV has beside ``date``."""
    if schedule.together or len(schedule.classes) == 1:
        return ("balance",)
    return schedule.classes


def read_schedule(path: Path, schedule: Schedule, first_day: date, initial: Sequence[Decimal]) -> ScheduleTable:
    """Read the table of a schedule: one row per distribution day from the first, none missing.

    ``initial`` gives each column's balance at closing, which no entry may exceed. Raises ProblemsError with every
    wrong header, date and balance.
    """
    reader = _TableReader(str(path), column_names(schedule))
    rows = list(csv.reader(StringIO(read_text(path))))
    reader.check_header(rows[0] if rows else [])
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if row]
    if not body:
        reader.complain(1, "has no rows", f"the first distribution day is {first_day}")
        raise ProblemsError(reader.problems)
    days = distribution_dates(first_day, len(body))
    columns: list[list[Decimal]] = [[] for _ in reader.names]
    for (number, row), day in zip(body, days, strict=True):
        reader.check_date(number, row[0], day)
        for position, values in enumerate(columns):
            values.append(reader.balance(number, row, position, initial[position]))
    if reader.problems:
        raise ProblemsError(reader.problems)
    return ScheduleTable(schedule.name, {name: tuple(v) for name, v in zip(reader.names, columns, strict=True)})


class _TableReader:
    """Checks the rows of one schedule table and collects what is wrong."""

    def __init__(self, file: str, names: tuple[str, ...]) -> None:
        self.file = file
        self.names = names
        self.problems: list[Problem] = []

    def complain(self, line: int, reason: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, line, reason, hint))

    def check_header(self, header: list[str]) -> None:
        wanted = ("date", *self.names)
        for position, name in enumerate(wanted):
            if position >= len(header) or header[position].strip() != name:
                self.complain(1, f"column '{name}' is missing", f"the columns are {','.join(wanted)}")
        for name in header[len(wanted) :]:
            self.complain(1, f"column '{name}' is unknown", did_you_mean(name, wanted))
        if self.problems:
            raise ProblemsError(self.problems)

    def check_date(self, line: int, text: str, expected: date) -> None:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            self.complain(line, f"'{text}' is not a date", f"expected {expected}")
            return
        if day == expected or self._out_of_step:
            return
        self._out_of_step = True
        reason = f"{day} breaks the order" if day < expected else f"a gap: {expected} is missing"
        self.complain(line, reason, f"one row for each distribution day; expected {expected}, found {day}")

    _out_of_step = False

    def balance(self, line: int, row: list[str], position: int, initial: Decimal) -> Decimal:
        name = self.names[position]
        if position + 1 >= len(row):
            self.complain(line, f"{name}: no balance")
            return Decimal(0)
        try:
            value = parse_money(row[position + 1])
        except ValueError as error:
            self.complain(line, f"{name}: {error}")
            return Decimal(0)
        if initial and value > initial:
            self.complain(line, f"{name}: {value:,} exceeds the initial balance {initial:,}")
        return value
