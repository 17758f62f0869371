"""Every name in a plan changed to nonsense: no figure of a statement, an explanation or a table changes.

Accounts are found by their types, sums by the sides, never by how anything is spelt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

import seriatim
from seriatim.api.frames import cashflow_frame, party_frame
from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.record import explanation_record
from seriatim.explain.statement import statement_in
from seriatim.explain.statement_text import statement_record
from seriatim.explain.traced_run import TracedRun, traced_run
from seriatim.plan import accounts
from seriatim.plan.accounts import AccountType
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

GOOD = Path(__file__).parents[1] / "deal" / "good"
LOSSES = Scenario(psa=350, sda=400, severity=0.4, libor=0.08)
RUNS = {
    "1994": ("cmsi-1994-5", LOSSES, 14),
    "1999": ("cmsi-1999-7", LOSSES, 14),
    "2006": ("cmsi-2006-6", LOSSES, 14),
    "2006, called the day before": ("cmsi-2006-6", Scenario(psa=350, call="first"), 127),
    "two pools": ("example-two-pools", LOSSES, 14),
    "credit support": ("credit-support", LOSSES, 30),
    "insured and retail": ("special-classes", LOSSES, 14),
}


def nonsense(name: str) -> str:
    """A name that says nothing, one for each name; a placeholder stays."""
    return f"x{abs(hash(name)) % 10**9}" + ("{}" if "{}" in name else "")


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """States, steps and types of account under other names, in plans compiled from now on."""
    state, name, report = PlanBuilder.state, PlanBuilder.name, PlanBuilder.report

    def other_state(builder: PlanBuilder, text: str, *rest: object, **kind: object) -> Value:
        return state(builder, nonsense(text), *rest, **kind)  # type: ignore[arg-type]

    def other_name(builder: PlanBuilder, value: Value, text: str) -> None:
        name(builder, value, nonsense(text))

    def other_account(builder: PlanBuilder, account: accounts.Account, value: Value, **how: bool) -> None:
        kind = account.type
        if kind not in CORE:  # a chapter's own
            kind = replace(kind, item=nonsense(kind.item), words=nonsense(kind.words))
        report(builder, replace(account, type=kind), value, **how)

    monkeypatch.setattr(PlanBuilder, "state", other_state)
    monkeypatch.setattr(PlanBuilder, "name", other_name)
    monkeypatch.setattr(PlanBuilder, "report", other_account)
    for kind in CORE:
        for field in ("item", "words"):
            monkeypatch.setitem(vars(kind), field, nonsense(getattr(kind, field) + str(kind.party)))


CORE = tuple(kind for kind in vars(accounts).values() if isinstance(kind, AccountType))


def model_of(name: str) -> DealModel:
    """A deal anew, so that its plans are compiled anew."""
    path = GOOD / name / "deal.yaml"
    return seriatim.load(path if path.exists() else name).model


def figures(record: object) -> Iterator[str]:
    """The numbers in a record, in order."""
    if isinstance(record, Mapping):
        for value in record.values():
            yield from figures(value)
    elif isinstance(record, list):
        for value in record:
            yield from figures(value)
    elif isinstance(record, bool):
        return
    elif isinstance(record, int | float):
        yield repr(record)
    elif isinstance(record, str) and record.replace(".", "").replace("-", "").isdigit() and record.count("-") < 2:
        yield record


def all_figures(model: DealModel, scenario: Scenario, day: int) -> list[list[str]]:
    """What statement, explanations and tables show of a day; explanations by the place of the account in the plan."""
    traced: TracedRun = traced_run(model, scenario, day)
    shown = [list(figures(statement_record(statement_in(traced, model, scenario))))]
    for account in traced.plan.reported[:: max(1, len(traced.plan.reported) // 40)]:
        answer = explain_in(traced, Question(account.subject, day, account.type))
        shown.append(list(figures(explanation_record(answer))))
    flows = simulate(model, [scenario])
    frames = cashflow_frame(flows), party_frame(flows)
    return [*shown, *([str(x) for row in frame.rows() for x in row if isinstance(x, float)] for frame in frames)]


@pytest.mark.parametrize("run", RUNS)
def test_no_figure_depends_on_a_name(run: str, request: pytest.FixtureRequest):
    name, scenario, day = RUNS[run]
    before = all_figures(model_of(name), scenario, day)
    assert len(before[0]) > 30
    request.getfixturevalue("renamed")
    after = all_figures(model_of(name), scenario, day)
    assert after == before
