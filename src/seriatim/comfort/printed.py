"""Printed figures as data: what a supplement prints, to how many decimals, and when a computed figure agrees."""

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from seriatim.basics.money import round_half_up
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.tables import Row, read_rows

COLUMNS = (
    "table",
    "class",
    "psa",
    "sda",
    "severity",
    "liquidated",
    "libor",
    "price",
    "date",
    "measure",
    "printed",
    "decimals",
)
"""The columns of a file of printed figures, in their usual order."""

TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "decrement": ("psa", "date"),
        "wal": ("psa",),
        "planned_balance": (),
        "targeted_balance": (),
        "yield_maintenance_assumed_balance": ("date",),
        "yield": ("psa", "price"),
        "aggregate_realized_loss": ("psa",),
        "text": ("measure",),
    }
)
"""The tables a supplement prints, each with the columns that its figures cannot do without."""

SMALL = "*"
"""As printed: above zero and below half a unit."""
NOTHING_LEFT = "**"
"""As printed: a yield of -100 % or less."""

INITIAL = "initial"
_FIGURE = re.compile(r"(?P<minus>-)?(?P<open>\()?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?(open)\))")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One figure of a supplement, with the scenario under which it was computed.

    Units: `psa` and `sda` percents of the model; `severity`, `libor` and `liquidated` (of the initial pool balance)
    decimals; `price_per_100` of balance. None where the figure has no such input. `classes` has several names in a
    joint column, which must hold for each of them. `date` is a distribution day, or None; the figure of the closing
    day has None and the measure `initial` where the document names no day. `printed` is as in the file, `decimals` how
    many it shows, `line` where it stands in the file.
    """

    table: str
    classes: tuple[str, ...]
    printed: str
    decimals: int
    psa: float | None = None
    sda: float | None = None
    severity: float | None = None
    liquidated: float | None = None
    libor: float | None = None
    price_per_100: float | None = None
    date: datetime.date | None = None
    measure: str = ""
    line: int = 0

    def agrees_with(self, computed: float) -> bool:
        """True where a computed figure, in the unit printed (percent for a yield), prints as this one does.

        In a table that marks small figures with `*`, a printed 0 is nothing at all.
        """
        marks_small = self.table == "decrement"
        return agrees(self.printed, self.decimals, computed=computed, marks_small=marks_small)


def agrees(printed: str, decimals: int, *, computed: float, marks_small: bool = False) -> bool:
    """True where a computed figure, in the unit printed, prints as the document prints it.

    Half-up at `decimals`, away from zero, on the decimal expansion of the computed figure. `*` is above zero and below
    half a unit; `**` is -100 or less. With `marks_small`, a printed zero is nothing at all, since what is small would
    be marked. A date agrees with its proleptic ordinal (`date.toordinal`). Balances of half a cent or less must have
    been made zero before. nan and infinity agree with nothing. Raises ValueError when `printed` is none of these.

    Source: conventions, Printed figures; supplement 2006-6 pp. 23 and 29, the notes to `*` and `**`.

    >>> agrees("2.68", 2, computed=2.675), agrees("(0.350)", 3, computed=-0.3496), agrees("0", 0, computed=0.49)
    (True, True, True)
    >>> agrees("*", 0, computed=0.49), agrees("*", 0, computed=0.0), agrees("**", 0, computed=-100.0)
    (True, False, True)
    """
    if not math.isfinite(computed):
        return False
    if printed == NOTHING_LEFT:
        return computed <= -100
    if _DATE.fullmatch(printed):
        return computed == datetime.date.fromisoformat(printed).toordinal()
    rounded = round_half_up(Decimal(f"{computed:.15g}"), decimals)
    if printed == SMALL:
        return computed > 0 and rounded == 0
    value = printed_value(printed)
    if marks_small and value == 0:
        return computed == 0
    return rounded == value


def printed_value(printed: str) -> Decimal:
    """The number a printed figure shows; parentheses mean minus. Raises ValueError for marks, dates and other text.

    >>> printed_value("(83.660)"), printed_value("-1.5"), printed_value("126,465,000.00")
    (Decimal('-83.660'), Decimal('-1.5'), Decimal('126465000.00'))
    """
    match = _FIGURE.fullmatch(printed)
    if match is None or (match["minus"] and match["open"]):
        raise ValueError(f"{printed!r} is not a printed figure: write 12.34, (12.34), * or **")
    value = Decimal(match["digits"].replace(",", "") + (match["part"] or ""))
    return -value if match["minus"] or match["open"] else value


def read_printed(path: Path) -> tuple[PrintedFigure, ...]:
    """The printed figures of one deal, in the order of the file.

    The columns are `COLUMNS`; percents stand as the document prints them (`libor`, `price`, `liquidated` in percent,
    `severity` as a decimal), `decimals` may be empty for a mark, a joint column separates its classes by semicolons.
    Raises ProblemsError with every problem at once: unknown tables, cells that are not what their column holds, inputs
    a table cannot do without, figures that stand twice; also for what `read_rows` refuses.
    """
    problems: list[Problem] = []
    figures = [_Cells(str(path), row, problems).figure() for row in read_rows(path, COLUMNS)]
    problems += _repeated(str(path), figures)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: problem.line or 0))
    return tuple(figures)


def _repeated(file: str, figures: list[PrintedFigure]) -> list[Problem]:
    first_line: dict[tuple[object, ...], int] = {}
    problems = []
    for figure in figures:
        scenario = (figure.psa, figure.sda, figure.severity, figure.liquidated, figure.libor, figure.price_per_100)
        place = (figure.table, figure.classes, *scenario, figure.date, figure.measure)
        line = first_line.setdefault(place, figure.line)
        if line != figure.line:
            problems.append(Problem(file, figure.line, f"is the same figure as line {line}", "keep one"))
    return problems


@dataclass(frozen=True)
class _Cells:
    """One record being read; what is wrong with it goes to `problems` and reads as absent."""

    file: str
    row: Row
    problems: list[Problem]

    def figure(self) -> PrintedFigure:
        self._check_table()
        printed = self._printed()
        return PrintedFigure(
            table=self.row["table"],
            classes=self._classes(),
            printed=printed,
            decimals=self._decimals(printed),
            psa=self._number("psa"),
            sda=self._number("sda"),
            severity=self._number("severity", largest=1, hint="write 20 % as 0.20"),
            liquidated=self._number("liquidated", largest=100, shift=-2),
            libor=self._number("libor", largest=100, shift=-2),
            price_per_100=self._number("price"),
            date=self._date(),
            measure=INITIAL if self.row["date"] == INITIAL else self.row["measure"],
            line=self.row.line,
        )

    def _refuse(self, reason: str, hint: str) -> None:
        self.problems.append(Problem(self.file, self.row.line, reason, hint))

    def _check_table(self) -> None:
        table = self.row["table"]
        if table not in TABLES:
            self._refuse(f"unknown table {table!r}", did_you_mean(table, TABLES))
        for column in TABLES.get(table, ()):
            if not self.row[column]:
                self._refuse(f"a {table} figure needs its {column}", f"fill the column {column!r}")

    def _classes(self) -> tuple[str, ...]:
        names = tuple(name.strip() for name in self.row["class"].split(";"))
        if not all(names):
            self._refuse(f"{self.row['class']!r} names no class", "write A-1, or M;B-1;B-2 for a joint column")
        return names

    def _number(self, column: str, *, largest: int = 100_000, shift: int = 0, hint: str = "") -> float | None:
        """The cell times 10^shift, exactly; None when the cell is empty."""
        cell = self.row[column]
        if not cell:
            return None
        if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", cell):
            self._refuse(f"{column} {cell!r} is not a number from 0 to {largest}", "write digits and a point")
            return None
        if Decimal(cell) > largest:
            self._refuse(f"{column} {cell} is above {largest}", hint or "check the decimal point")
            return None
        return float(Decimal(cell).scaleb(shift))

    def _date(self) -> datetime.date | None:
        cell = self.row["date"]
        if cell in ("", INITIAL):
            return None
        try:
            return datetime.date.fromisoformat(cell)
        except ValueError:
            self._refuse(f"date {cell!r} is not a day", "write 2006-12-25, or initial")
            return None

    def _printed(self) -> str:
        printed = self.row["printed"]
        if printed in (SMALL, NOTHING_LEFT) or (self.row["table"] == "text" and _DATE.fullmatch(printed)):
            return printed
        try:
            printed_value(printed)
        except ValueError:
            self._refuse(f"printed {printed!r} is not a figure", "write 12.34, (12.34), * or **")
        return printed

    def _decimals(self, printed: str) -> int:
        cell = self.row["decimals"]
        marked = printed in (SMALL, NOTHING_LEFT)
        if marked and not cell:
            return 0
        if not cell.isdecimal() or int(cell) > _MOST_DECIMALS:
            self._refuse(f"decimals {cell!r} is not a whole number from 0 to {_MOST_DECIMALS}", "count those printed")
            return 0
        shown = len(printed.rstrip(")").partition(".")[2])
        if _FIGURE.fullmatch(printed) and shown != int(cell):
            self._refuse(f"printed {printed} shows {shown} decimals, the column says {cell}", "count those printed")
        return int(cell)
