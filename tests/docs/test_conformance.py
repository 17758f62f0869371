"""The page of conformance lists every requirement once, with the tests that are marked with it and no others."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from docs.generator.commands import commands
from docs.generator.conformance import OPEN, VERIFIED, conformance_page
from docs.generator.conformance_constructs import exists
from docs.generator.conformance_items import REQUIREMENTS, SECTIONS, Item, items
from docs.generator.conformance_marks import Verification, verifications
from seriatim.basics.problems import ProblemsError
from seriatim.deal.schema import deal_schema
from tests.docs.snippets import ROOT

LISTED = ROOT.parent / "shared" / "requirements.md"
TAGS = {"[C]": "core", "[A]": "administrative", "[D]": "documentary", None: ""}


@cache
def text_of_the_page() -> str:
    return conformance_page()


def rows() -> list[list[str]]:
    """The rows of the page's tables but the summary: id, title, construct, tests, status."""
    _, *sections = re.split(r"^## ", text_of_the_page(), flags=re.MULTILINE)
    lines = [line for part in sections[1:] for line in part.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [each for each in cells if each[0] != "id"]


def summary() -> dict[str, list[int]]:
    part = text_of_the_page().split("## Summary")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (?:\[(\w+)\]\(#[\w-]+\))? *\| [^|]* \| ([\d |]+) \|$", part, re.MULTILINE)
    return {name: [int(number) for number in numbers.split(" | ")] for name, numbers in lines}


def test_every_item_stands_once() -> None:
    counted = Counter(row[0] for row in rows())
    assert counted == Counter(item.id for item in items())
    assert set(counted.values()) == {1}


def test_there_are_as_many_as_there_should_be() -> None:
    kinds = Counter(item.section for item in items())
    others = kinds["VAR"], kinds["INC"], kinds["GAP"], kinds["T"]
    assert others == (30, 23, 3, 118)
    assert sum(kinds.values()) - sum(others) == 316
    examples = [int(item.id[2:]) for item in items() if item.section == "T"]
    assert examples == list(range(1, 119))


def test_the_summary_counts_the_rows_below() -> None:
    listed = {item.id: item for item in items()}
    told = summary()
    assert list(told) == [*SECTIONS, ""]
    for name, (count, core, core_verified, verified, left) in told.items():
        inside = [row for row in rows() if (listed[row[0]].section == name if name else listed[row[0]].tag)]
        good = [row for row in inside if row[-1] == VERIFIED]
        assert (count, verified, left) == (len(inside), len(good), len(inside) - len(good)), name
        assert core == sum(listed[row[0]].tag == "core" for row in inside)
        assert core_verified == sum(listed[row[0]].tag == "core" for row in good)


def test_an_item_is_open_if_and_only_if_no_test_names_it() -> None:
    assert {row[-1] for row in rows()} <= {VERIFIED, OPEN}
    marked = {each.id for each in verifications({item.id for item in items()})}
    assert {row[0] for row in rows() if row[-1] == VERIFIED} == marked
    assert {row[0] for row in rows() if row[3]} == marked


def test_every_link_leads_to_a_file_with_the_tests() -> None:
    for row in rows():
        for file, names in re.findall(r"\]\(\.\./\.\./([^)]*)\): ((?:`[^`]+`(?:, )?)+)", row[3]):
            text = (ROOT / file).read_text(encoding="utf-8")
            for name in re.findall(r"`([^`]+)`", names):
                assert f"def {name.rpartition('.')[2]}(" in text, (file, name)


def test_every_construct_exists() -> None:
    """What the page offers can be written today: a key, a command, a column, a field."""
    schema, known = deal_schema(), set(commands())
    missing = [
        f"{item.id}: {construct}"
        for item in items()
        for construct in item.constructs
        if not exists(construct, schema, known)
    ]
    assert missing == []


def test_what_is_verified_says_how_it_is_asked_for() -> None:
    """In docs/generator/requirements.csv, column construct."""
    by_id = {item.id: item for item in items()}
    silent = {row[0] for row in rows() if row[-1] == VERIFIED and row[0][:2] != "T-" and not by_id[row[0]].constructs}
    assert silent == set()


def test_examples_belong_to_requirements() -> None:
    known = {item.id for item in items()}
    for item in items():
        assert set(item.about) <= known, item
        assert bool(item.about) == (item.section == "T"), item


@pytest.mark.skipif(not LISTED.exists(), reason="the list of requirements is not here")
def test_the_items_are_those_of_the_list() -> None:
    text = LISTED.read_text(encoding="utf-8")
    listed = re.findall(r"^- \*\*([A-Z]+-\d+a?)\*\*(?: (\[[CAD]\]))?", text, re.MULTILINE)
    tags = [(name, TAGS[tag or None]) for name, tag in listed]
    assert tags == [(item.id, item.tag) for item in items() if item.section != "T"]
    examples = re.findall(r"^- (T-\d+) \| ([^|]*?) \|", text, re.MULTILINE)
    assert examples == [(item.id, as_listed(item)) for item in items() if item.section == "T"]


def as_listed(item: Item) -> str:
    """The requirements of an example as the list abbreviates them: RATIO-04/05, SPEC-03/04a."""
    first, *more = item.about
    return "/".join([first, *(each.removeprefix(f"{first.rpartition('-')[0]}-") for each in more)])


MARKED = """
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.requirement("LOSS-01")]

@pytest.mark.requirement("LOSS-02", "T-033")
@pytest.mark.parametrize("x", [1, pytest.param(2, marks=pytest.mark.requirement("LOSS-03"))])
def test_one(x): ...

@pytest.mark.requirement("LOSS-04")
class TestMany:
    @pytest.mark.requirement("LOSS-05")
    def test_two(self): ...

    def test_three(self): ...

    def not_a_test(self): ...
"""


def marks(folder: Path, text: str, *ids: str) -> list[tuple[str, str]]:
    (folder / "test_marks.py").write_text(text)
    return [(each.id, each.test) for each in verifications(ids, folder, folder)]


def test_marks_of_tests_cases_classes_and_modules(tmp_path) -> None:
    ids = [f"LOSS-0{k}" for k in range(1, 6)]
    tests = ("TestMany.test_three", "TestMany.test_two", "test_one")
    assert marks(tmp_path, MARKED, *ids, "T-033") == [
        *(("LOSS-01", test) for test in tests),
        ("LOSS-02", "test_one"),
        ("LOSS-03", "test_one"),
        ("LOSS-04", "TestMany.test_three"),
        ("LOSS-04", "TestMany.test_two"),
        ("LOSS-05", "TestMany.test_two"),
        ("T-033", "test_one"),
    ]
    assert verifications([*ids, "T-033"], tmp_path, tmp_path)[0] == Verification("LOSS-01", "test_marks.py", tests[0])


WRONG = """
import pytest
@pytest.mark.requirement("LOSS-50")
def test_one(): ...
@pytest.mark.requirement(ID, "zebra")
def test_two(): ...
@pytest.mark.requirement()
def test_three(): ...
@pytest.mark.requirement("LOSS-05")
def one(): ...
later = pytest.mark.requirement("LOSS-05")
"""


def test_all_that_is_wrong_with_marks_is_told_at_once(tmp_path) -> None:
    with pytest.raises(ProblemsError) as caught:
        marks(tmp_path, WRONG, "LOSS-05", "T-033")
    assert str(caught.value).splitlines() == [
        "test_marks.py:3: unknown requirement 'LOSS-50' (did you mean 'LOSS-05'?)",
        "test_marks.py:5: ID is not a plain text (write the id itself)",
        "test_marks.py:5: unknown requirement 'zebra' (the ids stand in docs/generator)",
        'test_marks.py:7: a requirement mark without ids (write requirement("LOSS-05"))',
        "test_marks.py:9: a requirement mark on something that is not a test (put it on a test)",
        "test_marks.py:11: a requirement mark on something that is not a test (put it on a test)",
    ]


def test_an_id_in_the_table_twice_or_of_no_section(tmp_path) -> None:
    table = tmp_path / "requirements.csv"
    table.write_text(REQUIREMENTS.read_text(encoding="utf-8") + "LOSS-05,core,again,,\nZOO-01,core,lions,,\n")
    with pytest.raises(ProblemsError) as caught:
        items(table)
    twice, nowhere = caught.value.problems
    assert twice.reason == "LOSS-05 stands twice"
    assert nowhere.reason == "ZOO-01 belongs to no section"
