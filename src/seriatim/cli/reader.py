"""The options of one command, read together: everything that is wrong with them is reported at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.cli.output import STANDARD_OUTPUT, why_not_writable

Parsed = TypeVar("Parsed")
Otherwise = TypeVar("Otherwise")


class OptionReader:
    """Options on their way from text to values; `finish` raises ProblemsError with all that could not be read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._on_standard_output: list[str] = []

    def refuse(self, option: str, reason: str, hint: str = "") -> None:
        """Note what is wrong with an option."""
        self.problems.append(Problem(option, None, reason, hint))

    def value(
        self, option: str, text: str | None, *, read: Callable[[str], Parsed], otherwise: Otherwise
    ) -> Parsed | Otherwise:
        """The value of an option; `otherwise` when it is not given or cannot be read."""
        if text is None:
            return otherwise
        try:
            return read(text)
        except ProblemsError as error:
            for problem in error.problems:
                self.refuse(option, problem.reason, problem.hint)
        except ValueError as error:
            reason, colon, hint = str(error).rpartition(": ")
            self.refuse(option, *((reason, hint) if colon else (hint,)))
        return otherwise

    def target(self, option: str, name: str | None) -> None:
        """Check a file to be written before anything is computed for it."""
        if name == STANDARD_OUTPUT:
            self._on_standard_output.append(option)
            if len(self._on_standard_output) > 1:
                self.refuse(option, f"{self._on_standard_output[0]} is standard output already", "name a file")
        elif name is not None and (found := why_not_writable(Path(name))):
            self.refuse(option, *found)

    def finish(self) -> None:
        """Raise ProblemsError if anything was wrong."""
        if self.problems:
            raise ProblemsError(self.problems)
