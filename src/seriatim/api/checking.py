"""Everything that can be wrong with the files of a deal, found without running it."""

from __future__ import annotations

from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.comfort.case import PRINTED, printed_figures
from seriatim.deal.load import DEAL_FILE
from seriatim.projection.model import load_model
from seriatim.structuring.schedules import with_derived_tables


def problems_of(path: Path) -> tuple[Problem, ...]:
    """Every problem of a deal folder or deal file: the file, the tables and loans beside it, its printed figures.

    Raises ProblemsError when there is no deal file to be checked.
    """
    file = path / DEAL_FILE if path.is_dir() else path
    if not file.is_file():
        raise ProblemsError([Problem(str(path), None, f"has no {DEAL_FILE}", "name a deal folder, or its deal file")])
    try:
        model = with_derived_tables(load_model(path)[1])
        if (file.parent / PRINTED).exists():
            printed_figures(model, file.parent)
    except ProblemsError as error:
        return error.problems
    return ()
