"""Results on their way out: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.cli.status import FINDING

if TYPE_CHECKING:
    import polars
    from rich.text import Text

STANDARD_OUTPUT = "-"
"""The name that stands for standard output."""
_PAGE_WIDTH = 110


class Answer(Protocol):
    """An answer of the face about a run."""

    @property
    def warned(self) -> tuple[str, ...]:
        """The run's warnings, a line each."""

    def to_text(self) -> str:
        """The answer as text."""

    def to_json(self) -> str:
        """The answer as JSON."""


class Checked(Answer, Protocol):
    """An answer that can check itself."""

    def check(self) -> tuple[str, ...]:
        """Everything that does not follow."""


class TableRows(Protocol):
    """An answer of rows."""

    def to_text(self) -> str:
        """The rows as text."""

    def to_polars(self) -> polars.DataFrame:
        """The rows as a table."""


def show(shown: Text | str) -> None:
    """Text on standard output, with its colours on a terminal and without them elsewhere."""
    if isinstance(shown, str) or not sys.stdout.isatty():
        sys.stdout.write(str(shown))
        return
    from rich.console import Console

    Console(highlight=False).print(shown, end="", soft_wrap=True)


def text_width() -> int:
    """Characters across: those of the terminal, else enough for a page."""
    return shutil.get_terminal_size((_PAGE_WIDTH, 0)).columns if sys.stdout.isatty() else _PAGE_WIDTH


def remark(text: str) -> None:
    """A word beside the result, on standard error, so that the result can be piped."""
    sys.stderr.write(f"{text}\n")


def warn(warned: Iterable[str]) -> None:
    """The warnings of a run, on standard error: the days on which a defect of the document's text bites."""
    for line in warned:
        remark(f"warning: {line}")


def show_answer(answer: Answer, *, json: bool) -> None:
    """An answer about a run: its warnings beside it, then the whole of it as text or as JSON."""
    warn(answer.warned)
    show(f"{answer.to_json()}\n" if json else answer.to_text())


def show_checked(answer: Checked, *, json: bool) -> None:
    """The same for an answer that can check itself: what does not follow is a remark each, and a finding."""
    show_answer(answer, json=json)
    faults = answer.check()
    for fault in faults:
        remark(fault)
    if faults:
        raise typer.Exit(FINDING)


def write_rows(rows: TableRows, csv: str | None) -> None:
    """Rows to a CSV file at full precision, or as text where none is asked for."""
    if csv:
        write(csv, rows.to_polars().write_csv().encode())
    else:
        show(rows.to_text())


def write(name: str, content: bytes) -> None:
    """A result to the file of that name, `-` being standard output; says where on standard error.

    A file is written beside its place and put there when it is whole. Raises ProblemsError when it cannot be.
    """
    if name == STANDARD_OUTPUT:
        sys.stdout.flush()
        left = memoryview(content)
        while left:  # an unbuffered stream may take a part only
            left = left[sys.stdout.buffer.write(left) :]
        return
    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a device or a pipe is written to, never replaced
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        raise ProblemsError([Problem(name, None, f"cannot be written: {error.strerror}")]) from None
    remark(f"wrote {name}")


def why_not_writable(path: Path) -> tuple[str, str] | None:
    """Reason and hint when a file of that name cannot be written, before any work is done for it."""
    folder = path.parent
    try:
        if path.is_dir():
            return f"{path} is a directory", "name a file in it"
        if not folder.is_dir():
            return f"{path} cannot be written: there is no directory {folder}", "make it first"
    except OSError as error:
        return f"{path} cannot be written", error.strerror or ""
    whole_or_not = path if path.exists() and not path.is_file() else folder
    if not os.access(whole_or_not, os.W_OK):
        return f"{path} cannot be written", f"no permission in {folder}"
    return None


def _replace(path: Path, content: bytes) -> None:
    """Write beside the place, then rename; what cannot be finished leaves no trace."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
