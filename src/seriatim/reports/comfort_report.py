"""The tie-out in every form: lines of text, JSON, the page, a table for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.basics.json_data import JsonRecord
from seriatim.comfort.result import TieOut
from seriatim.reports import fragments
from seriatim.reports.html import comfort_page
from seriatim.reports.report import Report
from seriatim.reports.text import tie_out_line, tie_out_text
from seriatim.reports.words import table_title


@dataclass(frozen=True, repr=False)
class ComfortReport(Report, TieOut):
    """Every figure that documents print beside the computed one, deal by deal."""

    def __repr__(self) -> str:
        return f"<Tie-out: {tie_out_line(self)}>"

    def to_text(self) -> str:
        """Counts table by table, then the figures that differ."""
        return tie_out_text(self)

    def to_dict(self) -> JsonRecord:
        """Deals, each with its tables, each with its differences, as JSON data."""
        return {"deals": [deal.to_dict() for deal in self.deals]}

    def to_html(self) -> str:
        """Every table typeset as the supplement prints it, figures ticked or marked, and charts: one page."""
        return comfort_page(self)

    def _repr_html_(self) -> str:
        rows = [
            [deal.deal, table_title(table.table), f"{table.matched:,}", f"{table.total:,}"]
            for deal in self.deals
            for table in deal.tables
        ]
        return fragments.table(tie_out_line(self), ["Deal", "Table", "agree", "printed"], rows)
