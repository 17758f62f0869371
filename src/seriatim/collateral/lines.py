"""Rep lines and loans: one type, a struct of arrays, and the CSV file it is read from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Required, TypedDict, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from seriatim.basics.arrays import Floats, Integers
from seriatim.basics.money import parse_money
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.rates import parse_rate
from seriatim.basics.tables import Row, read_rows
from seriatim.collateral.amortization import Amortization, level_amortization

LONGEST_TERM_MONTHS = 600
"""Terms beyond fifty years are taken for mistakes."""
COLUMNS = ("line", "balance", "gross_rate", "original_term", "remaining_term")
OPTIONAL_COLUMNS = ("remaining_io", "age", "servicing_fee")


@dataclass(frozen=True, eq=False)
class Lines:
    """Loans or rep lines of one pool at the cut-off date, each field an array `[line]`; a loan tape is the same.

    Balances are scheduled principal balances in dollars, rates annual decimals, terms and ages months. A line pays
    interest only for `remaining_io_months`, then level payments to the end of its remaining term. Its age is
    original less remaining term unless given. Build it with `lines_of` or `read_lines`, which check it.

    Source: supplement 2006-6 pp. 22-23, structuring assumptions.
    """

    name: tuple[str, ...]
    balance: Floats
    gross_rate_annual: Floats
    servicing_fee_annual: Floats
    original_term_months: Integers
    remaining_term_months: Integers
    remaining_io_months: Integers
    age_months: Integers

    def __len__(self) -> int:
        return len(self.name)

    @property
    def net_rate_annual(self) -> Floats:
        """Gross rate less servicing fee: what is passed through, `[line]`."""
        net: Floats = self.gross_rate_annual - self.servicing_fee_annual
        return net

    @property
    def months(self) -> int:
        """The longest remaining term: distributions until the last line is paid."""
        return int(self.remaining_term_months.max())

    @property
    def pool_balance(self) -> float:
        """The scheduled principal balance of all lines."""
        return float(self.balance.sum())

    @cached_property
    def amortization(self) -> Amortization:
        """The schedule on which each line amortizes, without prepayments; worked out once."""
        return level_amortization(self.gross_rate_annual, self.remaining_term_months, self.remaining_io_months)


def _frozen_floats(values: ArrayLike, count: int) -> Floats:
    array = np.array(np.broadcast_to(np.asarray(values, dtype=np.float64), count))
    array.flags.writeable = False
    return array


def _frozen_integers(values: ArrayLike, count: int) -> Integers:
    given = np.asarray(values)
    if not np.all(given == np.floor(given)):
        raise ValueError(f"{given} is not a whole number of months")
    array = np.array(np.broadcast_to(given, count), dtype=np.int64)
    array.flags.writeable = False
    return array


class Columns(TypedDict, total=False):
    """The columns of `lines_of`, one value for every line or one for each; see `Lines`."""

    name: tuple[str, ...]
    balance: Required[ArrayLike]
    gross_rate_annual: Required[ArrayLike]
    servicing_fee_annual: Required[ArrayLike]
    remaining_term_months: Required[ArrayLike]
    original_term_months: ArrayLike
    remaining_io_months: ArrayLike
    age_months: ArrayLike


def lines_of(**columns: Unpack[Columns]) -> Lines:
    """Lines from columns; a single value serves every line, and the number of balances is the number of lines.

    The original term is the remaining term unless given (a new loan). Raises ProblemsError with every line in
    error, TypeError for an unknown column and ValueError for columns of different lengths.

    >>> lines = lines_of(balance=[100_000, 50_000], gross_rate_annual=0.065, servicing_fee_annual=0.0025,
    ...                  remaining_term_months=[360, 356], original_term_months=360)
    >>> lines.age_months.tolist(), lines.months
    ([0, 4], 360)
    """
    for unknown in columns.keys() - Columns.__annotations__.keys():
        raise TypeError(f"no column {unknown!r}: {did_you_mean(unknown, Columns.__annotations__)}")
    count = np.atleast_1d(np.asarray(columns["balance"])).size
    if count == 0:
        raise ProblemsError([Problem("", None, "no lines", "a pool has at least one")])
    remaining = columns["remaining_term_months"]
    original = columns.get("original_term_months", remaining)
    lines = Lines(
        name=tuple(np.broadcast_to(columns.get("name", [str(i + 1) for i in range(count)]), count).tolist()),
        balance=_frozen_floats(columns["balance"], count),
        gross_rate_annual=_frozen_floats(columns["gross_rate_annual"], count),
        servicing_fee_annual=_frozen_floats(columns["servicing_fee_annual"], count),
        original_term_months=_frozen_integers(original, count),
        remaining_term_months=_frozen_integers(remaining, count),
        remaining_io_months=_frozen_integers(columns.get("remaining_io_months", 0), count),
        age_months=_frozen_integers(columns.get("age_months", np.subtract(original, remaining)), count),
    )
    problems = [Problem("", None, f"line {lines.name[at]}: {reason}", hint) for at, reason, hint in faults(lines)]
    if problems:
        raise ProblemsError(problems)
    return lines


def faults(lines: Lines) -> Iterator[tuple[int, str, str]]:
    """Faults of the lines: (index, reason, hint), line by line."""
    checks = [*_amount_checks(lines), *_month_checks(lines)]
    for at in np.flatnonzero(np.any([wrong for wrong, _, _ in checks], axis=0)):
        yield from ((int(at), reason, hint) for wrong, reason, hint in checks if wrong[at])


LineCheck = tuple[NDArray[np.bool_], str, str]


def _amount_checks(lines: Lines) -> Iterator[LineCheck]:
    balance, gross, fee = lines.balance, lines.gross_rate_annual, lines.servicing_fee_annual
    yield ~(np.isfinite(balance) & (balance >= 0)), "balance is negative or not finite", "it is dollars"
    yield ~((gross >= 0) & (gross <= 1)), "gross rate is not between 0 and 100 %", "write 6.5% or 0.065"
    beyond = (gross >= 0) & ~((fee >= 0) & (fee <= gross))
    yield beyond, "servicing fee is not between 0 and the gross rate", "the net rate would be negative"


def _month_checks(lines: Lines) -> Iterator[LineCheck]:
    remaining, original = lines.remaining_term_months, lines.original_term_months
    interest_only, age = lines.remaining_io_months, lines.age_months
    longest = f"1 and {LONGEST_TERM_MONTHS} months"
    in_bounds = (remaining >= 1) & (remaining <= LONGEST_TERM_MONTHS)
    yield ~in_bounds, f"remaining term is not between {longest}", "terms are in months"
    swapped = in_bounds & (original < remaining)
    yield swapped, "remaining term exceeds the original term", "are the columns swapped?"
    yield original > LONGEST_TERM_MONTHS, f"original term is not between {longest}", "terms are in months"
    endless = in_bounds & ((interest_only < 0) | (interest_only >= remaining))
    reason = "remaining interest-only period is not shorter than the remaining term"
    yield endless, reason, "level payments must follow it"
    wrong_age = ~swapped & ((age < 0) | (age > LONGEST_TERM_MONTHS))
    yield wrong_age, f"age is not between 0 and {LONGEST_TERM_MONTHS} months", "ages are in months"


class _Reader:
    """Reads the cells of one CSV file and gathers its problems."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.problems: list[Problem] = []

    def report(self, line: int, reason: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, line, reason, hint))

    def cell(self, row: Row, column: str, *, parse: Callable[[str], float], default: float = np.nan) -> float:
        """The value of a cell; nan, and a problem, when it cannot be read or is empty without a default."""
        text = row[column]
        if not text and column not in OPTIONAL_COLUMNS:
            self.report(row.line, f"{column} is empty")
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.report(row.line, f"{column}: {error}")
            return np.nan


def _months(text: str) -> float:
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise ValueError(f"{text!r} is not a whole number of months")
    return float(text)


def _amount(text: str) -> float:
    return float(parse_money(text))


def _rate(text: str) -> float:
    return float(parse_rate(text))


def _columns(reader: _Reader, rows: list[Row], servicing_fee: Decimal | float) -> dict[str, list[float]]:
    parsers = {"balance": _amount, "gross_rate": _rate, "original_term": _months, "remaining_term": _months}
    columns = {name: [reader.cell(row, name, parse=parse) for row in rows] for name, parse in parsers.items()}
    fee = float(servicing_fee)
    columns["servicing_fee"] = [reader.cell(row, "servicing_fee", parse=_rate, default=fee) for row in rows]
    columns["remaining_io"] = [reader.cell(row, "remaining_io", parse=_months, default=0) for row in rows]
    ages = np.subtract(columns["original_term"], columns["remaining_term"])
    columns["age"] = [reader.cell(row, "age", parse=_months, default=age) for row, age in zip(rows, ages, strict=True)]
    return columns


def _check_names(reader: _Reader, rows: list[Row]) -> None:
    first_use: dict[str, int] = {}
    for row in rows:
        name = row["line"]
        if not name:
            reader.report(row.line, "line is empty", "name each line, such as 'discount'")
        elif name in first_use:
            reader.report(row.line, f"line {name!r} appears twice", f"first on line {first_use[name]}")
        first_use.setdefault(name, row.line)


def _assembled(names: Sequence[str], columns: Mapping[str, Floats]) -> Lines:
    count = len(names)
    return Lines(
        name=tuple(names),
        balance=_frozen_floats(columns["balance"], count),
        gross_rate_annual=_frozen_floats(columns["gross_rate"], count),
        servicing_fee_annual=_frozen_floats(columns["servicing_fee"], count),
        original_term_months=_frozen_integers(columns["original_term"], count),
        remaining_term_months=_frozen_integers(columns["remaining_term"], count),
        remaining_io_months=_frozen_integers(columns["remaining_io"], count),
        age_months=_frozen_integers(columns["age"], count),
    )


def read_lines(path: Path | str, servicing_fee: Decimal | float) -> Lines:
    """The lines of a CSV file: `line,balance,gross_rate,original_term,remaining_term[,remaining_io][,age]`.

    Rates as percent (`6.5%`) or decimals; terms and ages in months; `remaining_io` and `age` may be absent or
    blank. `servicing_fee` (annual, decimal) serves every line that has none in an optional column
    `servicing_fee`. Raises ProblemsError with every problem of the file, each with its line.
    """
    reader = _Reader(Path(path))
    rows = read_rows(Path(path), COLUMNS, OPTIONAL_COLUMNS)
    _check_names(reader, rows)
    columns = _columns(reader, rows, servicing_fee)
    unread = {problem.line for problem in reader.problems}
    read = [index for index, row in enumerate(rows) if row.line not in unread]
    lines = _assembled([rows[index]["line"] for index in read], {k: np.take(v, read) for k, v in columns.items()})
    for at, reason, hint in faults(lines):
        reader.report(rows[read[at]].line, reason, hint)
    if reader.problems:
        raise ProblemsError(sorted(reader.problems, key=lambda problem: problem.line or 0))
    return lines
