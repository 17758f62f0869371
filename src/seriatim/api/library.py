"""Finding deals: by library name or by path."""

from __future__ import annotations

from pathlib import Path

from seriatim.api.deal import Deal
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.deal.load import DEAL_FILE
from seriatim.projection.model import load_model
from seriatim.structuring.schedules import with_derived_tables

LIBRARY = Path(__file__).parent.parent / "library"


def deals(path: str | Path | None = None) -> dict[str, Path]:
    """Names and folders of the deals in the library, or of those below a path.

    Raises ProblemsError when the path does not exist.

    >>> sorted(deals())[:3]
    ['cmsi-1994-5', 'cmsi-1999-7', 'cmsi-2006-6']
    """
    root = LIBRARY if path is None else Path(path)
    if not root.exists():
        raise ProblemsError([Problem(str(root), None, "does not exist")])
    files = [root] if root.is_file() else sorted(root.rglob(DEAL_FILE))
    return {file.parent.resolve().name: file.parent for file in files}


def locate(name: str | Path) -> Path:
    """The folder or file of a deal: a library name, else a path; raises ProblemsError with the nearest name."""
    known = deals()
    if str(name) in known:
        return known[str(name)]
    path = Path(name)
    if path.exists():
        return path
    raise ProblemsError(
        [Problem(str(name), None, "no such deal in the library, and no such path", did_you_mean(str(name), known))]
    )


def load(name: str | Path) -> Deal:
    """Load a deal by library name or path, ready to run.

    Schedules without a table are derived. Raises ProblemsError with everything that is wrong with its files.
    """
    path = locate(name)
    folder, model = load_model(path)
    return Deal(with_derived_tables(model), folder)
