"""A user's error carries its place and a way out, and all of them come at once."""

import copy
import pickle

import pytest

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean, nearest


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("deal.yaml", 3, "unknown class 'A-99'", "did you mean 'A-9'?"),
            "deal.yaml:3: unknown class 'A-99' (did you mean 'A-9'?)",
        ),
        (Problem("deal.yaml", 3, "unknown class 'A-99'"), "deal.yaml:3: unknown class 'A-99'"),
        (Problem("lines.csv", None, "is empty"), "lines.csv: is empty"),
        (
            Problem("", None, "psa is negative: -5", "it is 0 or more"),
            "psa is negative: -5 (it is 0 or more)",
        ),
    ],
)
def test_problem_text(problem, text):
    assert str(problem) == text


def test_problems_error_lists_every_problem():
    problems = [Problem("a.csv", line, "balance is empty") for line in (2, 5, 9)]
    error = ProblemsError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error).splitlines() == [str(problem) for problem in problems]
    assert isinstance(error, ValueError)


def test_problems_error_crosses_processes():
    error = ProblemsError([Problem("a.csv", 2, "balance is empty")])
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert again.problems == error.problems
        assert str(again) == str(error)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("A10", "A-10"), ("a-po", "A-PO"), ("B_2", "B-2"), ("residual", None), ("", None)],
)
def test_nearest(wrong, right):
    assert nearest(wrong, ["A-1", "A-10", "A-PO", "B-2"]) == right


def test_hint_falls_back_to_the_choice():
    assert did_you_mean("seqential", ("sequential", "pro rata")) == "did you mean 'sequential'?"
    assert did_you_mean("?", ("sequential", "pro rata")) == "choose from 'sequential', 'pro rata'"
