"""Several pools explained: every cent counted once, cash that moves between pools shown with its rule."""

import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from seriatim.collateral.scenario import Scenario
from seriatim.deal.load import load_deal
from seriatim.explain.compare import ComparedRun, compare
from seriatim.explain.compare_text import comparison_text
from seriatim.explain.explain import Question, explain, explain_in
from seriatim.explain.names import of_input, of_strip
from seriatim.explain.statement import Statement, statement, statement_in
from seriatim.explain.statement_text import statement_record, statement_text
from seriatim.explain.text import explanation_text
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.plan.accounts import BALANCE, Party
from seriatim.projection.model import DealModel, build_model
from seriatim.projection.simulate import simulate
from seriatim.structuring.schedules import with_derived_tables

DUST = Decimal("1e-12")
"""What binary fractions of the loans leave over: a payment that small is not shown."""
TESTS = Path(__file__).parent.parent
TWO_POOLS = TESTS / "compile" / "deals" / "two-pools.yaml"
BASE = TESTS / "deal" / "base-groups"
AGENCY = TESTS / "deal" / "good" / "agency-groups"
SHORT_CASH_AND_LOSSES = """pool,period,loss,interest_withheld,prepayment,recovery,late_interest
I,1,,,3000,,
I,2,,70,,,
I,3,,,,,70
II,1,500,,2000,,
II,2,800,,2000,,
II,3,,,,100,
"""
BASE_EVENTS = """pool,period,loss,principal_withheld,interest_withheld,fraud_loss,recovery,late_principal
I,1,,,,,,
I,2,900000,,200000,,,
I,3,,250000,100000,,20000,
I,4,,,,,,150000
II,1,,,,,,
II,2,4000000,,,100000,,
II,3,1500000,,,,,
II,4,,300000,,,,
"""
AGENCY_EVENTS = "pool,period,loss,interest_withheld\n1,1,,30000\n2,1,5000,\n1,2,7000,\n2,2,,10000\n"


@cache
def traced_of(deal: Path, text: str, days: int) -> tuple[DealModel, Scenario, TracedRun]:
    """A deal under events, followed for some days."""
    model = with_derived_tables(build_model(load_deal(deal)))
    file = Path(__file__).parent / "unwritten.csv"
    scenario = Scenario(psa=0 if deal == TWO_POOLS else 100, libor=0.04)
    under = model.under(_read(model, text, file)) if text else model
    return under, scenario, traced_run(under, scenario, days)


def _read(model: DealModel, text: str, file: Path):
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_text(text, encoding="utf-8")
        return model.read_events(path)


def told(deal: Path, text: str, day: int, days: int = 4) -> Statement:
    model, scenario, traced = traced_of(deal, text, days)
    return statement_in(replace(traced, days=traced.days[:day]), model, scenario)


CASES = [
    *((TWO_POOLS, SHORT_CASH_AND_LOSSES, day) for day in (1, 2, 3, 4)),
    *((BASE, BASE_EVENTS, day) for day in (1, 2, 3, 4)),
    *((AGENCY, AGENCY_EVENTS, day) for day in (1, 2, 3, 4)),
    (TWO_POOLS, "", 2),
    (BASE, "", 3),
]
every_case = pytest.mark.parametrize(("deal", "text", "day"), CASES, ids=lambda each: getattr(each, "stem", ""))


@every_case
def test_what_comes_in_goes_out_once(deal, text, day):
    month = told(deal, text, day)
    model = traced_of(deal, text, 4)[0]
    assert month.check() == ()
    assert abs(month.difference) < DUST
    assert month.total_received > 0
    composites = {name for name, _ in month.composites}
    assert not composites & {entry.subject for entry in month.paid}
    assert {roll.subject for roll in month.classes} == set(model.initial)


@every_case
def test_pools_and_what_they_pay(deal, text, day):
    """Each pool's cash in, less what its group is paid: together that is what the residual receives."""
    month = told(deal, text, day)
    residual = sum((entry.amount for entry in month.paid if not entry.pool), Decimal(0))
    assert sum((each.received for each in month.by_pool), Decimal(0)) == pytest.approx(month.total_received)
    assert abs(sum((each.rest for each in month.by_pool), -residual)) < DUST


@every_case
def test_composites_receive_what_their_components_do(deal, text, day):
    month = told(deal, text, day)
    traced = traced_of(deal, text, 4)[2]
    for name, parts in month.composites:
        for item in ("interest", "principal"):
            paid = sum((e.amount for e in month.paid if e.subject in parts and e.account.item == item), Decimal(0))
            reported = traced.value(traced.registers[traced.account(name, item)], day)
            assert abs(paid - reported) < DUST
    for roll in month.composite_rolls:
        assert abs(roll.closing - traced.value(traced.registers[traced.account(roll.subject, BALANCE)], day)) < DUST
        assert abs(roll.difference) < DUST


def test_cash_of_the_other_pool_is_shown_with_its_rule():
    month = told(TWO_POOLS, SHORT_CASH_AND_LOSSES, 2)
    assert [(e.rule, e.source, round(e.amount, 2)) for e in month.moved] == [
        ("cross-collateralization.cash support", "core p. 63", Decimal("56.50"))
    ]
    support = [e for e in month.paid if e.rule == "cross-collateralization.cash support"]
    assert [(str(e.account), round(e.amount, 2)) for e in support] == [("IA-1 interest", Decimal("56.50"))]
    assert [(each.pool, round(each.rest, 2)) for each in month.by_pool] == [
        ("I", Decimal("-56.50")),
        ("II", Decimal("56.50")),
    ]


def test_groups_that_do_not_support_each_other_keep_their_cash():
    """What a pool brings beyond its group goes to the residual, none to the other group, short as it may be."""
    for day in (1, 2, 3):
        month = told(AGENCY, AGENCY_EVENTS, day)
        assert month.moved == ()
        assert all(each.rest > -DUST for each in month.by_pool)


def test_the_residual_receives_what_each_pool_has_left():
    month = told(AGENCY, "", 2)
    rules = [entry.rule for entry in month.paid if entry.subject == "R"]
    assert rules[0] == "what is left after group 1.distributions.2 senior principal"
    assert all(rule.startswith("what is left after group ") for rule in rules)


def test_the_residual_receives_what_supporting_pools_have_left():
    """Cash that came from another pool does not hide that the rest is a remainder."""
    found = set()
    for day in (1, 2, 3, 4):
        for entry in told(BASE, BASE_EVENTS, day).paid:
            if entry.subject == "R":
                found.add(entry.rule)
    assert found
    assert all(rule.startswith("what is left after ") for rule in found)


@every_case
def test_the_text_shows_pools_and_composites(deal, text, day):
    month = told(deal, text, day)
    page = statement_text(month)
    lines = page.splitlines()
    for pool in month.pools:
        assert f"  pool {pool}" in lines
        assert any(line.startswith(f"  pool {pool}, ") for line in lines)
    assert ("Of which to composite classes" in lines) == bool(month.composites)
    assert max(len(line) for line in lines) < 160
    record = json.loads(json.dumps(statement_record(month)))
    assert [each["pool"] for each in record["pools"]] == list(month.pools)
    assert record["faults"] == []


@pytest.mark.parametrize(
    ("deal", "text"),
    [(TWO_POOLS, SHORT_CASH_AND_LOSSES), (BASE, BASE_EVENTS), (AGENCY, AGENCY_EVENTS), (BASE, "")],
    ids=["two pools", "base", "agency", "quiet"],
)
def test_every_tree_sums(deal, text):
    """Composites and components alike, to the figures of the cash-flow table."""
    model, scenario, traced = traced_of(deal, text, 4)
    table = simulate(model, [scenario])
    for day in (1, 2, 4):
        for key in traced.plan.reported:
            register = traced.registers[key]
            if key.party is Party.DOCUMENT:
                continue
            answer = explain_in(traced, Question(key.subject, day, key.item))
            assert answer.check() == (), f"{key} on day {day}"
            assert answer.amount == traced.value(register, day)
            shown = float(table.item(key.subject, key.item)[day - 1, 0])
            assert float(answer.amount) == pytest.approx(shown, rel=1e-9, abs=1e-6)
            assert explanation_text(answer)


def test_why_a_composite_lost():
    model, scenario, _ = traced_of(TWO_POOLS, SHORT_CASH_AND_LOSSES, 4)
    answer = explain(model, scenario, Question("B-6", 1, "loss"))
    assert answer.check() == ()
    assert [term.node.name for term in answer.root.terms] == ["IB-6 write-down", "IIB-6 write-down"]
    assert "principal lost in liquidations, pool II, all loans" in explanation_text(answer)
    assert "core p. 63" in explanation_text(answer)


def test_why_nothing_is_left_of_a_class():
    """A class that lost its whole balance: what it lost is explained by why nothing is left of it."""
    model, scenario, _ = traced_of(TWO_POOLS, "pool,period,loss\nI,1,0\nII,1,1500\n", 1)
    answer = explain(model, scenario, Question("B-6", 1, "loss"))
    assert answer.amount == 1000
    text = explanation_text(answer)
    assert "− 0.00  balance of IB-6" in text
    assert "losses borne by IB-6 and IIB-6" in text


def test_why_a_component_lost_though_its_pool_did_not():
    """The pool that lost is II; the component of group I is written down because its composite is the most junior."""
    model, scenario, _ = traced_of(TWO_POOLS, SHORT_CASH_AND_LOSSES, 4)
    answer = explain(model, scenario, Question("IB-6", 1, "loss"))
    assert answer.amount > 0
    assert "principal lost in liquidations, pool II, all loans" in explanation_text(answer)


def test_why_a_class_was_paid_from_another_pool():
    """In full: what it lacked is within the other pool's cash."""
    model, scenario, _ = traced_of(TWO_POOLS, SHORT_CASH_AND_LOSSES, 4)
    text = explanation_text(explain(model, scenario, Question("IA-1", 2, "interest")))
    assert "by: cross-collateralization, cash support [core p. 63]" in text
    assert "interest withheld, pool I, all loans" in text
    assert "(cash of other pools\n   │     for group I)" in text


def test_why_another_pool_did_not_pay_all_that_was_missing():
    """Pool II has 12.50 left after its own seniors, 85.00 are missing."""
    model, scenario, _ = traced_of(TWO_POOLS, "pool,period,loss,interest_withheld\nI,1,,100\nII,1,1500,\n", 1)
    text = explanation_text(explain(model, scenario, Question("IA-1", 1, "interest")))
    assert "+ 12.50  cash of other pools for group I" in text
    assert "by: group II, distributions, 1 senior interest" in text
    assert "interest received or advanced, after the servicing fee, pool II, all loans" in text


def test_two_runs_part_in_the_pool_that_differs():
    calm = traced_of(TWO_POOLS, "", 4)[0]
    short, scenario, _ = traced_of(TWO_POOLS, SHORT_CASH_AND_LOSSES, 4)
    compared = compare(ComparedRun("calm", calm, scenario), ComparedRun("short", short, scenario))
    assert compared.first is not None
    assert comparison_text(compared)
    again = compare(ComparedRun("calm", calm, scenario), ComparedRun("fast", calm, Scenario(psa=200, libor=0.04)))
    assert again.first is not None
    assert "prepayments, pool I, all loans" in comparison_text(again)


def test_names_of_series_with_their_pools():
    assert of_input("I/target_rate/prepayment") == "prepayments, pool I, target-rate strip"
    assert of_input("target_rate/prepayment") == "prepayments, target-rate strip"
    assert of_input("1/pool/loss") == "principal lost in liquidations, pool 1, all loans"
    assert of_strip("II/io") == "pool II, IO strip"
    assert of_input("libor") == "LIBOR"


def test_a_month_of_the_library_deal():
    import seriatim

    deal = seriatim.load("example-two-pools")
    month = statement(deal.model, Scenario(psa=200, libor=0.05), 20)
    assert month.check() == ()
    assert month.pools == ("I", "II")
    assert {name for name, _ in month.composites} == {c.name for c in deal.composites}
