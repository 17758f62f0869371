"""Is a deal sound? Asked of a deal by name, which need not be one that can be loaded."""

from __future__ import annotations

from pathlib import Path

from seriatim.api.checking import problems_of
from seriatim.api.library import locate
from seriatim.reports.deal_reports import CheckReport


def check(name: str | Path) -> CheckReport:
    """Every problem of a deal by library name or path: its file, the tables and loans beside it, its printed figures.

    Raises ProblemsError when there is no deal file to be checked.
    """
    return CheckReport(str(name), problems_of(locate(name)))
