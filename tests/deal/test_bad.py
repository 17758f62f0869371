"""Bad input: each case gives exactly its pinned problems, at once, in the words of the field."""

import re

import pytest

from tests.deal.cases import BAD, BASE, bad_cases, load, problems

CASES = list(bad_cases())
JARGON = re.compile(
    r"pydantic|traceback|exception|validat|Input should|type=|dict|tuple|NoneType|Decimal|regex|\bnull\b|\bNone\b"
)
LONGEST_PROBLEM = 250


def test_the_base_is_sound():
    assert load(BASE).deal.deal == "Base"


def test_there_are_many_cases():
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems_are_as_pinned(case, tmp_path):
    """After a deliberate change of a text: `python -m tests.deal.cases`, and read the difference."""
    assert problems(case.write(tmp_path), tmp_path) == case.problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_problems_are_for_people(case):
    lines = case.problems.splitlines()
    assert lines
    for line in lines:
        assert re.match(r"[a-z_]+\.(yaml|csv):(\d+:)? \S", line)
        assert not JARGON.search(line)
        assert len(line) <= LONGEST_PROBLEM


def test_problems_come_in_the_order_of_the_files():
    for case in CASES:
        places = re.findall(r"^(\w+\.\w+):(\d+)?", case.problems, re.MULTILINE)
        in_order = [(file, int(line or 0)) for file, line in places]
        assert in_order == sorted(in_order)


def test_every_bad_file_is_used():
    assert {path.suffix for path in BAD.iterdir()} == {".yaml"}
