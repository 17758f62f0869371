"""Deals of several pools through every command and from Python: composites are classes, components can be asked for."""

import csv
import json
from io import StringIO
from pathlib import Path
from shutil import copytree

import pytest

import seriatim
from tests.cli.asking import ask

TESTS = Path(__file__).parent.parent
BASE = TESTS / "deal" / "base-groups"
AGENCY = TESTS / "deal" / "good" / "agency-groups"
DEAL = "example-two-pools"
CERTIFICATES = ("IA-1", "IA-2", "IIA-1", "A-PO", "A-IO", "B-1", "B-2", "R")
COMPONENTS = ("IA-PO", "IIA-PO", "IA-IO", "IIA-IO", "IB-1", "IIB-1", "IB-2", "IIB-2")


@pytest.fixture(scope="module")
def base() -> seriatim.api.deal.Deal:
    return seriatim.load(BASE)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_certificates_are_the_classes_of_a_deal(base):
    assert base.classes == CERTIFICATES
    assert base.components == COMPONENTS
    assert [each.name for each in base.composites] == ["A-PO", "A-IO", "B-1", "B-2"]
    assert seriatim.load("cmsi-1999-7").components == ()
    assert repr(base) == "<Deal Base of groups: 7 classes, 4 loan lines, $100,000,000.00>"


def test_a_run_has_composites_and_components(base):
    run = base.run(seriatim.Scenario(psa=150, sda=600, severity=0.5))
    assert [each.name for each in run] == list(CERTIFICATES)
    for name, parts in (("B-1", ("IB-1", "IIB-1")), ("A-PO", ("IA-PO", "IIA-PO")), ("A-IO", ("IA-IO", "IIA-IO"))):
        for item in ("balance", "interest", "principal", "loss"):
            whole, both = getattr(run[name], item), [getattr(run[part], item) for part in parts]
            assert whole == pytest.approx(sum(both), abs=1e-6), f"{item} of {name}"
    assert run["IB-1"].balance[0] == 2_400_000
    with pytest.raises(KeyError, match="no class 'IB-9' in Base of groups: did you mean 'IB-"):
        run["IB-9"]


def test_tables_of_cash_flows_list_certificates(base):
    frame = base.run().to_polars()
    assert tuple(dict.fromkeys(frame["class"].to_list())) == CERTIFICATES
    answer = ask("cashflows", BASE, "--psa", "150", "--csv", "-")
    assert answer.status == 0
    assert {row["class"] for row in rows(answer.out)} == set(CERTIFICATES)


def test_the_loans_stand_by_pool():
    answer = ask("cashflows", BASE, "--psa", "150", "--collateral", "--csv", "-")
    strips = {(row["pool"], row["strip"]) for row in rows(answer.out)}
    assert strips == {(pool, strip) for pool in ("I", "II") for strip in ("target_rate", "po", "io")}


def test_tables_have_a_column_for_each_certificate():
    answer = ask("tables", BASE, "--psa", "0,150", "--csv", "-")
    assert answer.status == 0
    assert {row["class"] for row in rows(answer.out) if row["table"] == "wal"} == set(CERTIFICATES) - {"R"}
    for page in (ask("tables", BASE), ask("tables", AGENCY, "--html", "-")):
        assert page.status == 0


def test_a_composite_has_a_price_and_a_component_has_none():
    answer = ask("yield", DEAL, "B-1", "--price", "90", "--psa", "100,300")
    assert answer.status == 0
    assert "Class B-1" in answer.out
    refused = ask("yield", DEAL, "IB-1", "--price", "90", "--psa", "100")
    assert refused.status == 2
    assert refused.err == "IB-1 is a component class: no certificates are issued of it (price B-1)\n"
    unknown = ask("yield", DEAL, "B-9", "--price", "90", "--psa", "100")
    assert "has no class 'B-9' (did you mean 'B-" in unknown.err


def test_figures_of_a_series_are_tied_out(tmp_path):
    """Printed figures of a senior class, of composites, and of all pools' losses."""
    folder = Path(copytree(BASE, tmp_path / "series"))
    run = seriatim.load(folder)
    lives = {
        row["class"]: row["value"]
        for row in rows(ask("tables", folder, "--psa", "150", "--csv", "-").out)
        if row["table"] == "wal"
    }
    assert run.classes == CERTIFICATES
    (folder / "published").mkdir()
    lines = ["table,class,psa,sda,severity,liquidated,libor,price,date,measure,printed,decimals"]
    lines += [f"wal,{name},150,,,,,,,,{float(lives[name]):.2f},2" for name in ("IA-1", "A-PO", "B-1")]
    lines += [
        "decrement,B-1;B-2,150,,,,,,initial,,100,0",
        "aggregate_realized_loss,ALL,150,100,0.2,,,,,agg_loss,9.99,2",
    ]
    (folder / "published" / "figures.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = ask("comfort", folder, "--json")
    told = json.loads(answer.out)
    assert answer.status == 1
    assert [len(table["differences"]) for table in told["deals"][0]["tables"]] == [0, 0, 1]


@pytest.mark.parametrize("name", ["B-6", "IB-5", "R", "A-PO"])
def test_explain_answers_for_composites_and_components(name, tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("pool,period,loss\nII,1,300000\nI,1,20000\n", encoding="utf-8")
    for item in ("loss", "interest", "balance"):
        answer = ask(
            "explain", DEAL, "--class", name, "--item", item, "--date", "1", "--psa", "100", "--events", events
        )
        assert (answer.status, answer.err) == (0, "")
    unknown = ask("explain", DEAL, "--class", "IB-55", "--date", "1", "--psa", "100")
    assert unknown.err == "there is no class 'IB-55' (did you mean 'IB-5'?)\n"


def test_trace_shows_pools(tmp_path):
    events = tmp_path / "events.csv"
    events.write_text("pool,period,loss,interest_withheld\nII,1,300000,\nI,1,20000,500000\n", encoding="utf-8")
    answer = ask("trace", DEAL, "--date", "1", "--psa", "100", "--events", events)
    assert (answer.status, answer.err) == (0, "")
    assert "Cash by pool" in answer.out
    assert "cross-collateralization, cash support" in answer.out
    assert "Of which to composite classes" in answer.out


def test_describe_and_check_and_plan():
    assert ask("check", BASE).out.endswith("no problems\n")
    assert "\nGroup II\n========\n" in ask("describe", BASE).out
    assert "cross-collateralization" in ask("plan", BASE).out


def test_diff_between_readings_of_the_support(tmp_path):
    """Which cash pays the subordinated components, where one pool is short."""
    folder = Path(copytree(BASE, tmp_path / "by-group"))
    text = (folder / "deal.yaml").read_text(encoding="utf-8")
    other = text.replace("subordinated cash: own pool first, then by seniority", "subordinated cash: combined")
    assert other != text
    (folder / "deal.yaml").write_text(other, encoding="utf-8")
    events = tmp_path / "events.csv"
    events.write_text("pool,period,loss,principal_withheld\nI,1,20000,300000\nII,1,0,\n", encoding="utf-8")
    answer = ask("diff", BASE, folder, "--psa", "150", "--events", events)
    assert answer.status == 1
    assert "cross-collateralization" in answer.out
