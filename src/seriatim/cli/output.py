"""Where results go: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from seriatim.basics.problems import Problem, ProblemsError

if TYPE_CHECKING:
    from rich.text import Text

STANDARD_OUTPUT = "-"
"""The name that stands for standard output."""
_PAGE_WIDTH = 110


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
