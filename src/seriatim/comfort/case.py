"""A deal and the printed figures and notes that lie in its folder: what a tie-out holds against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from seriatim.basics.dates import distribution_dates
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.comfort.notes import FigureKey, listed_differences
from seriatim.comfort.printed import PrintedFigure, read_printed
from seriatim.comfort.recompute import SCHEDULE_TABLES
from seriatim.comfort.result import DealTieOut
from seriatim.comfort.tieout import tie_out
from seriatim.deal.schedules.tables import column_names
from seriatim.projection.model import DealModel

PRINTED = Path("published") / "figures.csv"
"""File of the figures that a deal's document prints, in the folder of the deal file."""
NOTES = "NOTES.md"
"""Beside a deal file: the readings that were a choice, and the differences that are known."""

NOT_COMPUTED = frozenset({"text"})
"""Tables left out: the figures a document states in running text belong to no computed table."""
OF_CLASSES = frozenset({"decrement", "wal", "yield"})


@dataclass(frozen=True)
class Case:
    """A deal, and what it is held against: printed figures, and the differences its notes list."""

    model: DealModel
    figures: tuple[PrintedFigure, ...]
    noted: Collection[FigureKey]

    def tied_out(self) -> DealTieOut:
        """Every figure compared."""
        return tie_out(self.model, self.figures, noted=self.noted)


def case_of(model: DealModel, folder: Path) -> Case:
    """A deal with what lies in its folder; raises ProblemsError where no figures lie there, and for wrong ones."""
    return Case(model, printed_figures(model, folder), listed_differences(folder / NOTES))


def printed_figures(model: DealModel, folder: Path) -> tuple[PrintedFigure, ...]:
    """The printed figures in a folder of a deal, those of running text left out.

    Raises ProblemsError when there are none, and with every figure that is about a class or a schedule which the deal
    does not have.
    """
    file = folder / PRINTED
    if not file.exists():
        hint = f"write the figures of its document to {PRINTED} beside the deal file"
        raise ProblemsError([Problem(str(folder), None, "has no printed figures to compare with", hint)])
    figures = tuple(figure for figure in read_printed(file) if figure.table not in NOT_COMPUTED)
    if not figures:
        raise ProblemsError([Problem(str(file), None, "has no figure of a computed table")])
    problems = [Problem(str(file), figure.line, *found) for figure in figures for found in _unknown(model, figure)]
    if problems:
        raise ProblemsError(problems)
    return figures


def _unknown(model: DealModel, figure: PrintedFigure) -> Iterator[tuple[str, str]]:
    """Subjects of a figure that the deal does not have: (reason, hint) pairs."""
    regular = [security.name for security in model.deal.classes.regular]
    if figure.table in OF_CLASSES:
        yield from _unknown_classes(figure, regular)
    if figure.price_per_100 == 0:
        yield "price 0 has no yield", "give the price per 100 of balance"
    if figure.table in SCHEDULE_TABLES:
        yield from _unscheduled(model, figure)


def _unknown_classes(figure: PrintedFigure, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in figure.classes:
        if name not in known:
            yield f"unknown class {name!r}", did_you_mean(name, known)


def _unscheduled(model: DealModel, figure: PrintedFigure) -> Iterator[tuple[str, str]]:
    """Lacks of a figure of a schedule: it needs the schedule, its derivation, its classes, and a day of the deal."""
    name = SCHEDULE_TABLES[figure.table]
    by_name = {schedule.name: schedule for schedule in model.deal.schedules}
    if name not in by_name:
        yield f"the deal has no schedule {name!r}", f"state it under schedules, or leave out the {figure.table} figures"
        return
    schedule = by_name[name]
    if schedule.derivation is None:
        yield f"schedule {name!r} states no derivation", "say how the document derives it"
    yield from _unknown_classes(figure, schedule.classes)
    if column_names(schedule) != ("balance",) and len(figure.classes) > 1:
        yield f"schedule {name!r} has a balance for each class", "give one class a figure"
    last = distribution_dates(model.deal.dates.first_distribution_day, model.months)[-1]
    if figure.date is not None and figure.date > last:
        yield f"{figure.date} is after the last distribution day {last}", "check the date"
