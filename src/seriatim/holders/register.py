"""The holders of a retail class and their requests to be paid, from CSV files.

Source: core prospectus 2006-6 p. 60, Retail classes, which leaves the procedure to the supplement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.tables import Row, read_rows

HOLDING_COLUMNS = ("holder", "units")
REQUEST_COLUMNS = ("date", "holder", "units", "kind")
KINDS = ("deceased", "other")
"""Kinds of request in the order in which they are paid."""
MOST_UNITS = 10_000_000
LONGEST_NAME = 60


@dataclass(frozen=True)
class Request:
    """A holder asks to be paid ``units`` of its units; it stands from ``date`` on until they are paid."""

    date: date
    holder: str
    units: int
    kind: str


@dataclass(frozen=True)
class Terms:
    """Terms of the class that the files must fit: its units in all, its closing date and its last distribution day."""

    class_name: str
    units: int
    closing: date
    last_day: date


@dataclass(frozen=True)
class Register:
    """Units of each holder at closing, and the requests in the order of the file."""

    holdings: Mapping[str, int]
    requests: tuple[Request, ...]


def read_register(holdings: Path, requests: Path | None, terms: Terms) -> Register:
    """Holdings and requests of a retail class; raises ProblemsError with all that is wrong with either file.

    Holdings add up to the units of the class. No request names an unknown holder, asks for more units than it holds,
    with its other requests, repeats another one, or lies before the closing date or after the last distribution day.
    """
    reader = _Reader(terms)
    held = reader.holdings(holdings)
    asked = () if requests is None else reader.requests(requests, held)
    if reader.problems:
        raise ProblemsError(sorted(reader.problems, key=lambda problem: (problem.file, problem.line or 0)))
    return Register(held, asked)


def name_fault(name: str, first: Mapping[str, int]) -> tuple[str, str] | None:
    """Fault in the name of a holder, and a way out; ``first`` has the line on which each known one stands."""
    if not name:
        return "no holder is named", ""
    if len(name) > LONGEST_NAME:
        return "the name of the holder is too long", f"at most {LONGEST_NAME} characters"
    if name in first:
        return f"holder {name!r} is listed twice", f"first on line {first[name]}"
    return None


class _Reader:
    """Reads the two files and gathers what is wrong with them."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self.problems: list[Problem] = []

    def _rows(self, path: Path, columns: Sequence[str]) -> list[Row]:
        try:
            return read_rows(path, columns)
        except ProblemsError as error:
            self.problems += error.problems
            return []

    def holdings(self, path: Path) -> dict[str, int]:
        """Units by holder."""
        held: dict[str, int] = {}
        first: dict[str, int] = {}
        rows = self._rows(path, HOLDING_COLUMNS)
        before = len(self.problems)
        for row in rows:
            name, units = row["holder"], self._units(path, row)
            fault = name_fault(name, first)
            if fault:
                self._report(path, row, *fault)
            else:
                held[name], first[name] = units, row.line
        total, wanted = sum(held.values()), self._terms.units
        if rows and len(self.problems) == before and total != wanted:
            reason = f"the holdings are {total:,} units, class {self._terms.class_name} has {wanted:,}"
            self.problems.append(Problem(str(path), None, reason, f"difference {total - wanted:,}"))
        return held

    def requests(self, path: Path, held: Mapping[str, int]) -> tuple[Request, ...]:
        """The requests that can be read, in the order of the file."""
        found: dict[Request, int] = {}
        asked = dict.fromkeys(held, 0)
        for row in self._rows(path, REQUEST_COLUMNS):
            request = Request(self._day(path, row), row["holder"], self._units(path, row), self._kind(path, row))
            faults = list(self._faults(request, held, asked, found))
            for reason, hint in faults:
                self._report(path, row, reason, hint)
            found.setdefault(request, row.line)
            if request.holder in asked and not faults:
                asked[request.holder] += request.units
        return tuple(found)

    def _faults(
        self, request: Request, held: Mapping[str, int], asked: Mapping[str, int], found: Mapping[Request, int]
    ) -> Iterator[tuple[str, str]]:
        """Contradictions of a request to the holdings, or to an earlier request."""
        name = request.holder
        if not held:
            return
        if name not in held:
            yield f"unknown holder {name!r}", did_you_mean(name, held)
        elif request in found:
            yield "this request stands there twice", f"first on line {found[request]}"
        elif request.units and held[name] and asked[name] + request.units > held[name]:
            before = f", {asked[name]:,} of them in earlier requests" if asked[name] else ""
            reason = f"{name!r} asks for {asked[name] + request.units:,} units{before}, and holds {held[name]:,}"
            yield reason, "ask for no more than the holding"

    def _units(self, path: Path, row: Row) -> int:
        text = row["units"].replace(",", "")
        if text.startswith("-") and text[1:].isdecimal():
            self._report(path, row, f"{row['units']} units are negative", "write a number of whole units")
        elif not (text.isascii() and text.isdecimal()) or len(text) > len(str(MOST_UNITS)):
            self._report(path, row, f"{row['units']!r} is not a number of units", "write a whole number, such as 25")
        elif not 0 < int(text) <= MOST_UNITS:
            self._report(path, row, f"{row['units']} units", f"write at least 1, at most {MOST_UNITS:,}")
        else:
            return int(text)
        return 0

    def _day(self, path: Path, row: Row) -> date:
        """The day of a request, from closing to the last distribution day."""
        closing, last = self._terms.closing, self._terms.last_day
        try:
            day = date.fromisoformat(row["date"])
        except ValueError:
            self._report(path, row, f"{row['date']!r} is not a date", f"write it as {closing}")
            return closing
        if not closing <= day <= last:
            reason = f"{day} is not between the closing date and the last distribution day"
            self._report(path, row, reason, f"{closing} to {last}")
        return day

    def _kind(self, path: Path, row: Row) -> str:
        if row["kind"] not in KINDS:
            self._report(path, row, f"unknown kind {row['kind']!r}", did_you_mean(row["kind"], KINDS))
        return row["kind"]

    def _report(self, path: Path, row: Row, reason: str, hint: str = "") -> None:
        self.problems.append(Problem(str(path), row.line, reason, hint))
