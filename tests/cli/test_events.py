"""`--events` and `--call`: what every command that runs scenarios makes of them."""

import csv
import io
from datetime import date

import pytest

import seriatim
from seriatim import Scenario
from tests.cli.asking import ask

DEAL = "cmsi-1999-7"
EVENTS = """date,line,loss,liquidation_proceeds,recovery,prepayment,prepayment_interest,interest_withheld,libor
2000-01-25,premium,100000,200000,,,,,
2000-02-25,,,,,50000,0,1000,5%
2000-03-25,,,,20000,,,,
"""
SCENARIO = ("--psa", "250")


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


def without_warnings(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("warning: ")]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("engine", ["lanes", "exact"])
def test_cash_flows_are_those_of_the_python_api(events, engine) -> None:
    call = ("--call", "2008-01-25")
    answer = ask("cashflows", DEAL, *SCENARIO, "--events", events, *call, "--engine", engine, "--csv", "-")
    assert answer.status == 0
    run = seriatim.load(DEAL).under(events).run(Scenario(psa=250, call=date(2008, 1, 25)), engine=engine)
    assert answer.out == run.to_polars().write_csv()
    assert answer.out != ask("cashflows", DEAL, *SCENARIO, "--csv", "-").out


def test_collateral_shows_what_the_events_brought(events) -> None:
    rows = table(ask("cashflows", DEAL, *SCENARIO, "--collateral", "--events", events, "--csv", "-").out)
    third = [row for row in rows if row["period"] == "3"]
    assert sum(float(row["loss"]) for row in third) == pytest.approx(100_000)
    fifth = {row["strip"]: float(row["recovery"]) for row in rows if row["period"] == "5"}
    assert (sum(fifth.values()), fifth["io"]) == (pytest.approx(20_000), 0)
    fourth = [float(row["interest_withheld"]) for row in rows if row["period"] == "4"]
    assert (sum(fourth), fourth[-1] > 0) == (pytest.approx(1000), True)
    assert "recovery" not in ask("cashflows", DEAL, *SCENARIO, "--collateral", "--csv", "-").out


def test_tables_and_yields_say_what_they_assume(events) -> None:
    for command in (("tables", DEAL), ("yield", DEAL, "B-2", "--price", "86.5")):
        answer = ask(*command, *SCENARIO, "--events", events, "--call", "first")
        assert answer.status == 0
        assert "clean-up call at the first day" in answer.out
        assert answer.out != ask(*command, *SCENARIO, "--call", "first").out


def test_a_month_of_events_is_traced_to_the_cent(events) -> None:
    for day in ("2000-01-25", "2000-02-25", "2000-03-25"):
        answer = ask("trace", DEAL, *SCENARIO, "--events", events, "--date", day)
        assert (answer.status, without_warnings(answer.err)) == (0, [])
    assert "  recovery, target-rate strip  " in answer.out


def test_the_day_of_the_call_is_traced_to_the_cent() -> None:
    rows = table(ask("cashflows", DEAL, *SCENARIO, "--call", "first", "--csv", "-").out)
    last = max(row["date"] for row in rows if row["class"] == "M" and float(row["principal"]) > 0)
    answer = ask("trace", DEAL, *SCENARIO, "--call", "first", "--date", last)
    assert (answer.status, answer.err) == (0, "")
    assert "price of the loans" in answer.out


def test_a_loss_by_events_is_explained_and_compared(events) -> None:
    question = ("--class", "B-5", "--item", "loss", "--date", "2000-01-25")
    answer = ask("explain", DEAL, *SCENARIO, *question, "--events", events)
    assert (answer.status, without_warnings(answer.err)) == (0, [])
    assert "99,9" in answer.out or "100,000" in answer.out or "98," in answer.out
    told = ask("diff", DEAL, *SCENARIO, "--to", f"events={events}")
    assert told.status == 1
    assert f"events of {events}" in told.out
    assert ask("diff", DEAL, *SCENARIO, "--events", events, "--to", "call=never").status == 0


WRONG = {
    ("--call", "soon"): "--call: 'soon' is no time of the call (write first, never, or a day as 2014-06-25)",
    ("--events", "nowhere.csv"): "nowhere.csv: no such file (check the spelling and the folder)",
}


@pytest.mark.parametrize("options", WRONG, ids=" ".join)
@pytest.mark.parametrize("command", [("cashflows",), ("tables",), ("trace", "--date", "3")])
def test_what_cannot_be_meant(command, options) -> None:
    answer = ask(command[0], DEAL, *command[1:], *SCENARIO, *options)
    assert (answer.status, answer.out, answer.err) == (2, "", f"{WRONG[options]}\n")


def test_a_bad_file_and_impossible_events_are_lines(tmp_path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("period,line,loss\n1,premum,1\n1,premium,-1\n", encoding="utf-8")
    answer = ask("cashflows", DEAL, *SCENARIO, "--events", path)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        f"{path}:2: unknown line 'premum' (did you mean 'premium'?)",
        f"{path}:3: loss: -1 is negative (an amount must be 0 or more)",
    ]
    path.write_text("period,line,loss\n1,premium,300000000\n", encoding="utf-8")
    answer = ask("tables", DEAL, "--psa", "0,100", "--events", path)
    assert answer.err.startswith(
        f"{path}:2: line 'premium', period 1, scenario 1: losses and liquidation proceeds exceed"
    )
    assert (answer.status, len(answer.err.splitlines())) == (2, 1)


IMPAIRED = (
    "warning: 2000-02-25: a subordination level is impaired; the classes junior to it give up their share of principal "
    "($4,075.29) [supplement p. S-12, Maintenance of subordination]"
)
ASKED = {
    "cashflows": ("--csv", "-"),
    "tables": ("--csv", "-"),
    "yield": ("B-2", "--price", "86.5"),
    "trace": ("--date", "2001-12-25"),
    "explain": ("--class", "M", "--date", "2001-12-25"),
    "diff": ("--to", "severity=10%"),
}


@pytest.mark.parametrize("command", ASKED)
def test_every_command_that_runs_a_scenario_warns(events, command) -> None:
    """On standard error, beside a result that is the same as it was; nothing without events."""
    answer = ask(command, DEAL, *ASKED[command], *SCENARIO, "--events", events)
    assert answer.err == f"{IMPAIRED}, and on 21 later days to 2001-11-25\n"
    assert "warning" not in answer.out
    assert ask(command, DEAL, *ASKED[command], *SCENARIO).err == ""


def test_a_part_of_a_run_warns_of_what_led_to_it(events) -> None:
    """Neither before a defect has bitten nor of what is still to come."""
    days = {"2000-01-25": [], "2000-02-25": [IMPAIRED], "2000-03-25": [f"{IMPAIRED}, and on 1 later day to 2000-03-25"]}
    for day, told in days.items():
        answer = ask("trace", DEAL, *SCENARIO, "--events", events, "--date", day)
        assert answer.err.splitlines() == told


def test_several_scenarios_warn_together(events) -> None:
    answer = ask("tables", DEAL, "--psa", "0,250", "--events", events, "--csv", "-")
    (line,) = answer.err.splitlines()
    assert line.startswith("warning: 2000-02-25: a subordination level is impaired")
    assert line.endswith("in 2 of 2 scenarios")
