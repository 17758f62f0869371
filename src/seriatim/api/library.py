"""Finding deals: by library name or by path."""

from __future__ import annotations

from pathlib import Path

from seriatim.api.deal import Deal
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.words import plural
from seriatim.deal.load import DEAL_FILE, load_deal
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
    if not _exists(root):
        raise ProblemsError([Problem(str(root), None, "does not exist")])
    files = [root] if root.is_file() else sorted(root.rglob(DEAL_FILE))
    return {file.parent.resolve().name: file.parent for file in files}


def titles(path: str | Path | None = None) -> tuple[tuple[str, str], ...]:
    """The deals in the library, and those below a path, by what to write for them, each with its title.

    In place of the title of a deal file that cannot be read stands how many problems it has.
    """
    rows = [(name, _title(folder)) for name, folder in deals().items()]
    if path is not None:
        rows += [(str(folder), _title(folder)) for folder in deals(path).values()]
    return tuple(rows)


def locate(name: str | Path) -> Path:
    """The folder or file of a deal: a library name, else a path; raises ProblemsError with the nearest name."""
    known = deals()
    if str(name) in known:
        return known[str(name)]
    if _exists(Path(name)):
        return Path(name)
    raise ProblemsError(
        [Problem(str(name), None, "no such deal in the library, and no such path", did_you_mean(str(name), known))]
    )


def load(name: str | Path) -> Deal:
    """Load a deal by library name or path, ready to run.

    Schedules without a table are derived. Raises ProblemsError with everything that is wrong with its files.
    """
    folder, model = load_model(locate(name))
    return Deal(with_derived_tables(model), folder, asked_as=str(name))


def _exists(path: Path) -> bool:
    """True where there is such a path; none has a name too long for the system, or one with a zero byte."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _title(folder: Path) -> str:
    """The title of a deal, or what to do about a deal file that cannot be read."""
    try:
        return load_deal(folder).deal.title
    except ProblemsError as error:
        count = len(error.problems)
        return f"({count} {plural(count, 'problem', 'problems')}: see `seriatim check`)"
