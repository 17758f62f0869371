"""Special classes in a deal file: nothing of them is lost in the description, and their money is in the tables."""

import re

import pytest

from seriatim.basics.rates import format_rate, parse_rate
from seriatim.collateral.scenario import Scenario
from seriatim.deal.describe import describe
from tests.cli.asking import ask
from tests.special.small import FILES, special_deal

DEALS = sorted(path.stem for path in FILES.glob("*.yaml"))


@pytest.mark.parametrize("name", DEALS)
def test_the_description_says_it_all(name) -> None:
    text = " ".join(describe(special_deal(name).terms).split())
    stated = (FILES / f"{name}.yaml").read_text()
    for percentage in set(re.findall(r"\d[\d.]*%", stated)):
        assert re.search(rf"(?<![\d.]){re.escape(format_rate(parse_rate(percentage)))}", text), percentage
    for said in set(re.findall(r"(?:source|insurer|provider|afterwards to|paid to): (.*)", stated)):
        assert said.strip() in text


def test_parties_are_a_table_of_their_own() -> None:
    parties = special_deal("maintained").run(Scenario(smm=(0.1, 0.0), libor=0.075)).parties().to_polars()
    assert parties.columns == ["period", "date", "party", "opening_balance", "received", "paid", "closing_balance"]
    assert list(dict.fromkeys(parties["party"])) == ["Provider", "Underwriter", "A-1 reserve fund"]
    fund = parties.filter(parties["party"] == "A-1 reserve fund").head(3)
    assert fund["closing_balance"].round(2).to_list() == [0, 40, 0]


def test_the_class_table_has_their_columns_only_where_a_deal_has_them() -> None:
    tables = {name: special_deal(name).run(Scenario(psa=100)).to_polars() for name in DEALS}
    assert tables["maintained"].columns[-1] == "yield_maintenance"
    assert tables["insured"].columns[-1] == "insurance"
    assert tables["retail"].columns[-1] == "whole_units"


def test_on_the_command_line() -> None:
    told = ask("cashflows", FILES / "insured.yaml", "--psa", 100, "--parties", "--csv", "-")
    assert told.status == 0
    assert told.out.splitlines()[1].startswith("1,2006-12-25,Sound Guaranty,0.0,50.0,")
    both = ask("cashflows", FILES / "insured.yaml", "--psa", 100, "--parties", "--collateral")
    assert both.status == 2
    nobody = ask("cashflows", "cmsi-1999-7", "--psa", 100, "--parties", "--csv", "-")
    assert nobody.out.splitlines() == ["period,date,party,opening_balance,received,paid,closing_balance"]


def test_a_party_is_explained_and_traced() -> None:
    explained = ask(
        "explain",
        "cmsi-2006-6",
        "--class",
        "A-6",
        "--item",
        "yield_maintenance",
        "--date",
        2,
        "--psa",
        350,
        "--libor",
        "6%",
    )
    assert explained.status == 0
    assert "54,203.64  yield maintenance payments to A-6" in explained.out
    traced = ask("trace", "cmsi-2006-6", "--date", 2, "--psa", 350, "--libor", "6%")
    assert re.search(r"Bear Stearns Financial Products, by: yield maintenance, A-6 +54,203\.64", traced.out)
    assert re.search(r"Cash in less cash out +0\.00", traced.out)
