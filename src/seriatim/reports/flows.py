"""Rows of dollars by day: cash flows of classes, parties and loans, payments of holders, tables of schedules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from seriatim.basics.json_data import JsonRecord
from seriatim.reports import fragments
from seriatim.reports.report import Framed, Report
from seriatim.reports.tables_figures import dollars_and_cents
from seriatim.reports.tables_text import rows_text

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True, eq=False, repr=False)
class FlowReport(Report, Framed):
    """A table of ``kind`` (``cash flows``, ``collateral``, ``parties``, ``holders``, ``schedules``) of a deal.

    Amounts are float64 dollars in ``rows``; ``note`` says what the rows alone do not, such as the seed of a lot.
    """

    deal: str
    kind: str
    assumed: str
    rows: polars.DataFrame
    note: str = ""

    def __repr__(self) -> str:
        assumed = f", {self.assumed}" if self.assumed else ""
        return f"<{self.kind.capitalize()} of {self.deal}{assumed}: {len(self.rows):,} rows>"

    def __len__(self) -> int:
        return len(self.rows)

    def to_polars(self) -> polars.DataFrame:
        """The rows at full precision."""
        return self.rows

    def to_text(self) -> str:
        """The rows as aligned text, dollars to the cent."""
        return "".join(f"{line}\n" for line in rows_text(self.rows))

    def to_dict(self) -> JsonRecord:
        """The rows as JSON data: the names of the columns, then a list a row, amounts as numbers."""
        return {
            "form": f"seriatim {self.kind} 1",
            "deal": self.deal,
            "assumed": self.assumed,
            "note": self.note,
            "columns": list(self.rows.columns),
            "rows": [[_plain(cell) for cell in row] for row in self.rows.iter_rows()],
        }

    def _repr_html_(self) -> str:
        rows = [[_typeset(cell) for cell in row] for row in self.rows.head(fragments.MOST_ROWS).iter_rows()]
        rows += [[]] * (len(self.rows) - len(rows))
        return fragments.table(repr(self).strip("<>"), self.rows.columns, rows)


def _plain(cell: object) -> object:
    """A cell as JSON has it."""
    if isinstance(cell, date):
        return cell.isoformat()
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


def _typeset(cell: object) -> str:
    if cell is None:
        return ""
    return dollars_and_cents(cell) if isinstance(cell, float) else str(cell)
