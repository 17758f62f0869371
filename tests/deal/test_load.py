"""Reading deals: lines are kept, and as much is checked as can be."""

from decimal import Decimal
from pathlib import Path

import pytest

import seriatim
from seriatim.deal.load import load_deal, read_deal
from seriatim.deal.series import Series, groups_of
from seriatim.deal.text import parse
from tests.deal.cases import BASE, BASE_OF_GROUPS, Case

LIBRARY = sorted(path.parent for path in Path(seriatim.__file__).parent.glob("library/*/deal.yaml"))


@pytest.mark.parametrize("folder", LIBRARY, ids=lambda folder: folder.name)
def test_the_library_reads_clean(folder):
    reading = read_deal(folder)
    assert reading.problems == ()
    assert reading.folder is not None
    assert reading.mortgage_loans == tuple(group.mortgage_loans for group in groups_of(reading.folder.deal))


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
    assert [each.loans for each in reading.mortgage_loans] == ["loans.csv"]


def test_the_loans_of_all_groups_are_known_even_if_the_series_is_not(tmp_path):
    case = Case("", {"deal.yaml": [("  below: 10%", "  below: ten")]}, {}, base="base-groups")
    reading = read_deal(case.write(tmp_path))
    assert reading.folder is None
    assert [each.loans for each in reading.mortgage_loans] == ["pool_one.csv", "pool_two.csv"]


def test_lines_of_a_group_are_those_of_the_file():
    folder = load_deal(BASE_OF_GROUPS)
    lines = (BASE_OF_GROUPS / "deal.yaml").read_text(encoding="utf-8").splitlines()
    second = folder.groups[1].text
    for path, start in (
        ((), "  - group: II"),
        (("deal",), "  - group: II"),
        (("classes", "senior", 0), "        - class: IIA-1"),
        (("classes", "residual"), "residual: R"),
        (("dates", "closing date"), "  closing date:"),
        (("losses", "principal-only class"), "  principal-only class:"),
        (("mortgage loans", "no such key"), "    mortgage loans:"),
    ):
        assert lines[second.line_of(path) - 1].startswith(start)


def test_a_group_is_a_deal_with_the_chapters_of_its_series():
    deal = load_deal(BASE_OF_GROUPS).deal
    assert isinstance(deal, Series)
    for group in deal.groups:
        assert group.dates == deal.dates
        assert group.documents == deal.documents
        assert group.residual_class == deal.residual_class
        assert group.distributions is not None
        assert group.clean_up_call is None
    assert [security.name for security in deal.classes.senior] == ["IA-1", "IA-2", "IIA-1", "A-PO", "A-IO"]
    assert [security.name for security in deal.classes.subordinated] == ["B-1", "B-2"]
    assert deal.classes.named("B-2").balance == Decimal(2_500_000)


def test_models_are_frozen():
    deal = load_deal(BASE).deal
    with pytest.raises(ValueError, match="frozen"):
        deal.classes.senior[0].balance = Decimal(1)
    assert hash(deal.classes.senior[0]) == hash(load_deal(BASE).deal.classes.senior[0])
