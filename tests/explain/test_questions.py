"""The questions a holder asks, and the point of the answer."""

import re

import pytest

from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.reading import Kind
from seriatim.explain.statement import statement_in
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.explain.tree import Explanation, Node
from tests.projection.scenarios import model_of

LOSSES = Scenario(psa=300, sda=200, severity=0.4)
HEAVY = Scenario(psa=350, sda=600, severity=0.6)
CALM = Scenario(psa=350)
PO = {"cmsi-2006-6": "A-PO", "cmsi-1999-7": "A-10"}


def asked(deal: str, scenario: Scenario, question: Question) -> Explanation:
    answer = explain_in(traced_run(model_of(deal), scenario, question.day), question)
    assert answer.check() == ()
    return answer


def first_day(traced: TracedRun, holds) -> int:
    return next(day for day in range(1, len(traced.days) + 1) if holds(day))


def value(traced: TracedRun, class_name: str, item: str, day: int) -> float:
    return float(traced.run.outputs[traced.account(class_name, item)][day - 1])


def nodes(answer: Explanation, kind: Kind) -> list[Node]:
    return [node for node in answer.root.walk() if node.kind is kind]


@pytest.mark.parametrize("deal", PO)
def test_why_b3_got_no_principal_when_subordination_was_not_maintained(deal):
    traced = traced_run(model_of(deal), LOSSES, 80)
    name = "B-3"
    day = first_day(
        traced,
        lambda day: value(traced, name, "balance", day) > 1 and not value(traced, name, "principal", day),
    )
    answer = explain_in(traced, Question(name, day))
    assert answer.amount == 0
    assert re.match(r"(M|B-\d) impaired: yes, as 0\.0\d+ .*exceeds 0\.0\d+", answer.why_nothing)
    assert any("Maintenance of subordination" in node.source for node in nodes(answer, Kind.TEST))


@pytest.mark.parametrize("deal", PO)
def test_why_the_po_class_received_cash_that_a_subordinated_class_gave_up(deal):
    traced = traced_run(model_of(deal), LOSSES, 14)
    lowest = model_of(deal).deal.classes.subordinated[-1].name
    answer = explain_in(traced, Question(PO[deal], 14))
    reimbursed = [term.node for term in answer.root.terms if "reimbursement" in term.node.rule]
    assert reimbursed
    assert any("principal lost in liquidations, PO strip" in node.name for node in answer.root.walk())
    given = explain_in(traced, Question(lowest, 14))
    assert any("reimbursement" in node.rule for node in given.root.walk())


@pytest.mark.parametrize(("deal", "name"), [("cmsi-2006-6", "A-8"), ("cmsi-1999-7", "A-5")])
def test_why_the_balance_of_an_accrual_class_grows(deal, name):
    answer = asked(deal, CALM, Question(name, 20, "balance"))
    opening, added = (term.node for term in answer.root.terms if not term.node.zeros)
    assert opening.kept is not None
    assert added.amount > 0
    assert added.name == f"{name} redirected interest"
    assert "Accrual" in added.source or "Priorities" in added.source
    assert "depleted: no" in added.words


@pytest.mark.parametrize("deal", PO)
@pytest.mark.parametrize("day", [61, 65, 72])
def test_why_the_nas_class_gets_30_percent_of_its_share(deal, day):
    answer = asked(deal, CALM, Question("A-4", day))
    shares = [node for node in nodes(answer, Kind.TABLE) if node.name == f"NAS percentage, distribution day {day}"]
    assert {float(node.amount) for node in shares} == {0.3}


@pytest.mark.parametrize("deal", PO)
def test_what_changed_on_the_depletion_date(deal):
    model = model_of(deal)
    traced = traced_run(model, HEAVY, 120)
    subordinated = [security.name for security in model.deal.classes.subordinated]
    day = first_day(
        traced, lambda day: sum(value(traced, each, "opening_balance", day) for each in subordinated) < 0.005
    )
    told = statement_in(traced_run(model, HEAVY, day), model, HEAVY)
    changed = {test.words.partition(":")[0]: test for test in told.changed_tests}["subordination depleted"]
    assert changed.words.startswith("subordination depleted: yes")
    assert changed.words_before.startswith("subordination depleted: no")
    assert len(changed.decides) > 2
    standing = next(each for each in model.initial if value(traced, each, "balance", day) > 1 and each != PO[deal])
    answer = explain_in(traced, Question(standing, day))
    choices = [node for node in nodes(answer, Kind.CHOICE) if "subordination depletion date" in node.rule]
    assert choices
    assert all("subordination depleted: yes" in node.words for node in choices)
