"""Asking the face: the figures are those of the commands, and what cannot be meant is told with the nearest name."""

import csv
import inspect
import io
import json
from datetime import date

import pytest

import seriatim
from seriatim import Detail, ProblemsError, RetailHoldings, Scenario
from tests.cli.asking import ask, copied

DEAL = "cmsi-1999-7"
OPTIONS = ("--psa", "300", "--sda", "200", "--severity", "40%")
STRESSED = Scenario(psa=300, sda=200, severity=0.4)


@pytest.fixture(scope="module")
def deal() -> seriatim.Deal:
    return seriatim.load(DEAL)


def test_texts_are_what_the_commands_print(deal) -> None:
    assert deal.check().to_text() == ask("check", DEAL).out
    assert deal.describe().to_text() == seriatim.describe(DEAL).to_text() == ask("describe", DEAL).out
    assert deal.plan.to_text() == ask("plan", DEAL).out
    assert deal.tables(psa=[0, 225]).to_text() == ask("tables", DEAL, "--psa", "0,225").out
    yields = ask("yield", DEAL, "A-10", "--price", "55", "--psa", "0,150")
    assert deal.yields("A-10", 55, psa=[0, 150]).to_text() == yields.out
    prices = ask("yield", DEAL, "A-10", "--yield", "8%")
    assert deal.prices("A-10", 0.08).to_text() == prices.out
    assert deal.run(STRESSED).to_text() == ask("cashflows", DEAL, *OPTIONS).out
    assert deal.collateral(STRESSED).to_text() == ask("cashflows", DEAL, *OPTIONS, "--collateral").out
    assert deal.comfort().to_text() == ask("comfort", DEAL).out


def test_answers_about_a_run_are_those_of_the_commands(deal) -> None:
    asked = ("explain", DEAL, "--class", "B-2", "--date", "2002-04-25", "--depth", "2", *OPTIONS)
    explained = deal.explain("B-2", date(2002, 4, 25), scenario=STRESSED, detail=Detail(depth=2))
    assert explained.to_text() == ask(*asked).out
    assert f"{explained.to_json()}\n" == ask(*asked, "--json").out
    assert (
        f"{deal.trace(30, scenario=STRESSED).to_json()}\n" == ask("trace", DEAL, "--date", "30", *OPTIONS, "--json").out
    )
    compared = deal.compare(scenario=STRESSED, to=Scenario(psa=400, sda=200, severity=0.4))
    assert compared.to_text() == ask("diff", DEAL, *OPTIONS, "--to", "psa=400").out


def test_a_run_answers_as_its_deal_does(deal) -> None:
    run = deal.run(STRESSED)
    assert run.trace(30) == deal.trace(30, scenario=STRESSED)
    assert run.explain("B-2", 30) == deal.explain("B-2", 30, scenario=STRESSED)
    assert run.compare(deal.run(Scenario(psa=100))) == deal.compare(scenario=STRESSED, to=Scenario(psa=100))
    assert (run.lives().values == deal.lives(scenario=STRESSED).values).all()
    assert (run.yields("A-1", 99).values == deal.yields("A-1", 99, scenario=STRESSED).values).all()
    assert (run.prices("A-1", 0.07).values == deal.prices("A-1", 0.07, scenario=STRESSED).values).all()


def test_lives_are_those_at_the_foot_of_the_tables(deal) -> None:
    """In the column of no prepayments too, whose loans a document may state apart."""
    for name in (DEAL, "cmsi-1994-5"):
        asked = seriatim.load(name)
        lives, tables = asked.lives(), asked.tables()
        for each in tables.classes:
            assert lives.of_class(each.name) == tuple(each.life_years.tolist())
    rows = csv.DictReader(io.StringIO(ask("tables", DEAL, "--psa", "225", "--csv", "-").out))
    assert next(row["value"] for row in rows if row["table"] == "wal") == str(deal.lives(psa=225).of_class("A-1")[0])


def test_one_way_for_all_holders(deal, tmp_path) -> None:
    held = tmp_path / "held.csv"
    held.write_text("holder,balance\nAda,133500000\n", encoding="utf-8")
    answer = ask("holders", DEAL, "--class", "A-1", "--holdings", held, *OPTIONS, "--csv", "-")
    assert deal.holders("A-1", held, scenario=STRESSED).to_polars().write_csv() == answer.out
    with pytest.raises(ProblemsError, match="has no retail class 'A-1'"):
        deal.holders("A-1", RetailHoldings(held))


WRONG = {
    "there is no class 'B-22' (did you mean 'B-2'?)": lambda deal: deal.explain("B-22", 3),
    "there is no item 'pricipal' (did you mean 'principal'?)": lambda deal: deal.explain("B-2", 3, item="pricipal"),
    "there is no distribution day 0 (they count from 1 to 359)": lambda deal: deal.trace(0),
    "2012-06-20 is not a distribution day (the nearest is 2012-06-25)": lambda deal: deal.trace(date(2012, 6, 20)),
    "'June' is not a distribution day (write 2012-06-25, or its number)": lambda deal: deal.trace("June"),
    "CMSI 1999-7 has no class 'A-99' (did you mean 'A-9'?)": lambda deal: deal.yields("A-99", 70),
    "Residual has no balance, so it has neither price nor yield": lambda deal: deal.prices("Residual", 0.08),
    "price 0 is out of range (it is above 0 and up to 1,000,000 per 100 of balance)": (
        lambda deal: deal.yields("A-1", [70, 0])
    ),
    "yield -1 is out of range (it is a decimal above -1, such as 0.08)": lambda deal: deal.prices("A-1", -1),
    "psa and cpr are given together (give one prepayment speed)": lambda deal: deal.tables(psa=100, cpr=0.06),
    "cpr looks like percent: 6 (write 0.06)": lambda deal: deal.tables(cpr=6),
    "psa is negative: -5 (it is 0 or more)": lambda deal: deal.lives(psa=[100, -5]),
    "the scenario states psa already (leave it out, or the speeds beside it)": (
        lambda deal: deal.tables(psa=100, scenario=Scenario(psa=200))
    ),
    "psa is a path (columns of a table are single speeds: psa=[100, 350])": (
        lambda deal: deal.tables(scenario=Scenario(psa=(100, 200)))
    ),
    "there is nothing to compare with (give another deal, or another scenario: to=Scenario(psa=350))": (
        lambda deal: deal.compare(scenario=STRESSED)
    ),
    "nowhere.csv: no such file (check the spelling and the folder)": lambda deal: deal.under("nowhere.csv"),
    "nowhere: no such deal in the library, and no such path": lambda _: seriatim.check("nowhere"),
}  # fmt: skip


@pytest.mark.parametrize("expected", WRONG)
def test_a_wrong_question_is_refused_in_a_line(deal, expected) -> None:
    with pytest.raises(ProblemsError) as raised:
        WRONG[expected](deal)
    assert str(raised.value).startswith(expected)


def test_a_deal_that_cannot_be_loaded_can_be_checked(tmp_path) -> None:
    folder = copied(DEAL, tmp_path)
    lines = (folder / "rep_lines.csv").read_text(encoding="utf-8")
    (folder / "rep_lines.csv").write_text(lines.rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    report = seriatim.check(folder)
    assert not report
    assert "the loans in rep_lines.csv sum to" in next(iter(report)).reason
    assert len(json.loads(report.to_json())["problems"]) == len(report)
    with pytest.raises(ProblemsError):
        seriatim.load(folder)
    assert seriatim.describe(folder).to_text() == ask("describe", folder).out
    assert seriatim.check(DEAL)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_a_name_that_no_file_can_have(name) -> None:
    with pytest.raises(ProblemsError, match="no such deal"):
        seriatim.load(name)


def test_speeds_without_any_are_those_of_the_document(deal) -> None:
    assert deal.tables().speeds == tuple(float(100 * each) for each in deal.terms.structuring_assumptions.table_speeds)
    assert deal.tables(scenario=Scenario(psa=225)).speeds == (225.0,)
    assert deal.tables(scenario=Scenario(smm=0.01)).speed_model == "SMM"


def test_every_name_of_the_face_is_there_and_has_its_home() -> None:
    for name in seriatim.__all__:
        assert getattr(seriatim, name).__name__ == name
    typed = inspect.getsource(seriatim).partition("if TYPE_CHECKING:")[2].partition("__version__")[0]
    assert sorted(line.split(" as ")[1] for line in typed.strip().splitlines()) == sorted(seriatim.__all__)
