"""A user's error as a value: where it is, what is wrong, what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing wrong in what the user wrote, with its place and a way out.

    `line` counts from 1; None when the problem belongs to the whole file (no such file, an empty file). An
    empty `file` means that the input came through Python, not from a file.

    >>> print(Problem("deal.yaml", 12, "unknown class 'A-21'", "did you mean 'A-12'?"))
    deal.yaml:12: unknown class 'A-21' (did you mean 'A-12'?)
    >>> print(Problem("lines.csv", None, "no such file"))
    lines.csv: no such file
    """

    file: str
    line: int | None
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        line = "" if self.line is None else f"{self.line}:"
        place = f"{self.file}:{line} " if self.file else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.reason}{hint}"


class ProblemsError(ValueError):
    """Every problem found in one input, reported at once; the text has one problem a line.

    >>> print(ProblemsError([Problem("a.csv", 2, "no balance"), Problem("a.csv", 3, "no balance")]))
    a.csv:2: no balance
    a.csv:3: no balance
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        super().__init__(found)
        self.problems: tuple[Problem, ...] = found

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The right name closest to a wrong one, or None when nothing is close enough to suggest.

    Letter case does not count; among equals the first candidate wins.

    >>> nearest("a-10", ["A-1", "A-10", "B-1"])
    'A-10'
    >>> nearest("sequentialy", ["sequentially", "pro rata"])
    'sequentially'
    >>> nearest("zebra", ["A-1", "A-10"]) is None
    True
    """
    by_folded: dict[str, str] = {}
    for candidate in candidates:
        by_folded.setdefault(candidate.casefold(), candidate)
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """The hint for a wrong name: the nearest right one, or else the whole choice.

    >>> did_you_mean("severty", ["severity", "lag_months"])
    "did you mean 'severity'?"
    >>> did_you_mean("xyz", ["severity", "lag_months"])
    "choose from 'severity', 'lag_months'"
    """
    choice = tuple(candidates)
    close = nearest(name, choice)
    if close is not None:
        return f"did you mean {close!r}?"
    return "choose from " + ", ".join(repr(candidate) for candidate in choice)
