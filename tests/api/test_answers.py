"""Every answer of the face in every form: JSON against its schema, text, pages, notebooks."""

import json
import re
from datetime import date
from functools import cache
from typing import Any

import jsonschema
import polars
import pytest

import seriatim
from seriatim import Scenario
from tests.architecture.source import ROOT

SCHEMA = json.loads((ROOT / "schema" / "answers.schema.json").read_text(encoding="utf-8"))
STRESSED = Scenario(psa=300, sda=200, severity=0.4)
EVENTS = "period,line,loss\n3,premium,100000\n"


@cache
def deal(name: str = "cmsi-1999-7") -> seriatim.Deal:
    return seriatim.load(name)


def events(folder: Any) -> seriatim.Deal:
    path = folder / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return deal().under(path)


ANSWERS = {
    "check": lambda: deal().check(),
    "describe": lambda: deal().describe(),
    "plan": lambda: deal().plan,
    "schedules": lambda: deal("cmsi-1994-5").schedules(),
    "no schedules": lambda: deal("cmsi-1999-7").schedules(),
    "run": lambda: deal().run(STRESSED),
    "parties": lambda: deal("cmsi-2006-6").run(Scenario(psa=500, libor=0.09)).parties(),
    "collateral": lambda: deal().collateral(STRESSED),
    "tables": lambda: deal().tables(psa=[0, 225]),
    "tables at rates": lambda: deal().tables(cpr=0.06, scenario=Scenario(sda=100, severity=0.3)),
    "lives": lambda: deal().lives(psa=[0, 225]),
    "lives of a run": lambda: deal().run(STRESSED).lives(),
    "yields": lambda: deal().yields("A-10", [55, 60], psa=[0, 150, 500]),
    "yields of a run": lambda: deal().run(Scenario(psa=(100, 200))).yields("A-10", 55),
    "prices": lambda: deal().prices("A-10", 0.08, psa=150),
    "explain": lambda: deal().explain("B-2", 30, scenario=STRESSED),
    "explain nothing": lambda: deal("cmsi-2006-6").explain("B-3", "2009-05-25", scenario=STRESSED),
    "explain a loss": lambda: deal("example-two-pools").explain("B-6", 9, item="loss", scenario=STRESSED),
    "trace": lambda: deal().trace(date(2001, 12, 25), scenario=STRESSED),
    "trace of two pools": lambda: deal("example-two-pools").trace(2, scenario=STRESSED),
    "compare": lambda: deal().compare(scenario=STRESSED, to=Scenario(psa=300)),
    "compare deals": lambda: deal().compare(deal("cmsi-2006-6"), scenario=STRESSED),
    "compare with itself": lambda: deal().compare(deal(), scenario=STRESSED),
    "comfort": lambda: deal().comfort(),
}  # fmt: skip


@cache
def answer(name: str) -> Any:
    return ANSWERS[name]()


@pytest.mark.parametrize("name", ANSWERS)
def test_json_is_of_the_form_described(name) -> None:
    record = json.loads(answer(name).to_json())
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(record)


def test_the_schema_is_one_and_every_form_has_an_answer() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    forms = {json.loads(answer(name).to_json()).get("form", "comfort") for name in ANSWERS}
    said = json.dumps(SCHEMA)
    assert forms >= set(re.findall(r'"(seriatim [a-z ]+ \d)"', said)) - {"seriatim holders 1"}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_shows_itself(name) -> None:
    """A line for a terminal, a part of a page for a notebook, and a page; no number in powers of ten in any."""
    found = answer(name)
    assert re.fullmatch(r"<[^\n]{10,}>", repr(found))
    assert found.to_text().endswith("\n")
    part, page = found._repr_html_(), found.to_html()
    assert page.startswith("<!DOCTYPE html>")
    assert part.startswith(("<pre>", "<table>", "<div>"))
    for text in (repr(found), part):
        assert not re.search(r"\d[eE]-\d", text)
    assert "Decimal(" not in repr(found)


FRAMES = ("schedules", "no schedules", "run", "parties", "collateral", "tables", "lives", "yields", "prices")


@pytest.mark.parametrize("name", FRAMES)
def test_tables_are_frames(name) -> None:
    frame = answer(name).to_polars()
    assert isinstance(frame, polars.DataFrame)
    assert answer(name).to_arrow().num_rows == len(frame) == len(answer(name).to_pandas())


def test_money_has_separators_in_a_notebook() -> None:
    assert "133,500,000.00" in answer("run").cash_flows()._repr_html_()
    assert "<details open>" in answer("explain")._repr_html_()
    assert repr(answer("yields")) == (
        "<Yields of A-10 of CMSI 1999-7 at 55: 3.258, 8.145, 20.795 at 0% PSA, 150% PSA and 500% PSA>"
    )
    assert repr(answer("explain")).startswith("<principal of B-2 on 2002-04-25: ")


def test_holders_have_their_form(tmp_path) -> None:
    held = tmp_path / "held.csv"
    held.write_text("holder,balance\nAda,133500000\n", encoding="utf-8")
    paid = deal().holders("A-1", held, scenario=STRESSED)
    jsonschema.validate(json.loads(paid.to_json()), SCHEMA)
    assert deal().run(STRESSED).holders("A-1", held).to_polars().equals(paid.to_polars())


def test_answers_carry_the_warnings_of_their_runs(tmp_path) -> None:
    weather = events(tmp_path)
    scenario = Scenario(psa=250)
    run = weather.run(scenario)
    assert run.warned
    assert weather.trace(30, scenario=scenario).warned == weather.explain("M", 30, scenario=scenario).warned
    assert weather.tables(psa=250).warned == weather.yields("B-2", 86.5, psa=250).warned == run.warned
    assert deal().trace(30, scenario=scenario).warned == ()
    assert repr(weather).endswith(f", events of {tmp_path / 'events.csv'}>")
