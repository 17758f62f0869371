"""Deals run in both engines through the public API: what a class gets in a month, once they agree on it to the cent."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import seriatim
from seriatim import Deal, Run, Scenario
from seriatim.api.library import LIBRARY

FILES = Path(__file__).parent / "deals"
ENGINES = ("lanes", "exact")
NOTHING = Scenario()
CENT = 0.01


@cache
def worked_deal(name: str) -> Deal:
    """A small deal of `tests/worked/deals`."""
    return seriatim.load(FILES / f"{name}.yaml")


def changed(path: Path, folder: Path, changes: Mapping[str, str]) -> Deal:
    """A deal file, with its tables, in which each passage, which stands there once, is replaced."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in path.parent.glob("*.*") if related(path, file)}
    for old, new in changes.items():
        assert sum(text.count(old) for text in texts.values()) == 1, f"{old!r} does not stand once in {path.name}"
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return seriatim.load(folder / path.name)


def related(path: Path, file: Path) -> bool:
    """A library deal has a folder of its own; small ones stand beside one another."""
    return file.suffix in (".yaml", ".csv") and (path.name == "deal.yaml" or file.stem == path.stem)


def small(name: str, folder: Path, changes: Mapping[str, str]) -> Deal:
    return changed(FILES / f"{name}.yaml", folder, changes)


def library(name: str, folder: Path, changes: Mapping[str, str]) -> Deal:
    return changed(LIBRARY / name / "deal.yaml", folder, changes)


def written(rows: tuple[Mapping[str, object], ...], path: Path) -> Path:
    """An event file; months between the rows without one get a row of nothing."""
    given = {row["period"] for row in rows}
    every = [*rows, *({"period": period} for period in range(min(given), max(given)) if period not in given)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(column for row in every for column in row)))
        writer.writeheader()
        writer.writerows(every)
    return path


class Both:
    """A deal in one scenario and one course of events: ``told("interest", 3)`` are the cents of the third month."""

    def __init__(self, deal: Deal, scenario: Scenario = NOTHING, events: Path | None = None) -> None:
        self.deal = deal
        self.runs = tuple(deal.under(events).run(scenario, engine=engine) for engine in ENGINES)

    def __call__(self, item: str, period: int) -> dict[str, float]:
        """Amounts of every class with any, in the month; for a balance, 0 is the closing day."""
        lanes, exact = ({name: amount(run, name, item, period) for name in self.deal.classes} for run in self.runs)
        assert lanes == exact, f"the engines differ in {item} of period {period}"
        return {name: value for name, value in lanes.items() if value}

    def series(self, name: str, item: str) -> NDArray[np.float64]:
        """All months of an item of one class, unrounded."""
        lanes, exact = (getattr(run[name], item) for run in self.runs)
        assert np.abs(lanes - exact).max() < CENT / 2, f"the engines differ in {item} of {name}"
        return lanes


def amount(run: Run, name: str, item: str, period: int) -> float:
    values = getattr(run[name], item)
    return round(float(values[period if item == "balance" else period - 1]), 2)
