"""Is a deal sound? Everything that can be wrong with its files, found without running it."""

from __future__ import annotations

from pathlib import Path

from seriatim.api.comfort import PRINTED, printed_figures
from seriatim.api.library import load, locate
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.deal.load import DEAL_FILE


def check(name: str | Path) -> tuple[Problem, ...]:
    """Every problem of a deal by library name or path: its file, the tables and loans beside it, its printed figures.

    Raises ProblemsError when there is no deal file to be checked.
    """
    path = locate(name)
    file = path / DEAL_FILE if path.is_dir() else path
    if not file.is_file():
        raise ProblemsError([Problem(str(path), None, f"has no {DEAL_FILE}", "name a deal folder, or its deal file")])
    try:
        deal = load(path)
        if (file.parent / PRINTED).exists():
            printed_figures(deal)
    except ProblemsError as error:
        return error.problems
    return ()
