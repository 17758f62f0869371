"""The tie-out of deals by name or path: each with the printed figures and the notes that lie in its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from seriatim.api.library import deals, load
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.comfort.case import PRINTED, Case, case_of
from seriatim.comfort.result import DealTieOut
from seriatim.reports.comfort_report import ComfortReport


def tie_out(names: Sequence[str | Path] = (), *, begun: Callable[[str], object] | None = None) -> ComfortReport:
    """Every figure the documents of these deals print, compared with the computed one.

    ``names`` are library names or paths; none stands for every deal of the library that has printed figures.
    ``begun`` is called with the name of each deal before it is tied out. Raises ProblemsError with every problem of
    every deal named, a deal without printed figures included.
    """
    problems: list[Problem] = []
    cases: list[Case] = []
    for name in dict.fromkeys(names) if names else _library_names():
        try:
            deal = load(name)
            cases.append(case_of(deal.model, deal.file.parent))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return ComfortReport(tuple(_tied_out(cases, begun)))


def _library_names() -> list[str]:
    return [name for name, folder in deals().items() if (folder / PRINTED).exists()]


def _tied_out(cases: Sequence[Case], begun: Callable[[str], object] | None) -> Iterator[DealTieOut]:
    for case in cases:
        if begun is not None:
            begun(case.model.deal.deal)
        yield case.tied_out()
