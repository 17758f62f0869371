"""The 0 % column of agency supplements, which has loans of its own."""

from pathlib import Path

import numpy as np
import pytest

import seriatim
from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from tests.cli.asking import ask
from tests.compile.small import FILES, variant

LOANS = "  loans: no-subordination.csv\n"
LONGER = "line,balance,gross_rate,original_term,remaining_term\nlonger,{balance},6.5%,360,360\n"


def with_longer_loans(folder: Path, balance: str = "") -> Deal:
    """The pool's balance in loans of thirty years for the 0 % column."""
    rows = (FILES / "no-subordination.csv").read_text().splitlines()[1:]
    whole = balance or str(sum(float(row.split(",")[1]) for row in rows))
    (folder / "zero.csv").write_text(LONGER.format(balance=whole))
    return variant("no-subordination", folder, {LOANS: f"{LOANS}  zero column loans: zero.csv\n"})


@pytest.mark.parametrize("engine", ["lanes", "exact"])
def test_only_the_zero_column_has_the_other_loans(tmp_path, engine: str) -> None:
    deal, plain = with_longer_loans(tmp_path), seriatim.load(FILES / "no-subordination.yaml")
    for scenario in (Scenario(psa=0), Scenario(psa=200)):
        assert (
            deal.collateral(scenario).to_polars()["balance"].to_list()[:60]
            == plain.collateral(scenario).to_polars()["balance"].to_list()[:60]
        )
    run = deal.run(Scenario(psa=0, zero_column=True), engine=engine)
    balance = sum(run[name].balance for name in deal.classes[:-1] if deal.terms.classes.named(name).balance)
    rate, months = 0.065 / 12, np.arange(361)
    expected = balance[0] * (1 - ((1 + rate) ** months - 1) / ((1 + rate) ** 360 - 1))
    assert balance == pytest.approx(expected, abs=0.01)


def test_columns_stand_side_by_side_in_one_run(tmp_path) -> None:
    deal = with_longer_loans(tmp_path)
    columns = [Scenario(psa=0, zero_column=True), Scenario(psa=0), Scenario(psa=200)]
    together = deal.run_many(columns).values
    for place, scenario in enumerate(columns):
        assert np.array_equal(together[:, :, place], deal.run_many([scenario]).values[:, :, 0])
    assert together[:, 240, 0].sum() > together[:, 240, 1].sum()


def test_tables_take_the_other_loans_for_the_column_of_speed_0(tmp_path) -> None:
    with_longer_loans(tmp_path)
    table = ask("tables", tmp_path / "no-subordination.yaml", "--psa", "0,200", "--csv", "-")
    plain = ask("tables", FILES / "no-subordination.yaml", "--psa", "0,200", "--csv", "-")
    lives = [
        {tuple(row[:3]): row[-1] for row in (line.split(",") for line in text.out.splitlines()) if row[0] == "wal"}
        for text in (table, plain)
    ]
    differing = {key[2] for key in lives[0] if lives[0][key] != lives[1][key]}
    assert table.status == 0
    assert {float(speed) for speed in differing} == {0.0}


def test_loans_of_another_balance_are_refused(tmp_path) -> None:
    with pytest.raises(seriatim.ProblemsError) as caught:
        with_longer_loans(tmp_path, "1000")
    assert "the loans in zero.csv sum to 1,000.00, the pool to" in str(caught.value)


def test_a_missing_file_is_told(tmp_path) -> None:
    with pytest.raises(seriatim.ProblemsError) as caught:
        variant("no-subordination", tmp_path, {LOANS: f"{LOANS}  zero column loans: nowhere.csv\n"})
    assert "no file 'nowhere.csv' beside the deal file" in str(caught.value)
