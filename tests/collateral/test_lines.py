"""Lines are read whole and checked whole; what is wrong is said with its line."""

import pickle
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.lines import lines_of, read_lines

BAD = sorted((Path(__file__).parent / "bad").glob("*.csv"))

GOOD = """\
line,balance,gross_rate,original_term,remaining_term,remaining_io
discount,"$11,708,055.31",5.9955558065%,360,356,
discount IO,6045520,6.0724817716%,360,359,119
"""


def test_read_lines(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text(GOOD, encoding="utf-8")
    lines = read_lines(path, Decimal("0.0025"))
    assert lines.name == ("discount", "discount IO")
    assert lines.balance.tolist() == [11708055.31, 6045520.0]
    assert lines.gross_rate_annual.tolist() == [0.059955558065, 0.060724817716]
    assert lines.servicing_fee_annual.tolist() == [0.0025, 0.0025]
    assert lines.net_rate_annual == pytest.approx([0.057455558065, 0.058224817716], abs=1e-15)
    assert lines.original_term_months.tolist() == [360, 360]
    assert lines.remaining_io_months.tolist() == [0, 119]
    assert lines.age_months.tolist() == [4, 1]
    assert (len(lines), lines.months) == (2, 359)
    assert lines.pool_balance == pytest.approx(17753575.31)


def test_own_age_and_fee(tmp_path):
    path = tmp_path / "lines.csv"
    path.write_text(
        "age,servicing_fee,line,balance,gross_rate,original_term,remaining_term\n7,0.5%,a,1,0.06,360,355\n,,b,1,6%,360,355",
        encoding="utf-8",
    )
    lines = read_lines(str(path), 0.0025)
    assert lines.age_months.tolist() == [7, 5]
    assert lines.servicing_fee_annual.tolist() == [0.005, 0.0025]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file(path):
    """Each file of `bad/` has its problems, word for word, in the text file of the same name."""
    with pytest.raises(ProblemsError) as caught:
        read_lines(path, 0.0025)
    found = str(caught.value).replace(str(path), path.name)
    assert found + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_bad_files():
    assert len(BAD) >= 20
    assert {path.stem for path in BAD} == {path.stem for path in (Path(__file__).parent / "bad").glob("*.txt")}


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(ProblemsError, match="is a directory, not a file"):
        read_lines(tmp_path, 0.0025)


def test_lines_of_fills_in():
    lines = lines_of(
        balance=[1, 2, 3], gross_rate_annual=0.06, servicing_fee_annual=[0, 0.0025, 0.005], remaining_term_months=360
    )
    assert lines.name == ("1", "2", "3")
    assert lines.remaining_term_months.tolist() == lines.original_term_months.tolist() == [360] * 3
    assert lines.age_months.tolist() == lines.remaining_io_months.tolist() == [0] * 3


@pytest.mark.parametrize(
    ("changes", "texts"),
    [
        ({"balance": []}, ["no lines (a pool has at least one)"]),
        (
            {"balance": [1, -1, np.nan]},
            [
                "line 2: balance is negative or not finite (it is dollars)",
                "line 3: balance is negative or not finite (it is dollars)",
            ],
        ),
        ({"gross_rate_annual": 6}, ["line 1: gross rate is not between 0 and 100 % (write 6.5% or 0.065)"]),
        (
            {"servicing_fee_annual": 0.07},
            ["line 1: servicing fee is not between 0 and the gross rate (the net rate would be negative)"],
        ),
        (
            {"remaining_term_months": 0, "age_months": -1},
            [
                "line 1: remaining term is not between 1 and 600 months (terms are in months)",
                "line 1: age is not between 0 and 600 months (ages are in months)",
            ],
        ),
    ],
)
def test_bad_columns(changes, texts):
    columns = {
        "balance": 1,
        "gross_rate_annual": 0.06,
        "servicing_fee_annual": 0.0025,
        "remaining_term_months": 360,
    } | changes
    with pytest.raises(ProblemsError) as caught:
        lines_of(**columns)
    assert str(caught.value).splitlines() == texts


def test_a_programmers_mistake_raises_at_once():
    columns = {"balance": [1, 2], "gross_rate_annual": 0.06, "servicing_fee_annual": 0.0025}
    with pytest.raises(TypeError, match="no column 'remaining_io': did you mean 'remaining_io_months'"):
        lines_of(**columns, remaining_term_months=360, remaining_io=3)
    with pytest.raises(ValueError, match=r"355\.5 is not a whole number of months"):
        lines_of(**columns, remaining_term_months=355.5)
    with pytest.raises(ValueError, match="broadcast"):
        lines_of(**columns, remaining_term_months=[360, 359, 358])


def test_lines_do_not_change_and_travel():
    lines = lines_of(balance=1, gross_rate_annual=0.06, servicing_fee_annual=0, remaining_term_months=2)
    with pytest.raises(ValueError, match="read-only"):
        lines.balance[0] = 2
    again = pickle.loads(pickle.dumps(lines))  # noqa: S301 - our own bytes
    assert again.balance.tolist() == [1.0]
    assert lines.amortization is lines.amortization
