"""Two runs side by side: what differs first, and where the two ways to it part."""

import json
from dataclasses import replace

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.explain.compare import ComparedRun, Comparison, compare
from seriatim.explain.compare_text import comparison_record, comparison_text
from seriatim.explain.divergence import DivergenceCause, find_divergence
from seriatim.plan.accounts import INTEREST
from seriatim.projection.model import DealModel
from tests.compile.small import losing, small_deal, variant
from tests.explain.small_trust import small_run
from tests.projection.scenarios import model_of

DEAL = "cmsi-2006-6"
LOSSES = Scenario(psa=350, sda=100, severity=0.3)


def compared(first: Scenario, second: Scenario, reading: DealModel | None = None) -> Comparison:
    model = model_of(DEAL)
    return compare(ComparedRun("first", model, first), ComparedRun("second", reading or model, second))


def last(told: Comparison) -> tuple[DivergenceCause, str]:
    assert told.first is not None
    for answer in told.first.explanations:
        assert answer.check() == ()
    return told.first.divergence.cause, told.first.divergence.path[-1].first.name


def po_losses(reading: str) -> DealModel:
    """The deal with the losses of its PO class read otherwise."""
    model = model_of(DEAL)
    losses = model.deal.losses
    changed = losses.principal_only_class.model_copy(update={"subordinated_write_down": reading})
    return replace(
        model,
        deal=model.deal.model_copy(update={"losses": losses.model_copy(update={"principal_only_class": changed})}),
    )


def test_equal_runs_have_no_first_difference():
    told = compared(LOSSES, LOSSES)
    assert told.first is None
    assert comparison_text(told).splitlines()[-1] == "No figure of any class differs by more than 0.005."


def test_another_speed_differs_from_the_first_day_in_the_prepayments():
    told = compared(Scenario(psa=350), Scenario(psa=400))
    assert last(told) == (DivergenceCause.INPUT, "prepayments, target-rate strip")
    assert told.first.day == 1


def test_another_severity_differs_when_the_first_loans_are_liquidated():
    told = compared(LOSSES, replace(LOSSES, severity=0.2))
    assert last(told) == (DivergenceCause.INPUT, "principal recovered in liquidations, target-rate strip")
    assert told.first.day == 13


def test_another_libor_differs_in_the_floating_classes_on_the_second_day():
    told = compared(Scenario(psa=350, libor=0.05), Scenario(psa=350, libor=0.06))
    assert last(told) == (DivergenceCause.INPUT, "LIBOR")
    assert told.first.day == 2
    assert {total.class_name for total in told.totals if total.first_day} == {"A-5", "A-6", "A-12", "A-13"}


def test_another_reading_of_a_rule_parts_where_the_formulas_do():
    told = compared(LOSSES, LOSSES, po_losses("text"))
    assert told.first is not None
    assert told.first.divergence.cause is DivergenceCause.RULE
    step = told.first.divergence.path[-1]
    assert step.first.words != step.second.words
    text = comparison_text(told)
    assert "The rules part" in text
    assert "  first: " in text
    assert "  second: " in text


def test_a_class_larger_in_one_deal_is_a_term_of_the_deal():
    told = compare(ComparedRun("a", model_of(DEAL), LOSSES), ComparedRun("b", model_of("cmsi-1999-7"), LOSSES))
    assert last(told) == (DivergenceCause.TERM, "balance of A-1 at closing")
    assert "B-6" in told.only_in[0]
    assert "M" in told.only_in[1]


def test_a_cause_of_the_day_before_is_found_there():
    runs = small_run(), small_run(principal=("121", "30", "40"))
    divergence = find_divergence(runs, INTEREST.of("S"), 2)
    assert divergence.cause is DivergenceCause.INPUT
    assert [(step.day, step.first.name) for step in divergence.path] == [
        (2, "interest of S"),
        (2, "S interest due"),
        (2, "balance of S after 2020-01-25"),
        (1, "balance of S"),
        (1, "principal of S"),
        (1, "available cash"),
        (1, "scheduled principal, all loans"),
    ]


def test_every_fork_of_the_way_differs():
    told = compared(LOSSES, replace(LOSSES, advancing="none"))
    assert told.first is not None
    assert all(step.first.amount != step.second.amount for step in told.first.divergence.path)


def test_a_rule_of_a_small_deal_read_otherwise(tmp_path):
    reading = "subordinated write-down: "
    second = variant("stripped", tmp_path, {f"{reading}reimbursed amount": f"{reading}text"})
    runs = [
        ComparedRun(name, deal.model, losing(0.02, psa=200))
        for name, deal in (("one", small_deal("stripped")), ("other", second))
    ]
    told = compare(*runs)
    assert told.first is not None
    assert (told.first.day, told.first.divergence.cause) == (1, DivergenceCause.RULE)
    assert told.first.explanations[0].why_nothing == (
        "6,000.00 (balance of B-1 at closing) remains as 6,000.00 (balance of B-1)"
    )


def test_deals_without_a_common_class_cannot_be_compared(tmp_path):
    one = variant("interest", tmp_path, {"residual: R": "residual: Q"})
    with pytest.raises(ProblemsError, match="the two deals have no class in common"):
        compare(ComparedRun("one", one.model), ComparedRun("other", small_deal("libor").model))


def test_the_form_of_the_json_is_stable():
    record = json.loads(json.dumps(comparison_record(compared(LOSSES, replace(LOSSES, severity=0.2)))))
    assert set(record) == {
        "form", "first_run", "second_run", "tolerance", "only_in_first", "only_in_second", "totals", "first_difference",
    }  # fmt: skip
    assert record["form"] == "seriatim comparison 2"
    assert set(record["totals"][0]) == {"class", "item", "first", "second", "first_day"}
    assert set(record["first_difference"]) == {
        "day", "date", "class", "item", "cause", "cause_words", "way", "first", "second",
    }  # fmt: skip
    side = {"amount", "name", "words", "rule", "source"}
    for step in record["first_difference"]["way"]:
        assert (set(step), set(step["first"]), set(step["second"])) == ({"day", "unit", "first", "second"}, side, side)
