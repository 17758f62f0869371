"""Asking the program as a user does: a command line, and what comes back."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.testing import CliRunner

from seriatim.api.library import LIBRARY
from seriatim.cli.main import app

PROGRAM = Path(sys.executable).parent / "seriatim"
DEALS = ("cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6")


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str
    raw: bytes = b""


def ask(*arguments: str | Path) -> Answer:
    """Within this process; what is no answer to a user (a traceback) fails the test."""
    result = CliRunner(env={"COLUMNS": "110", "NO_COLOR": "1"}).invoke(app, [str(each) for each in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit | typer.Exit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr, result.stdout_bytes)


def ask_process(*arguments: str | Path, **options: object) -> "subprocess.CompletedProcess[str]":
    """In a process of its own."""
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "110"}
    command = [str(PROGRAM), *(str(each) for each in arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, **options)  # type: ignore[call-overload, no-any-return]


def copied(name: str, folder: Path) -> Path:
    """A deal of the library in a folder of one's own, without what a test does not need."""
    import shutil

    return Path(shutil.copytree(LIBRARY / name, folder / name))
