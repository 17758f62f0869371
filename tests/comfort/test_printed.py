from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.problems import ProblemsError
from seriatim.comfort.printed import COLUMNS, PrintedFigure, agrees, printed_value, read_printed

HEADER = ",".join(COLUMNS)
WAL = "wal,A-1,350,,,,,,,wal,3.57,2"
PUBLISHED = Path(__file__).parents[3] / "shared" / "published"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "printed.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("printed", "decimals", "computed", "expected"),
    [
        ("3.57", 2, 3.565, True),
        ("3.57", 2, 3.5649999999, False),
        ("3.57", 2, 3.574999999, True),
        ("3.57", 2, 3.575, False),
        ("2.68", 2, 2.675, True),  # the binary fraction lies below: the decimal expansion counts
        ("1.01", 2, 1.005, True),
        ("100", 0, 99.5, True),
        ("100", 0, 100.49999999, True),
        ("(15.448)", 3, -15.448, True),
        ("-15.448", 3, -15.4484, True),
        ("(15.448)", 3, -15.4485, False),
        ("(15.449)", 3, -15.4485, True),  # half of a negative figure goes away from zero, as printed
        ("(15.448)", 3, 15.448, False),
        ("126,465,000.00", 2, 126_465_000.0, True),
        ("126465000.00", 2, 126_465_000.005, False),
        ("2371.205", 3, 2371.2049999, True),
        ("0.000", 3, -0.0001, True),
        ("0", 0, 0.4, True),
        ("7.948", 3, float("nan"), False),
        ("7.948", 3, float("inf"), False),
    ],
)
def test_a_number_agrees_when_it_prints_the_same(printed: str, decimals: int, computed: float, expected: bool) -> None:
    assert agrees(printed, decimals, computed=computed) is expected


@pytest.mark.parametrize(
    ("printed", "computed", "expected"),
    [
        ("*", 0.0, False),
        ("*", 5e-324, True),
        ("*", 0.4999999, True),
        ("*", 0.5, False),
        ("*", -0.1, False),
        ("*", float("nan"), False),
        ("**", -100.0, True),
        ("**", -135.0, True),
        ("**", -99.9999, False),
        ("**", float("-inf"), False),
    ],
)
def test_marks(printed: str, computed: float, expected: bool) -> None:
    assert agrees(printed, 0, computed=computed) is expected


def test_where_small_figures_are_marked_a_printed_zero_is_nothing() -> None:
    zero = PrintedFigure("decrement", ("A-1",), "0", 0, psa=350.0)
    assert zero.agrees_with(0.0)
    assert not zero.agrees_with(0.3)
    assert not zero.agrees_with(1e-9)
    assert PrintedFigure("aggregate_realized_loss", ("pool",), "0.000", 3, psa=350.0).agrees_with(0.0003)


def test_a_day_agrees_with_its_ordinal() -> None:
    figure = PrintedFigure("text", ("A-3",), "2011-05-25", 0, measure="last_distribution_at_0psa")
    assert figure.agrees_with(date(2011, 5, 25).toordinal())
    assert not figure.agrees_with(date(2011, 6, 25).toordinal())


@given(st.decimals(-10_000, 10_000, places=3))
def test_a_figure_agrees_with_itself(value: Decimal) -> None:
    assert agrees(f"{value:.3f}", 3, computed=float(value))
    assert printed_value(f"({-value:.3f})" if value < 0 else f"{value:.3f}") == value


@pytest.mark.parametrize("printed", ["", "abc", "1.2.3", "(1.2", "1.2)", "-(1.2)", "12,34.5", "1e5", "***", "∞"])
def test_what_is_not_printed_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="is not a printed figure"):
        agrees(printed, 1, computed=1.2)


def test_a_file_is_read_with_decimals_for_percents(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "yield,A-5,100,,,,5.320,0.21875,,yield,(53.579),3",
        "yield,B-1,600,,0.20,0.50,,88.50,,yield,8.380,3",
        "aggregate_realized_loss,pool,100,50,0.30,,,,,agg_loss,0.468,3",
        "decrement,M;B-1;B-2,500,,,,,,2028-10-25,,*,",
        "decrement,A-1,0,,,,,,initial,,100,0",
        'planned_balance,A-1;A-2;A-12,,,,,,,,initial,"126,465,000.00",2',
        "yield,A-5,0,,,,7.320,0.21875,,yield,**,",
        "text,A-3,,,,,,,,last_distribution_at_0psa,2011-05-25,0",
    )
    rated, liquidated, lost, small, first, planned, nothing_left, text = read_printed(path)
    assert rated == PrintedFigure(
        "yield", ("A-5",), "(53.579)", 3, psa=100.0, libor=0.0532, price_per_100=0.21875, measure="yield", line=2
    )
    assert (liquidated.liquidated, liquidated.severity) == (0.005, 0.2)
    assert (lost.sda, lost.severity, lost.libor) == (50.0, 0.3, None)
    assert (small.classes, small.date, small.decimals) == (("M", "B-1", "B-2"), date(2028, 10, 25), 0)
    assert (first.date, first.measure) == (None, "initial")
    assert (planned.date, planned.measure, planned.classes) == (None, "initial", ("A-1", "A-2", "A-12"))
    assert nothing_left.agrees_with(-100.0)
    assert text.line == 9


BAD = {
    "wal,A-1,350,,,,,,,wal,3.57": "printed.csv:2: has 11 fields, the header has 12 (check the commas)",
    "wall,A-1,350,,,,,,,wal,3.57,2": "printed.csv:2: unknown table 'wall' (did you mean 'wal'?)",
    "wal,,350,,,,,,,wal,3.57,2": "printed.csv:2: '' names no class (write A-1, or M;B-1;B-2 for a joint column)",
    "wal,M;;B-2,350,,,,,,,wal,3.57,2": (
        "printed.csv:2: 'M;;B-2' names no class (write A-1, or M;B-1;B-2 for a joint column)"
    ),
    "wal,A-1,,,,,,,,wal,3.57,2": "printed.csv:2: a wal figure needs its psa (fill the column 'psa')",
    "decrement,A-1,0,,,,,,,,97,0": "printed.csv:2: a decrement figure needs its date (fill the column 'date')",
    "yield,A-1,0,,,,,,,yield,7.500,3": "printed.csv:2: a yield figure needs its price (fill the column 'price')",
    "wal,A-1,-350,,,,,,,wal,3.57,2": (
        "printed.csv:2: psa '-350' is not a number from 0 to 100000 (write digits and a point)"
    ),
    "wal,A-1,nan,,,,,,,wal,3.57,2": (
        "printed.csv:2: psa 'nan' is not a number from 0 to 100000 (write digits and a point)"
    ),
    "wal,A-1,350%,,,,,,,wal,3.57,2": (
        "printed.csv:2: psa '350%' is not a number from 0 to 100000 (write digits and a point)"
    ),
    "wal,A-1,350,50,20,,,,,wal,3.57,2": "printed.csv:2: severity 20 is above 1 (write 20 % as 0.20)",
    "wal,A-1,350,,,,432,,,wal,3.57,2": "printed.csv:2: libor 432 is above 100 (check the decimal point)",
    "decrement,A-1,0,,,,,,2006-13-25,,97,0": (
        "printed.csv:2: date '2006-13-25' is not a day (write 2006-12-25, or initial)"
    ),
    "wal,A-1,350,,,,,,,wal,three,2": "printed.csv:2: printed 'three' is not a figure (write 12.34, (12.34), * or **)",
    "wal,A-1,350,,,,,,,wal,2011-05-25,0": (
        "printed.csv:2: printed '2011-05-25' is not a figure (write 12.34, (12.34), * or **)"
    ),
    "wal,A-1,350,,,,,,,wal,3.57,": (
        "printed.csv:2: decimals '' is not a whole number from 0 to 12 (count those printed)"
    ),
    "wal,A-1,350,,,,,,,wal,3.57,-1": (
        "printed.csv:2: decimals '-1' is not a whole number from 0 to 12 (count those printed)"
    ),
    "wal,A-1,350,,,,,,,wal,3.57,3": (
        "printed.csv:2: printed 3.57 shows 2 decimals, the column says 3 (count those printed)"
    ),
    "yield,B-1,0,,,,,90,,yield,(3.571),2": (
        "printed.csv:2: printed (3.571) shows 3 decimals, the column says 2 (count those printed)"
    ),
    f"{WAL}\n{WAL}": "printed.csv:3: is the same figure as line 2 (keep one)",
}


@pytest.mark.parametrize("lines", BAD)
def test_bad_records(tmp_path: Path, lines: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_printed(written(tmp_path, lines))
    assert str(caught.value).replace(str(tmp_path) + "/", "") == BAD[lines]


def test_every_problem_is_reported_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, WAL, "wall,A-1,x,,,,,,,wal,3.57,9", WAL, "wal,;,,,,,,,,wal,?,2")
    with pytest.raises(ProblemsError) as caught:
        read_printed(path)
    assert [problem.line for problem in caught.value.problems] == [3, 3, 3, 4, 5, 5, 5]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "printed.csv"
    path.write_text("table,class,printed,decimal\nwal,A-1,3.57,2\n")
    with pytest.raises(ProblemsError) as caught:
        read_printed(path)
    reasons = [problem.reason for problem in caught.value.problems]
    assert "no column 'psa'" in reasons
    assert "no column 'decimals'" in reasons
    assert "unknown column 'decimal'" in reasons


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "printed.csv"
    path.write_bytes(HEADER.encode() + b"\nwal,A-\xff1,350,,,,,,,wal,3.57,2\n")
    with pytest.raises(ProblemsError, match="is not UTF-8 text"):
        read_printed(path)
    with pytest.raises(ProblemsError, match="is a directory"):
        read_printed(tmp_path)


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published figures lie beside the repository")
@pytest.mark.parametrize(("deal", "count"), [("cmsi-1994-5", 2238), ("cmsi-1999-7", 1860), ("cmsi-2006-6", 2693)])
def test_the_published_files_read_whole(deal: str, count: int) -> None:
    figures = read_printed(PUBLISHED / f"{deal}.csv")
    assert len(figures) == count
    numbers = [figure for figure in figures if figure.printed not in ("*", "**", "2011-05-25")]
    assert all(figure.agrees_with(float(printed_value(figure.printed))) for figure in numbers)
