"""Weighted average lives of all classes of a deal at some speeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.json_data import JsonRecord
from seriatim.measures.classes import life_years
from seriatim.projection.cashflows import CashFlows
from seriatim.reports import fragments
from seriatim.reports.columns import ScenarioColumns
from seriatim.reports.report import Framed, Report
from seriatim.reports.tables_figures import finite, life
from seriatim.reports.tables_text import aligned

if TYPE_CHECKING:
    import polars

LIVES_NEED = ("opening_balance", "balance", "principal")
"""Items of a run that lives are worked out from."""


@dataclass(frozen=True, eq=False, repr=False)
class LivesReport(Report, Framed):
    """Lives in years from closing, float64 [class, column]; nan for a class that is never paid."""

    deal: str
    title: str
    columns: ScenarioColumns
    classes: tuple[str, ...]
    values: NDArray[np.float64]
    decimals: int
    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Lives of {self.deal}: {len(self.classes)} classes at {self.columns}>"

    def of_class(self, name: str) -> tuple[float, ...]:
        """The lives of a class, one for each column; KeyError for an unknown one."""
        if name not in self.classes:
            raise KeyError(name)
        return tuple(self.values[self.classes.index(name)].tolist())

    def to_polars(self) -> polars.DataFrame:
        """One row per class and column."""
        import polars as pl

        across = len(self.columns.headings)
        return pl.DataFrame(
            {
                "class": np.repeat(np.array(self.classes), across),
                "speed": list(self.columns.headings) * len(self.classes),
                "life_years": self.values.ravel(),
            }
        ).with_columns(pl.col("life_years").fill_nan(None))

    def to_text(self) -> str:
        """A line a class, a column a speed."""
        lines = [self.title, "Weighted average lives in years from the closing date", *self.columns.assumed(), ""]
        return "".join(f"{line}\n" for line in [*lines, *aligned([["Class", *self.columns.headings], *self._rows()])])

    def to_dict(self) -> JsonRecord:
        """The lives as JSON data, in years at full precision."""
        return {
            "form": "seriatim lives 1",
            "deal": self.deal,
            **self.columns.to_dict(),
            "lives": {
                name: [finite(value) for value in row]
                for name, row in zip(self.classes, self.values.tolist(), strict=True)
            },
            "warnings": list(self.warned),
        }

    def _rows(self) -> list[list[str]]:
        return [
            [name, *(life(value, self.decimals) for value in row)]
            for name, row in zip(self.classes, self.values.tolist(), strict=True)
        ]

    def _repr_html_(self) -> str:
        caption = f"{self.title}: weighted average lives in years"
        return fragments.table(caption, ["Class", *self.columns.headings], self._rows())


def lives_report(run: CashFlows, columns: ScenarioColumns, *, warned: tuple[str, ...] = ()) -> LivesReport:
    """The lives of the classes of a run, a column for each of its scenarios; it must report `LIVES_NEED`."""
    deal = run.model.deal
    names = tuple(security.name for security in deal.classes.regular)
    values = np.stack([life_years(run, name) for name in names])
    decimals = deal.structuring_assumptions.life_decimals
    return LivesReport(deal.deal, deal.title, columns, names, values, decimals, warned)
