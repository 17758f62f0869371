"""Reading deals: lines are kept, and as much is checked as can be."""

from decimal import Decimal
from pathlib import Path

import pytest

import seriatim
from seriatim.deal.load import load_deal, read_deal
from seriatim.deal.text import parse
from tests.deal.cases import BASE, Case

LIBRARY = sorted(path.parent for path in Path(seriatim.__file__).parent.glob("library/*/deal.yaml"))


@pytest.mark.parametrize("folder", LIBRARY, ids=lambda folder: folder.name)
def test_the_library_reads_clean(folder):
    reading = read_deal(folder)
    assert reading.problems == ()
    assert reading.folder is not None
    assert reading.mortgage_loans == reading.folder.deal.mortgage_loans


def test_a_folder_and_its_file_are_the_same_deal():
    assert load_deal(BASE).deal == load_deal(BASE / "deal.yaml").deal


def test_lines_are_kept():
    text = load_deal(BASE).text
    lines = (BASE / "deal.yaml").read_text(encoding="utf-8").splitlines()
    for path, start in (
        (("dates", "closing date"), "  closing date:"),
        (("classes", "senior", 3), "    - class: A-4"),
        (("classes", "senior", 3, "rate"), "      rate: 6%"),
        (("allocations", "senior principal", "rules", 3, "concurrently", 1), "          - 20%: A-5"),
        (("structuring assumptions", "no such key"), "structuring assumptions:"),
    ):
        assert lines[text.line_of(path) - 1].startswith(start)


def test_numbers_keep_every_digit():
    data = parse("a: 0.083333333333333333\nb: 1_000\nc: 1e3\nd: 0x1F\ne: .nan\nf: 2006-11-28\ng: yes", "x").data
    assert data == {
        "a": Decimal("0.083333333333333333"),
        "b": 1000,
        "c": Decimal("1e3"),
        "d": "0x1F",
        "e": ".nan",
        "f": "2006-11-28",
        "g": "yes",
    }


def test_the_loans_are_known_even_if_the_deal_is_not(tmp_path):
    case = Case("", {"deal.yaml": [("  below: 10%", "  below: ten")]}, {})
    reading = read_deal(case.write(tmp_path))
    assert reading.folder is None
    assert reading.mortgage_loans is not None
    assert reading.mortgage_loans.loans == "loans.csv"


def test_models_are_frozen():
    deal = load_deal(BASE).deal
    with pytest.raises(ValueError, match="frozen"):
        deal.classes.senior[0].balance = Decimal(1)
    assert hash(deal.classes.senior[0]) == hash(load_deal(BASE).deal.classes.senior[0])
