"""The outcome of a tie-out: every printed figure beside the computed one, deal by deal and table by table."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.json_data import JsonRecord
from seriatim.comfort.printed import PrintedFigure


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A printed figure and the computed one, in the unit printed, unrounded.

    For a joint column `computed` is the class that differs most. `noted` says that the deal's notes list the
    difference; a figure that agrees is never noted.
    """

    figure: PrintedFigure
    computed: float
    agrees: bool
    noted: bool = False

    def to_dict(self) -> JsonRecord:
        """The difference with the columns and units of the file of printed figures; nan becomes null."""
        figure = self.figure
        return {
            "class": ";".join(figure.classes),
            "psa": figure.psa,
            "sda": figure.sda,
            "severity": figure.severity,
            "liquidated": _percent(figure.liquidated),
            "libor": _percent(figure.libor),
            "price": figure.price_per_100,
            "date": None if figure.date is None else figure.date.isoformat(),
            "measure": figure.measure,
            "printed": figure.printed,
            "decimals": figure.decimals,
            "computed": self.computed if math.isfinite(self.computed) else None,
            "noted": self.noted,
        }


def _percent(rate: float | None) -> float | None:
    return None if rate is None else float(Decimal(repr(rate)).scaleb(2))


@dataclass(frozen=True)
class TableTieOut:
    """One table of a supplement, every figure compared, in the order printed."""

    table: str
    comparisons: tuple[ComparedFigure, ...]

    @property
    def total(self) -> int:
        """Number of figures that the table prints."""
        return len(self.comparisons)

    @property
    def matched(self) -> int:
        """Number of those that agree."""
        return self.total - len(self.differences)

    @property
    def differences(self) -> tuple[ComparedFigure, ...]:
        """The figures that do not agree, noted or not."""
        return tuple(comparison for comparison in self.comparisons if not comparison.agrees)

    def to_dict(self) -> JsonRecord:
        """Counts and differences, as JSON has them."""
        return {
            "table": self.table,
            "matched": self.matched,
            "total": self.total,
            "differences": [comparison.to_dict() for comparison in self.differences],
        }


@dataclass(frozen=True, eq=False)
class BalanceChart:
    """Class balances over time in one scenario, to be drawn as stacked areas.

    `label` names the scenario (`350% PSA`); `dates` begins with the closing day; `balances` is `[class, month]` in
    dollars, one row for each name in `classes`, the class to be drawn on top first. Notional balances do not belong in
    a sum and are left out by the caller. Raises ValueError when names, days and balances do not fit each other.
    """

    label: str
    dates: tuple[date, ...]
    classes: tuple[str, ...]
    balances: NDArray[np.float64]

    def __post_init__(self) -> None:
        expected = (len(self.classes), len(self.dates))
        if self.balances.shape != expected:
            raise ValueError(f"balances {self.balances.shape} are not {expected}: [class, month]")


class OverTables:
    """Counts over several tables of a document."""

    tables: tuple[TableTieOut, ...]

    @property
    def total(self) -> int:
        """Number of figures that the tables print."""
        return sum(table.total for table in self.tables)

    @property
    def matched(self) -> int:
        """Number of those that agree."""
        return sum(table.matched for table in self.tables)

    @property
    def differences(self) -> tuple[ComparedFigure, ...]:
        """The figures that do not agree, table by table."""
        return tuple(comparison for table in self.tables for comparison in table.differences)


@dataclass(frozen=True)
class DealTieOut(OverTables):
    """One deal: its tables, and the charts that go with them."""

    deal: str
    title: str
    tables: tuple[TableTieOut, ...]
    charts: tuple[BalanceChart, ...] = ()

    def to_dict(self) -> JsonRecord:
        """Counts and tables, as JSON has them."""
        tables = [table.to_dict() for table in self.tables]
        return {"deal": self.deal, "matched": self.matched, "total": self.total, "tables": tables}


@dataclass(frozen=True)
class TieOut:
    """Every deal that was tied out."""

    deals: tuple[DealTieOut, ...]

    @property
    def total(self) -> int:
        """Number of figures printed in all."""
        return sum(deal.total for deal in self.deals)

    @property
    def matched(self) -> int:
        """Number of those that agree."""
        return sum(deal.matched for deal in self.deals)

    @property
    def unexplained(self) -> tuple[ComparedFigure, ...]:
        """The differences that no deal's notes list: what makes the command line report a finding."""
        return tuple(item for deal in self.deals for item in deal.differences if not item.noted)
