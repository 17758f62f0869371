"""A month as a statement: sources are uses, balances roll, nothing is a plug."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.explain.statement import Entry, statement
from seriatim.explain.statement_text import statement_record, statement_text
from tests.explain.test_trees import CASES, SCENARIOS
from tests.projection.scenarios import DEALS, model_of


@pytest.mark.requirement("DIST-01")
@pytest.mark.parametrize(("deal", "name"), CASES)
@pytest.mark.parametrize("day", [1, 14, 61, 130])
def test_every_month_balances(deal, name, day):
    told = statement(model_of(deal), SCENARIOS[name], day)
    assert told.check() == ()
    assert abs(told.difference) < Decimal("1e-18")
    assert told.total_received > 0
    assert {roll.subject for roll in told.classes} == set(model_of(deal).initial)


def test_cash_that_is_not_paid_out_is_a_difference():
    told = statement(model_of("cmsi-2006-6"), SCENARIOS["fast"], 14)
    more = replace(told, received=(*told.received, Entry(told.received[0].account, Decimal("0.01"))))
    assert more.difference == pytest.approx(Decimal("0.01"))
    assert [fault.split()[:2] for fault in more.check()] == [["cash", "in"]]


def test_a_rule_that_moves_cash_between_classes_comes_to_nothing():
    told = statement(model_of("cmsi-2006-6"), SCENARIOS["past depletion"], 14)
    moved = [entry.amount for entry in told.paid if "reimbursement" in entry.rule]
    assert len(moved) > 1
    assert abs(sum(moved)) < Decimal("1e-18")
    redirected = [entry.amount for entry in told.paid if entry.rule.startswith("accrual")]
    assert len(redirected) > 1
    assert abs(sum(redirected)) < Decimal("1e-18")


@pytest.mark.parametrize("deal", DEALS)
def test_the_text_shows_every_class_and_both_totals(deal):
    told = statement(model_of(deal), SCENARIOS["no advances"], 14)
    lines = statement_text(told).splitlines()
    for roll in told.classes:
        assert any(line.startswith(f"  {roll.subject} ") for line in lines)
    totals = [line.split()[-1] for line in lines if line.startswith("  total ")]
    assert totals[0] == totals[2]
    assert "  Cash in less cash out" in {line[:23] for line in lines}
    assert max(len(line) for line in lines) < 140


def test_the_form_of_the_json_is_stable():
    record = json.loads(
        json.dumps(statement_record(statement(model_of("cmsi-1999-7"), SCENARIOS["past depletion"], 60)))
    )
    assert set(record) == {
        "form", "deal", "day", "date", "received", "paid", "total_received", "total_paid", "difference", "classes",
        "loans", "classes_less_loans", "turned", "faults", "pools", "moved", "composites",
    }  # fmt: skip
    assert record["form"] == "seriatim statement 2"
    assert record["faults"] == []
    entry = {"party", "subject", "item", "words", "pool", "rule", "source", "amount"}
    assert set(record["received"][0]) == set(record["paid"][0]) == entry
    assert set(record["classes"][0]) == {"class", "opening", "added", "principal", "loss", "closing", "difference"}


def test_a_day_that_is_none():
    with pytest.raises(ProblemsError, match="there is no distribution day 400"):
        statement(model_of("cmsi-1999-7"), SCENARIOS["fast"], 400)
