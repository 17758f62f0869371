"""The event file: a CSV with a row for each month, or for each month and line, and all that can be wrong with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.basics.dates import distribution_dates
from seriatim.basics.money import parse_money
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.rates import parse_rate
from seriatim.basics.tables import Row, read_rows
from seriatim.collateral.events import (
    ALL_LINES,
    AMOUNTS,
    DELINQUENT,
    INTEREST_SHORT,
    LOSSES,
    PREPAID,
    PRINCIPAL_SHORT,
    EventHistory,
    Events,
    line_shares,
)
from seriatim.collateral.lines import Lines

PLACE_COLUMNS = ("period", "date", "line", "pool")
COLUMNS = (*PLACE_COLUMNS, *AMOUNTS, "prepayment_interest", "libor")
"""The columns of an event file; a month and whatever else there is to say."""
ONLY_POOL = "1"
"""The only pool, by its name in reports."""
OF_A_LIVING_LOAN = (*PREPAID, "liquidation_proceeds", *LOSSES, *PRINCIPAL_SHORT, *INTEREST_SHORT, *DELINQUENT)
"""Events of a loan with payments left."""
LATE_AND_WITHHELD = (("late_principal", "principal_withheld"), ("late_interest", "interest_withheld"))
CENT = 0.01


UNREAD = -2
"""The month or line of a row that does not tell it."""


@dataclass(frozen=True)
class _Record:
    """A row as it was read: month from 0, position of the line or `ALL_LINES`; nan where there is no number."""

    place: int
    month: int
    line: int
    amount: dict[str, float]
    prepayment_interest: float
    libor: float
    pool: str

    @property
    def when(self) -> str:
        return f"period {self.month + 1}"


def read_events(path: Path | str, pools: Mapping[str, Lines], *, first_day: date, months: int) -> EventHistory:
    """The events of a CSV file: `period` or `date`, optional `line` and `pool`, and any of `COLUMNS`.

    `pools` are the loans of each pool by its name ('' for the only one). Where there are several, each row names its
    pool; one that does not may only state LIBOR.

    A row is one month of one line, or of all lines of the pool where `line` is blank or absent; blank amounts are 0.
    Every month from a pool's first row to its last has one, in any order. `date` is a nominal distribution day,
    counted from `first_day`; `months` is the number of distributions. `prepayment_interest` is the interest collected
    with the prepayment, a full month's where it is blank; `libor` holds for its month only.

    Raises ProblemsError with every problem of the file, each with its line.
    """
    rows = read_rows(Path(path), (), COLUMNS)
    if not {"period", "date"} & rows[0].cells.keys():
        raise ProblemsError(
            [Problem(str(path), 1, "no column 'period' or 'date'", "say which month each row is about")]
        )
    days = distribution_dates(first_day, months)
    problems = _unknown_pools(str(path), rows, pools)
    histories: list[Events] = []
    for name, lines in pools.items():
        reader = _EventReader(str(path), lines, days, of_pool=f" of pool {name}" if len(pools) > 1 else "")
        histories.append(reader.events([row for row in rows if _is_of(row, name, pools)]))
        problems += reader.problems
    problems = problems or _libor_of_two_pools(str(path), histories)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line or 0))
    return EventHistory(str(path), tuple(histories))


def _is_of(row: Row, pool: str, pools: Mapping[str, Lines]) -> bool:
    """True where a row is about a pool; one that names none is about the first, of which it can only say LIBOR."""
    if len(pools) == 1:
        return True
    return row["pool"] == pool or (not row["pool"] and pool == next(iter(pools)))


def _unknown_pools(file: str, rows: Sequence[Row], pools: Mapping[str, Lines]) -> list[Problem]:
    """Rows about a pool that there is not, and rows about amounts of no pool in particular."""
    found: list[Problem] = []
    if len(pools) == 1:
        hint = f"the deal has one pool: write '{ONLY_POOL}', or nothing"
        wrong = [row for row in rows if row["pool"] not in ("", ONLY_POOL)]
        return [Problem(file, row.line, f"unknown pool {row['pool']!r}", hint) for row in wrong]
    if "pool" not in rows[0].cells and any(map(_is_of_some_pool, rows)):
        return [Problem(file, 1, "no column 'pool'", f"say which pool each row is about: {', '.join(pools)}")]
    for row in rows:
        if row["pool"] not in ("", *pools):
            found.append(Problem(file, row.line, f"unknown pool {row['pool']!r}", did_you_mean(row["pool"], pools)))
        elif not row["pool"] and _is_of_some_pool(row):
            hint = f"write {', '.join(pools)} in column 'pool'"
            found.append(Problem(file, row.line, "the row does not say which pool it is about", hint))
    return found


def _is_of_some_pool(row: Row) -> bool:
    """True where a row states more than the LIBOR of a month."""
    return any(row[name] for name in COLUMNS if name not in ("period", "date", "libor"))


def _libor_of_two_pools(file: str, histories: Sequence[Events]) -> list[Problem]:
    """LIBOR of a month is stated once, whatever pool the row is about."""
    found: list[Problem] = []
    first: dict[int, int] = {}
    for events in histories:
        stated = ~np.isnan(events.libor)
        own = dict(zip(events.month[stated].tolist(), events.place[stated].tolist(), strict=True))
        for month, place in own.items():
            if month in first:
                reason = f"second LIBOR for period {month + 1}"
                found.append(Problem(file, place, reason, f"the first is on line {first[month]}"))
        first |= {month: place for month, place in own.items() if month not in first}
    return found


class _EventReader:
    """Reads the rows of one pool and gathers their problems; ``of_pool`` names it where there are several."""

    def __init__(self, file: str, lines: Lines, days: list[date], *, of_pool: str = "") -> None:
        self.file = file
        self.of_pool = of_pool
        self.lines = lines
        self.days = days
        self.positions = {name: position for position, name in enumerate(lines.name)}
        self.numbers = {day: number for number, day in enumerate(days)}
        self.problems: list[Problem] = []

    def report(self, place: int, reason: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, place, reason, hint))

    def events(self, rows: Sequence[Row]) -> Events:
        """The events of the rows; what is wrong with any of them is reported."""
        records = [self.record(row) for row in rows]
        if not self.problems:
            self.check(records)
        return Events(
            file=self.file,
            lines=self.lines.name,
            month=np.array([record.month for record in records], dtype=np.int64),
            line=np.array([record.line for record in records], dtype=np.int64),
            place=np.array([record.place for record in records], dtype=np.int64),
            amount=np.array([[each.amount[name] for name in AMOUNTS] for each in records]).reshape(-1, len(AMOUNTS)),
            uncollected=np.array([0.0 if self.problems else self.uncollected(record) for record in records]),
            libor=np.array([record.libor for record in records]),
        )

    def record(self, row: Row) -> _Record:
        """A row with its cells read; what is wrong with any of them is reported."""
        return _Record(
            place=row.line,
            month=self._month(row),
            line=self._line(row),
            amount={name: self._cell(row, name, _amount, 0.0) for name in AMOUNTS},
            prepayment_interest=self._cell(row, "prepayment_interest", _amount, math.nan),
            libor=self._cell(row, "libor", _libor, math.nan),
            pool=row["pool"],
        )

    def _cell(self, row: Row, column: str, parse: Callable[[str], float], blank: float) -> float:
        if not row[column]:
            return blank
        try:
            return parse(row[column])
        except ValueError as error:
            reason, _, hint = str(error).partition(": ")
            self.report(row.line, f"{column}: {reason}", hint)
            return math.nan

    def _month(self, row: Row) -> int:
        """The month from 0, by its number, its day or both."""
        if not row["period"] and not row["date"]:
            self.report(row.line, "neither period nor date is given", "say which month the row is about")
        numbered = self._numbered(row) if row["period"] else UNREAD
        dated = self._dated(row) if row["date"] else UNREAD
        if UNREAD not in (numbered, dated) and numbered != dated:
            self.report(row.line, f"{row['date']} is period {dated + 1}, not {numbered + 1}", "give one of the two")
        return max(numbered, dated)

    def _numbered(self, row: Row) -> int:
        text, last = row["period"], len(self.days)
        if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= last:
            return int(text) - 1
        self.report(row.line, f"period {text!r} is not a whole number from 1 to {last}", "count distribution days")
        return UNREAD

    def _dated(self, row: Row) -> int:
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            self.report(row.line, f"{row['date']!r} is not a day", f"write it as {self.days[0]}")
            return UNREAD
        if day not in self.numbers:
            nearest = min(self.days, key=lambda each: abs(each - day))
            self.report(row.line, f"{day} is not a distribution day", f"the nearest is {nearest}")
        return self.numbers.get(day, UNREAD)

    def _line(self, row: Row) -> int:
        name = row["line"]
        if not name:
            return ALL_LINES
        if name not in self.positions:
            self.report(row.line, f"unknown line {name!r}{self.of_pool}", did_you_mean(name, self.positions))
        return self.positions.get(name, UNREAD)

    def check(self, records: list[_Record]) -> None:
        """Check the rows against each other, once each of them can be read."""
        self._check_months(records)
        for record in records:
            self._check_alive(record)
            self._check_interest(record)
        for late, withheld in LATE_AND_WITHHELD:
            if any(record.amount[late] for record in records):
                self._check_late(records, late, withheld)

    def _check_months(self, records: list[_Record]) -> None:
        """One record for each month and line, one LIBOR a month, and no month left out."""
        first: dict[tuple[str, int, int], int] = {}
        libor: dict[int, int] = {}
        for record in records:
            at = first.setdefault((record.pool, record.month, record.line), record.place)
            if at != record.place:
                about = "" if record.line == ALL_LINES else f" and line {self.lines.name[record.line]!r}"
                reason = f"second record{self.of_pool} for {record.when}{about}"
                self.report(record.place, reason, f"the first is on line {at}")
            if not math.isnan(record.libor):
                at = libor.setdefault(record.month, record.place)
                if at != record.place:
                    self.report(record.place, f"second LIBOR for {record.when}", f"the first is on line {at}")
        given = sorted({record.month for record in records})
        for before, after in pairwise(given):
            for missing in range(before + 1, after):
                place = next(record.place for record in records if record.month == after)
                when = f"period {missing + 1} ({self.days[missing]})"
                reason = f"no record{self.of_pool} for {when}, which comes before this one"
                self.report(place, reason, "write a row of zeros")

    def _check_alive(self, record: _Record) -> None:
        """Only recoveries, late receipts and lost interest can be of a loan that has no payments left."""
        everyone = record.line == ALL_LINES
        last = self.lines.months if everyone else int(self.lines.remaining_term_months[record.line])
        if record.month < last:
            return
        name = "the last loan" if everyone else f"line {self.lines.name[record.line]!r}"
        for column in OF_A_LIVING_LOAN:
            if record.amount[column]:
                reason = f"{column} in {record.when}: {name} is paid off in period {last}"
                self.report(record.place, reason, "recoveries and late receipts can follow, nothing else")

    def _check_interest(self, record: _Record) -> None:
        """Interest collected with a prepayment is at most a month's."""
        given, full = record.prepayment_interest, self._full_interest(record)
        if given > 0 and not record.amount["prepayment"]:
            self.report(record.place, "prepayment_interest without a prepayment", "give the prepayment too")
        elif given > full + CENT:
            reason = f"prepayment_interest: {given:,.2f} is more than a month's interest, {full:,.2f}"
            self.report(record.place, reason, "leave it blank for a full month's")

    def _check_late(self, records: list[_Record], late: str, withheld: str) -> None:
        """Check that late receipts were withheld in an earlier month: of the line, and of all lines together."""
        left, left_of = 0.0, np.zeros(len(self.lines))
        in_order = sorted(records, key=lambda record: record.month)
        for _, month in groupby(in_order, key=lambda record: record.month):
            today = list(month)
            for record in today:
                own = left if record.line == ALL_LINES else min(left, float(left_of[record.line]))
                amount = record.amount[late]
                if amount > own + CENT:
                    reason = f"{late}: {amount:,.2f} is more than the {own:,.2f} withheld before"
                    self.report(record.place, reason, f"{withheld} of earlier months can come in late, once")
                amount = min(amount, own)
                left -= amount
                left_of[self._where(record)] -= 0.0 if record.line == ALL_LINES else amount
            for record in today:
                left += record.amount[withheld]
                left_of[self._where(record)] += record.amount[withheld] * self._share(record)

    def uncollected(self, record: _Record) -> float:
        """The part of a month's interest on the prepayment that was not collected with it."""
        full = self._full_interest(record)
        if math.isnan(record.prepayment_interest) or not full:
            return 0.0
        return max(1 - record.prepayment_interest / full, 0.0)

    def _full_interest(self, record: _Record) -> float:
        """A month's interest on the prepayment, at the net rate."""
        rates = self.lines.net_rate_annual[self._where(record)]
        return record.amount["prepayment"] * float(np.sum(self._share(record) * rates)) / 12

    def _where(self, record: _Record) -> slice:
        """The lines that a record is about."""
        return slice(None) if record.line == ALL_LINES else slice(record.line, record.line + 1)

    def _share(self, record: _Record) -> float | Floats:
        """The share of each of those lines in it."""
        return line_shares(self.lines, record.month) if record.line == ALL_LINES else 1.0


def _amount(text: str) -> float:
    return float(parse_money(text))


def _libor(text: str) -> float:
    rate = float(parse_rate(text, allow_negative=True))
    if not -1 < rate <= 1:
        raise ValueError(f"{text} is not between -100% and 100%: write 5.32% or 0.0532")
    return rate
