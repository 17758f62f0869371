"""The table of chapters: it agrees with the models and the folders, and what a check or a text takes is there."""

from typing import Any

import pytest

from seriatim.deal import chapters as table
from seriatim.deal.arguments import chapters_of, taken_by
from seriatim.deal.chapters import CHAPTERS, Chapter
from seriatim.deal.classes.roster import GroupRosters, Roster
from seriatim.deal.composite_classes.terms import Composite
from seriatim.deal.findings import SOUND, Check, Finding, Sound, findings
from seriatim.deal.load import load_deal
from seriatim.deal.model import DealTerms
from seriatim.deal.series import Series
from seriatim.deal.terms import GroupName
from tests.deal.cases import BASE
from tests.deal.test_describe import BASE_OF_GROUPS

NO_CHAPTERS = {"deal", "title", "note", "groups", "residual"}
"""Fields without a text of their own: the head of the file, the groups, the residual of a series."""
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.field)


def fields(kind: type[DealTerms] | type[Series]) -> list[str]:
    return [name for name in kind.model_fields if name not in NO_CHAPTERS]


def kinds() -> list[Any]:
    """The types by which chapters are asked for."""
    found = []
    for model in (DealTerms, Series):
        found += [field.annotation for field in model.model_fields.values() if field.annotation is not str]
    return found


def test_every_chapter_of_a_deal_has_its_line_in_the_order_of_the_file():
    lines = [chapter.field for chapter in CHAPTERS]
    assert [name for name in lines if name in DealTerms.model_fields] == fields(DealTerms)
    assert [name for name in lines if name in Series.model_fields] == fields(Series)
    assert set(lines) == {*fields(DealTerms), *fields(Series)}


@every_chapter
def test_a_chapter_has_a_folder_of_its_name(chapter: Chapter):
    home = f"{table.__name__.rpartition('.')[0]}.{chapter.field}"
    assert chapter.say.__module__ == f"{home}.words"
    assert {check.findings.__module__ for check in chapter.checks} <= {f"{home}.checks"}


def test_each_type_stands_for_one_chapter():
    for model in (DealTerms, Series):
        asked = [field.annotation for field in model.model_fields.values() if field.annotation is not str]
        assert len(set(asked)) == len(asked)


@every_chapter
def test_what_a_check_takes_can_be_given(chapter: Chapter):
    known = [*kinds(), Roster, GroupRosters]
    for check in chapter.checks:
        for taken in taken_by(check.findings):
            assert taken.kind in known, (check.findings.__name__, taken.kind)
            assert set(taken.marks) <= {SOUND}
        assert check.vouches_for is None or check.vouches_for in known


@every_chapter
def test_what_a_text_takes_can_be_given(chapter: Chapter):
    known = [*kinds(), GroupName, tuple[Composite, ...]]
    assert [taken.kind for taken in taken_by(chapter.say) if taken.kind not in known] == []


@every_chapter
def test_some_check_vouches_for_what_is_taken_for_granted(chapter: Chapter):
    vouched = [check.vouches_for for other in CHAPTERS for check in other.checks]
    for check in chapter.checks:
        for taken in taken_by(check.findings):
            assert not taken.marks or vouched.index(taken.kind) < _position(check), check.findings.__name__


def _position(check: Check) -> int:
    return [each for chapter in CHAPTERS for each in chapter.checks].index(check)


@every_chapter
def test_entries_that_go_by_a_name_have_one(chapter: Chapter):
    if chapter.entry:
        (entry, _) = DealTerms.model_fields[chapter.field].annotation.__args__
        assert entry.model_fields["name"].alias == "name"


def test_every_check_of_a_deal_is_made():
    given = {**chapters_of(load_deal(BASE).deal), Roster: Roster.of(load_deal(BASE).deal.classes)}
    given |= {**chapters_of(load_deal(BASE_OF_GROUPS).deal), GroupRosters: GroupRosters((), sized=True)}
    for chapter in CHAPTERS:
        for check in chapter.checks:
            assert all(taken.kind in given for taken in taken_by(check.findings)), check.findings.__name__


def test_a_check_waits_for_what_it_takes_for_granted():
    def vouching(number: int):
        yield Finding((), f"{number} is wrong")

    def trusting(number: Sound[int]):
        yield Finding((), f"{number} repeats it")

    def careless(number: int):
        yield Finding((), f"{number} is wrong elsewhere")

    checks = (Check(vouching, vouches_for=int), Check(trusting), Check(careless))
    assert [each.reason for each in findings(checks, {int: 1})] == ["1 is wrong", "1 is wrong elsewhere"]
    assert [each.reason for each in findings(checks[1:], {int: 1})] == ["1 repeats it", "1 is wrong elsewhere"]
    assert list(findings(checks, {str: "no number"})) == []
