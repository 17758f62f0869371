"""Asking: wrong questions, and answers as data."""

import json
from datetime import date

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain, explain_in, explain_kept
from seriatim.explain.record import explanation_record
from seriatim.explain.traced_run import traced_run
from tests.projection.scenarios import model_of

DEAL = "cmsi-2006-6"
CALM = Scenario(psa=350)

WRONG = {
    Question("B-33", 5): "there is no class 'B-33' (did you mean 'B-3'?)",
    Question("A-1", 5, "pricipal"): "there is no item 'pricipal' (did you mean 'principal'?)",
    Question("A-1", 0): "there is no distribution day 0 (they count from 1 to 360)",
    Question("A-1", 361): "there is no distribution day 361 (they count from 1 to 360)",
    Question("A-1", date(2012, 6, 20)): "2012-06-20 is not a distribution day (the nearest is 2012-06-25)",
    Question("A-1", date(1999, 1, 1)): "1999-01-01 is not a distribution day (the nearest is 2006-12-25)",
    Question("X", date(2050, 1, 1), "y"): "there is no class 'X' (choose from",
}


@pytest.mark.parametrize(
    "question", WRONG, ids=lambda question: f"{question.class_name} {question.item} {question.day}"
)
def test_a_wrong_question_names_the_nearest_right_one(question):
    with pytest.raises(ProblemsError) as raised:
        explain(model_of(DEAL), CALM, question)
    assert str(raised.value).startswith(WRONG[question])


def test_everything_wrong_is_reported_at_once():
    with pytest.raises(ProblemsError) as raised:
        explain(model_of(DEAL), CALM, Question("X", date(2050, 1, 1), "y"))
    assert len(raised.value.problems) == 3


def test_what_is_not_kept():
    traced = traced_run(model_of(DEAL), CALM, 2)
    with pytest.raises(ProblemsError, match="did you mean 'A-1 balance'"):
        explain_kept(traced, "A-1 balanse", 2)


def test_a_day_may_be_asked_for_in_three_ways():
    moved = date(2006, 12, 26)
    answers = [explain(model_of(DEAL), CALM, Question("A-1", day)) for day in (1, date(2006, 12, 25), moved)]
    assert len({answer.amount for answer in answers}) == 1
    assert {answer.check() for answer in answers} == {()}
    assert answers[0].shown == pytest.approx(float(answers[0].amount))


NODE = {
    "number", "kind", "name", "named", "amount", "unit", "words", "rule", "source", "kept", "again", "cut", "zeros",
    "terms",
}  # fmt: skip
KINDS = {
    "sum", "lesser", "greater", "product", "choice", "test", "rounded", "counts as nothing", "same", "loans", "table",
    "kept", "constant",
}  # fmt: skip
ROLES = {"plus", "minus", "of", "times", "divided by", "because", "otherwise"}


def walk(node):
    yield node
    for term in node["terms"]:
        assert set(term) == {"role", "expanded", "node"}
        assert term["role"] in ROLES
        yield from walk(term["node"])


@pytest.mark.parametrize(
    ("name", "item"), [("A-1", "principal"), ("B-6", "loss"), ("A-8", "balance"), ("A-PO", "principal")]
)
def test_the_form_of_the_json_is_stable(name, item):
    traced = traced_run(model_of(DEAL), Scenario(psa=300, sda=200, severity=0.4), 20)
    record = json.loads(json.dumps(explanation_record(explain_in(traced, Question(name, 20, item)))))
    assert set(record) == {
        "form", "deal", "class", "item", "day", "date", "amount", "reported", "shown", "why_nothing", "tree",
    }  # fmt: skip
    assert (record["form"], record["deal"], record["day"]) == ("seriatim explanation 2", "CMSI 2006-6", 20)
    for node in walk(record["tree"]):
        assert set(node) == NODE
        assert node["kind"] in KINDS
        assert node["unit"] in {"money", "rate", "ratio", "flag", "count"}
        assert set(node["kept"] or {"name", "day"}) == {"name", "day"}
        assert "E" not in node["amount"]
