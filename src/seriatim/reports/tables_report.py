"""Decrement tables and lives in every form in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriatim.basics.json_data import JsonRecord
from seriatim.collateral.scenario import Scenario
from seriatim.projection.cashflows import CashFlows
from seriatim.reports import fragments
from seriatim.reports.report import Framed, Report
from seriatim.reports.tables import PERCENT, DecrementTables, decrement_tables
from seriatim.reports.tables_figures import finite
from seriatim.reports.tables_frame import tables_frame
from seriatim.reports.tables_html import tables_page
from seriatim.reports.tables_layout import columns
from seriatim.reports.tables_text import DEFAULT_WIDTH, tables_text
from seriatim.reports.tables_xlsx import tables_workbook
from seriatim.reports.warned import warning_lines

if TYPE_CHECKING:
    import polars
    from rich.text import Text


@dataclass(frozen=True, eq=False, repr=False)
class TablesReport(Report, Framed, DecrementTables):
    """Decrement tables of a deal at some speeds, lives at their foot; ``warned`` are the warnings of the runs."""

    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        speeds = ", ".join(self.speed_labels)
        return f"<Decrement tables of {self.deal}: {len(self.classes)} classes at {speeds} {self.speed_model}>"

    def to_rich(self, *, width: int = DEFAULT_WIDTH) -> Text:
        """Text with the colours of a terminal, as many classes side by side as fit into ``width`` characters."""
        return tables_text(self, width=width)

    def to_text(self, *, width: int = DEFAULT_WIDTH) -> str:
        """The tables as text, as many classes side by side as fit into ``width`` characters."""
        return self.to_rich(width=width).plain

    def to_polars(self) -> polars.DataFrame:
        """One row per class, speed and day, then one per class and speed; see `seriatim tables --csv`."""
        return tables_frame(self)

    def to_html(self) -> str:
        """Charts, lives and tables as one self-contained page."""
        return tables_page(self)

    def to_xlsx(self) -> bytes:
        """A workbook with a sheet for each table."""
        return tables_workbook(self)

    def to_dict(self) -> JsonRecord:
        """The tables as JSON data: percents outstanding and lives in years at full precision."""
        return {
            "form": "seriatim tables 1",
            "deal": self.deal,
            "speed_model": self.speed_model,
            "speeds": list(self.speeds),
            "assumptions": self.assumptions,
            "periods": list(self.periods),
            "dates": [day.isoformat() for day in self.dates],
            "classes": [
                {
                    "class": each.name,
                    "percent_outstanding": (each.outstanding * PERCENT).tolist(),
                    "life_years": [finite(years) for years in each.life_years.tolist()],
                }
                for each in self.classes
            ],
            "warnings": list(self.warned),
        }

    def _repr_html_(self) -> str:
        rows = [[column.heading, *column.lives] for column in columns(self, self.classes)]
        caption = f"{self.title}: weighted average lives in years, by {self.speed_words}"
        return fragments.table(caption, ["Class", *self.speed_labels], rows)


def tables_report(run: CashFlows, scenarios: Sequence[Scenario], *, assumptions: str = "") -> TablesReport:
    """The tables of a run whose scenarios differ in nothing but their prepayment speed; see `decrement_tables`."""
    return TablesReport.of(
        decrement_tables(run, scenarios, assumptions=assumptions),
        warned=warning_lines(run),
    )
