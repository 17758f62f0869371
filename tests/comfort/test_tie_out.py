"""Every figure printed in the three supplements against the computed one, and what the deals' notes say of the rest."""

from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from seriatim.api.library import LIBRARY
from seriatim.basics.money import round_half_up
from seriatim.comfort.notes import HEADER, key_of, listed_differences
from seriatim.comfort.printed import PrintedFigure, printed_value, read_printed
from seriatim.comfort.result import ComparedFigure, DealTieOut
from seriatim.comfort.tieout import tie_out
from seriatim.deal.load import load_deal
from seriatim.projection.model import build_model

FIGURES = {"cmsi-1994-5": 2238, "cmsi-1999-7": 1837, "cmsi-2006-6": 2693}
MATCHED_2006 = 2678
SCHEDULES = ("planned_balance", "targeted_balance", "yield_maintenance_assumed_balance")
TABLES = {
    "cmsi-1994-5": {"targeted_balance": 726, "decrement": 1440, "wal": 48, "yield": 24},
    "cmsi-1999-7": {"decrement": 1705, "wal": 55, "yield": 53, "aggregate_realized_loss": 24},
    "cmsi-2006-6": {
        "planned_balance": 140,
        "targeted_balance": 289,
        "yield_maintenance_assumed_balance": 52,
        "decrement": 2015,
        "wal": 65,
        "yield": 108,
        "aggregate_realized_loss": 24,
    },
}


def figures_of(deal: str) -> tuple[PrintedFigure, ...]:
    """The figures of the computed tables; those of the running text are left out."""
    figures = read_printed(LIBRARY / deal / "published" / "figures.csv")
    return tuple(figure for figure in figures if figure.table != "text")


@cache
def tied_out(deal: str) -> DealTieOut:
    notes = listed_differences(LIBRARY / deal / "NOTES.md")
    return tie_out(build_model(load_deal(LIBRARY / deal)), figures_of(deal), noted=notes)


@pytest.mark.requirement("AN-11")
@pytest.mark.parametrize("deal", FIGURES)
def test_all_printed_figures_are_compared(deal: str) -> None:
    result = tied_out(deal)
    assert {table.table: table.total for table in result.tables} == TABLES[deal]
    assert result.total == FIGURES[deal]


@pytest.mark.requirement(
    "ALLOC-14",
    "ALLOC-15",
    "ALLOC-16",
    "ALLOC-25",
    "SPEC-03",
    "SPEC-05",
    "SPEC-07",
    "PREP-01",
    "PREP-02",
    "PREP-04",
    "PREP-05",
    "AN-01",
    "AN-02",
    "AN-03",
    "AN-04",
    "AN-05",
    "AN-07",
    "AN-08",
    "VAR-16",
    "VAR-26",
    "INC-06",
    "INC-17",
    "GAP-03",
    "T-065",
    "T-067",
    "T-078",
    "T-079",
    "T-080",
    "T-081",
    "T-082",
    "T-083",
    "T-084",
    "T-085",
    "T-086",
    "T-087",
    "T-088",
    "T-091",
    "T-097",
    "T-098",
    "T-101",
    "T-104",
)
@pytest.mark.parametrize("deal", ["cmsi-1994-5", "cmsi-1999-7"])
def test_every_figure_agrees(deal: str) -> None:
    assert tied_out(deal).differences == ()


def test_all_but_a_few_figures_of_2006_agree() -> None:
    assert tied_out("cmsi-2006-6").matched >= MATCHED_2006


@pytest.mark.requirement(
    "ALLOC-13",
    "SPEC-03",
    "SPEC-04",
    "SPEC-04a",
    "SPEC-07",
    "SPEC-09",
    "PREP-01",
    "PREP-02",
    "PREP-04",
    "AN-01",
    "AN-02",
    "AN-03",
    "AN-04",
    "AN-05",
    "AN-06",
    "AN-07",
    "AN-08",
    "VAR-16",
    "VAR-26",
    "INC-02",
    "GAP-02",
    "T-062",
    "T-063",
    "T-064",
    "T-068",
    "T-069",
    "T-070",
    "T-071",
    "T-072",
    "T-073",
    "T-074",
    "T-075",
    "T-076",
    "T-077",
    "T-087",
    "T-088",
    "T-089",
    "T-090",
    "T-092",
    "T-093",
    "T-094",
    "T-095",
    "T-096",
    "T-099",
    "T-100",
    "T-102",
    "T-103",
    "T-104",
)
def test_what_differs_in_2006_is_a_cent_of_a_schedule() -> None:
    for comparison in tied_out("cmsi-2006-6").differences:
        assert comparison.figure.table in SCHEDULES
        printed = printed_value(comparison.figure.printed)
        assert abs(round_half_up(comparison.computed, 2) - printed) == Decimal("0.01"), comparison


def listed(deal: str) -> dict[tuple[str, ...], str]:
    """The computed value that the notes give for each difference they list."""
    found: dict[tuple[str, ...], str] = {}
    path = LIBRARY / deal / "NOTES.md"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    inside = False
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif tuple(cells[: len(HEADER)]) == HEADER:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            table, classes, when, printed, computed = cells[: len(HEADER)]
            key = (table, classes.replace(", ", ";"), when, printed.replace(",", ""))
            assert key not in found, f"{key} is listed twice"
            found[key] = computed.replace(",", "")
    return found


def computed_as_listed(comparison: ComparedFigure, text: str) -> bool:
    """Whether the listed value, to more digits than are printed, is the computed one."""
    decimals = len(text.partition(".")[2])
    return decimals > comparison.figure.decimals and round_half_up(comparison.computed, decimals) == Decimal(text)


@pytest.mark.parametrize("deal", FIGURES)
def test_the_notes_list_what_differs_and_nothing_else(deal: str) -> None:
    assert (LIBRARY / deal / "NOTES.md").exists()
    differing = {key_of(comparison.figure): comparison for comparison in tied_out(deal).differences}
    values = listed(deal)
    assert set(differing) == set(values) == listed_differences(LIBRARY / deal / "NOTES.md")
    wrong = [key for key, comparison in differing.items() if not computed_as_listed(comparison, values[key])]
    assert not wrong
    assert all(comparison.noted for comparison in differing.values())


@pytest.mark.parametrize("deal", FIGURES)
def test_computed_figures_lie_evenly_around_the_printed_ones(deal: str) -> None:
    """A right model's errors fill half a unit of the last digit evenly: a quarter on average, none left or right."""
    errors = [
        float(comparison.computed) - float(printed_value(comparison.figure.printed))
        for table in tied_out(deal).tables
        if table.table == "decrement"
        for comparison in table.comparisons
        if comparison.figure.printed not in ("*", "0", "100")
    ]
    assert len(errors) > 400
    assert sum(map(abs, errors)) / len(errors) == pytest.approx(0.25, abs=0.02)
    assert sum(errors) / len(errors) == pytest.approx(0, abs=0.025)


@pytest.mark.parametrize("deal", FIGURES)
def test_the_schedules_the_rules_use_are_the_printed_ones(deal: str) -> None:
    """Every balance of a schedule file of the deal stands in the supplement, and every printed one in the file."""
    folder = load_deal(LIBRARY / deal)
    first = folder.deal.dates.first_distribution_day
    printed = Counter(
        (figure.table.replace("_", " "), figure.classes, figure.date, printed_value(figure.printed))
        for figure in figures_of(deal)
        if figure.table in SCHEDULES and figure.date is not None and figure.date >= first
    )
    in_files: Counter[tuple[object, ...]] = Counter()
    for name, table in folder.tables.items():
        classes = folder.deal.schedule(name).classes
        for column, values in table.columns.items():
            names = classes if column == "balance" else (column,)
            for month, value in enumerate(values):
                day = date(first.year + (first.month - 1 + month) // 12, (first.month - 1 + month) % 12 + 1, 25)
                in_files[name, names, day, value] += 1
    assert in_files == printed


def test_no_figure_is_special_cased(tmp_path: Path) -> None:
    """Under another name, in another place, without its notes and printed figures, a deal gives the same figures."""
    for deal in FIGURES:
        folder = tmp_path / deal[-6:]
        folder.mkdir()
        for file in (LIBRARY / deal).glob("*.*"):
            if file.suffix in (".yaml", ".csv"):
                text = file.read_text(encoding="utf-8")
                (folder / file.name).write_text(text.replace("deal: CMSI", "deal: other"), encoding="utf-8")
        renamed = tie_out(build_model(load_deal(folder)), figures_of(deal))
        assert renamed.deal.startswith("other")
        same = [comparison.computed for table in renamed.tables for comparison in table.comparisons]
        assert same == [comparison.computed for table in tied_out(deal).tables for comparison in table.comparisons]
