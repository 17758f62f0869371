"""Every figure of every class is explained by a tree that sums to it: in good times and long past the bad ones."""

from decimal import Decimal

import pytest

from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.explain.explain import Question, explain_in, explain_kept
from seriatim.explain.reading import Kind
from seriatim.explain.text import explanation_text
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.projection.simulate import simulate
from tests.compile.small import FILES, losing, small_deal
from tests.projection.scenarios import DEALS, model_of

SCENARIOS = {
    "fast": Scenario(psa=400, libor=0.05),
    "past depletion": Scenario(psa=250, sda=600, severity=0.6, libor=0.04),
    "no advances": Scenario(cpr=0.05, cdr=0.08, severity=0.5, advancing="none", libor=0.03),
    "liquidations": Scenario(psa=150, liquidate=Liquidation(0.08, 10, 60), severity=0.9),
}
DAYS = (1, 14, 61, 110)
CASES = [pytest.param(deal, name, id=f"{deal}, {name}") for deal in DEALS for name in SCENARIOS]


def traced_of(deal: str, scenario: Scenario) -> TracedRun:
    return traced_run(model_of(deal), scenario, max(DAYS))


@pytest.mark.parametrize(("deal", "name"), CASES)
def test_every_tree_sums_to_the_cash_flow_table(deal, name):
    traced = traced_of(deal, SCENARIOS[name])
    table = simulate(model_of(deal), [SCENARIOS[name]])
    for day in DAYS:
        for key, register in ((each, traced.registers[each]) for each in traced.plan.reported):
            answer = explain_in(traced, Question(key.subject, day, key.item))
            shown = float(table.item(key.subject, key.item)[day - 1, 0])
            assert answer.check() == (), f"{key} on day {day}"
            assert answer.amount == traced.value(register, day)
            assert float(answer.amount) == pytest.approx(shown, rel=1e-9, abs=1e-6), f"{key} on day {day}"


@pytest.mark.parametrize("path", sorted(FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_tree_of_a_small_deal_sums(path):
    traced = traced_run(small_deal(path.stem).model, losing(0.02, month=2, psa=200), 3)
    for day in (1, 2, 3):
        for key in traced.plan.reported:
            for whole in (False, True):
                answer = explain_in(traced, Question(key.subject, day, key.item, whole=whole))
                assert answer.check() == (), f"{key} on day {day}"
                assert explanation_text(answer)


@pytest.mark.parametrize("deal", DEALS)
def test_whole_trees_sum_too(deal):
    traced = traced_of(deal, SCENARIOS["past depletion"])
    for key in traced.plan.reported:
        if key.item in ("principal", "loss"):
            assert explain_in(traced, Question(key.subject, 61, key.item, whole=True)).check() == ()


@pytest.mark.parametrize("deal", DEALS)
def test_trees_end_at_loans_tables_and_the_day_before(deal):
    traced = traced_of(deal, SCENARIOS["no advances"])
    for key in traced.plan.reported:
        for node in explain_in(traced, Question(key.subject, 61, key.item, whole=True)).root.walk():
            ends = node.kind in (Kind.LOANS, Kind.TABLE, Kind.KEPT, Kind.CONSTANT) or node.again
            assert bool(node.terms) is not bool(ends), node.name
            assert (node.kind is Kind.KEPT) is (node.kept is not None)


@pytest.mark.parametrize("deal", DEALS)
def test_what_is_kept_can_be_explained_in_turn(deal):
    traced = traced_of(deal, SCENARIOS["past depletion"])
    for day in (1, 2, 61):
        answer = explain_in(traced, Question(traced.plan.reported[0].subject, day, "principal", whole=True))
        for node in answer.root.walk():
            if node.kept is None:
                continue
            assert node.kept.day == day - 1
            if node.kept.day:
                before = explain_kept(traced, node.kept.name, node.kept.day)
                assert (before.amount, before.check()) == (node.amount, ())


def test_a_shared_amount_is_explained_once():
    traced = traced_of("cmsi-2006-6", SCENARIOS["fast"])
    for key in traced.plan.reported:
        nodes = list(explain_in(traced, Question(key.subject, 14, key.item)).root.walk())
        numbers = {node.number: node for node in nodes}
        assert len(numbers) == len(nodes)
        for node in nodes:
            if node.again:
                assert numbers[node.again].terms
                assert numbers[node.again].amount == node.amount
                assert node.again < node.number


def test_a_mistake_in_a_tree_is_found():
    from dataclasses import replace

    answer = explain_in(traced_of("cmsi-1999-7", SCENARIOS["fast"]), Question("A-1", 14, "balance"))
    wrong = replace(answer, root=replace(answer.root, amount=answer.amount + Decimal("1e-10")))
    assert len(wrong.check()) == 2
    assert replace(answer, shown=float(answer.amount) + 0.01).check() != ()
