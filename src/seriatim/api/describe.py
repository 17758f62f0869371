"""A deal in prospectus English, by name: its file is read, its loans are not."""

from __future__ import annotations

from pathlib import Path

from seriatim.api.description import described_terms
from seriatim.api.library import locate
from seriatim.deal.load import load_deal
from seriatim.reports.deal_reports import DescribeReport


def describe(name: str | Path) -> DescribeReport:
    """A deal in prospectus English, by library name or path; raises ProblemsError with all wrong with its file."""
    folder = load_deal(locate(name))
    return described_terms(folder.deal, folder.tables)
