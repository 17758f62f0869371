"""The tie-out of deals by name or path: each with the printed figures and the notes that lie in its folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seriatim.api.deal import Deal
from seriatim.api.library import deals, load
from seriatim.basics.dates import distribution_dates
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.comfort.notes import FigureKey, listed_differences
from seriatim.comfort.printed import PrintedFigure, read_printed
from seriatim.comfort.recompute import SCHEDULE_TABLES
from seriatim.comfort.result import DealTieOut, TieOut
from seriatim.comfort.tieout import tie_out
from seriatim.deal.schedules.tables import column_names

PRINTED = Path("published") / "figures.csv"
"""Where, beside a deal file, the figures stand that its document prints."""
NOTES = "NOTES.md"
"""Beside a deal file: the readings that were a choice, and the differences that are known."""

NOT_COMPUTED = frozenset({"text"})
"""Tables left out: the figures a document states in running text belong to no computed table."""
OF_CLASSES = frozenset({"decrement", "wal", "yield"})


@dataclass(frozen=True)
class _Case:
    """A deal, and what it is held against."""

    deal: Deal
    figures: tuple[PrintedFigure, ...]
    noted: Collection[FigureKey]


def comfort(names: Sequence[str | Path] = (), *, begun: Callable[[str], object] | None = None) -> TieOut:
    """Every figure the documents of these deals print, compared with the computed one.

    ``names`` are library names or paths; none stands for every deal of the library that has printed figures.
    ``begun`` is told the name of each deal before it is tied out. Raises ProblemsError with every problem of every deal
    named, a deal without printed figures included.
    """
    problems: list[Problem] = []
    cases: list[_Case] = []
    for name in dict.fromkeys(names) if names else _library_names():
        try:
            cases.append(_case(name))
        except ProblemsError as error:
            problems += error.problems
    if problems:
        raise ProblemsError(problems)
    return TieOut(tuple(_tied_out(cases, begun)))


def printed_figures(deal: Deal) -> tuple[PrintedFigure, ...]:
    """The printed figures in the folder of a deal, those of running text left out.

    Raises ProblemsError when there are none, and with every figure that is about a class or a schedule which the deal
    does not have.
    """
    file = _folder(deal) / PRINTED
    if not file.exists():
        hint = f"write the figures of its document to {PRINTED} beside the deal file"
        raise ProblemsError([Problem(str(_folder(deal)), None, "has no printed figures to compare with", hint)])
    figures = tuple(figure for figure in read_printed(file) if figure.table not in NOT_COMPUTED)
    if not figures:
        raise ProblemsError([Problem(str(file), None, "has no figure of a computed table")])
    problems = [Problem(str(file), figure.line, *found) for figure in figures for found in _unknown(deal, figure)]
    if problems:
        raise ProblemsError(problems)
    return figures


def _library_names() -> list[str]:
    return [name for name, folder in deals().items() if (folder / PRINTED).exists()]


def _folder(deal: Deal) -> Path:
    return deal.folder.file.parent


def _case(name: str | Path) -> _Case:
    deal = load(name)
    return _Case(deal, printed_figures(deal), listed_differences(_folder(deal) / NOTES))


def _tied_out(cases: Sequence[_Case], begun: Callable[[str], object] | None) -> Iterator[DealTieOut]:
    for case in cases:
        if begun is not None:
            begun(case.deal.name)
        yield tie_out(case.deal.model, case.figures, noted=case.noted)


def _unknown(deal: Deal, figure: PrintedFigure) -> Iterator[tuple[str, str]]:
    """What a figure is about that the deal does not have: (reason, hint) pairs."""
    regular = [security.name for security in deal.terms.classes.regular]
    if figure.table in OF_CLASSES:
        yield from _unknown_classes(figure, regular)
    if figure.price_per_100 == 0:
        yield "price 0 has no yield", "give the price per 100 of balance"
    if figure.table in SCHEDULE_TABLES:
        yield from _unscheduled(deal, figure)


def _unknown_classes(figure: PrintedFigure, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in figure.classes:
        if name not in known:
            yield f"unknown class {name!r}", did_you_mean(name, known)


def _unscheduled(deal: Deal, figure: PrintedFigure) -> Iterator[tuple[str, str]]:
    """A figure of a schedule needs the schedule, its derivation, its classes, and a day of the deal."""
    name = SCHEDULE_TABLES[figure.table]
    by_name = {schedule.name: schedule for schedule in deal.terms.schedules}
    if name not in by_name:
        yield f"the deal has no schedule {name!r}", f"state it under schedules, or leave out the {figure.table} figures"
        return
    schedule = by_name[name]
    if schedule.derivation is None:
        yield f"schedule {name!r} states no derivation", "say how the document derives it"
    yield from _unknown_classes(figure, schedule.classes)
    if column_names(schedule) != ("balance",) and len(figure.classes) > 1:
        yield f"schedule {name!r} has a balance for each class", "give one class a figure"
    last = distribution_dates(deal.terms.dates.first_distribution_day, deal.model.months)[-1]
    if figure.date is not None and figure.date > last:
        yield f"{figure.date} is after the last distribution day {last}", "check the date"
