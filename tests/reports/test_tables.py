"""Decrement tables as data, text, rows, page and workbook, from one small run."""

import io
import math
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time
from zipfile import ZipFile

import numpy as np
import openpyxl
import pytest

import seriatim
from seriatim.basics.problems import ProblemsError
from seriatim.reports.tables import TABLES_NEED, ClassTable, DecrementTables, decrement_tables
from seriatim.reports.tables_frame import tables_frame
from seriatim.reports.tables_html import tables_page
from seriatim.reports.tables_layout import columns
from seriatim.reports.tables_text import tables_text
from seriatim.reports.tables_xlsx import tables_workbook
from tests.reports.test_html import Page

MADE_UP = DecrementTables(
    deal="Made up 1",
    title="Made <up> & sold, Series 1",
    speed_model="PSA",
    speeds=(0.0, 137.5),
    assumptions="50% SDA, severity 20%",
    periods=(0, 12, 24),
    dates=(date(2001, 2, 27), date(2002, 2, 25), date(2003, 2, 25)),
    classes=(
        ClassTable("S-1", "Senior", np.array([[1, 1], [0.625, 0.0049], [0, 0]]), np.array([1.5, 0.625])),
        ClassTable("S-2", "Senior", np.array([[1, 1], [1.06, 0.5], [0, 0]]), np.array([1.25, math.nan])),
        ClassTable("S-3", "Senior", np.array([[1, 1], [1.0601, 0.5], [0, 0]]), np.array([1.25, math.nan])),
        ClassTable("J-1", "Subordinated", np.array([[1, 1], [0.5, 0], [0, 0]]), np.array([1.0, 0.5])),
    ),
    life_decimals=1,
)

AS_TEXT = """\
Made <up> & sold, Series 1
Percent of initial balance outstanding, by percentage of the prepayment model (PSA)
Assumed: 50% SDA, severity 20%

                                Class S-1       Classes S-2 and S-3      Class J-1
Distribution day                0%  137.5%            0%     137.5%       0%  137.5%
Initial                        100     100           100        100      100     100
February 25, 2002               63       *           106         50       50       0
February 25, 2003                0       0             0          0        0       0
Weighted average life (years)  1.5     0.6           1.3          –      1.0     0.5

* Indicates that between zero and 0.5% of initial principal or notional balance is outstanding.
"""


@pytest.fixture(scope="module")
def real() -> DecrementTables:
    deal = seriatim.load("cmsi-2006-6")
    scenarios = [seriatim.Scenario(psa=speed) for speed in (0.0, 100.0, 350.0)]
    return decrement_tables(deal.run_many(scenarios, items=TABLES_NEED), scenarios)


def words(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_the_data_of_a_real_deal(real):
    assert real.speeds == (0.0, 100.0, 350.0)
    assert real.dates[:2] == (date(2006, 11, 28), date(2007, 11, 25))
    assert real.periods[-1] == 360
    assert [name for name, _ in real.groups()] == ["Senior", "Subordinated"]
    for each in real.classes:
        assert each.outstanding.shape == (len(real.dates), 3)
        assert (each.outstanding[0] == 1).all()
        assert (each.outstanding[-1] == 0).all()


def test_rows_end_where_nothing_is_outstanding():
    deal = seriatim.load("cmsi-1994-5")
    scenarios = [seriatim.Scenario(cpr=1.0)]
    tables = decrement_tables(deal.run_many(scenarios, items=TABLES_NEED), scenarios)
    assert tables.periods == (0, 12)
    assert tables.speed_labels == ("100%",)
    assert tables.speed_model == "CPR"


def test_text():
    assert words(tables_text(MADE_UP).plain) == words(AS_TEXT)


def test_text_fits_its_width(real):
    for width in (80, 110, 200):
        lines = tables_text(real, width=width).plain.splitlines()
        assert max(map(len, lines[4:-1])) <= width
        assert all(line == line.rstrip() for line in lines)
        assert sum("Weighted average life" in line for line in lines) >= 1


def test_classes_that_show_the_same_share_a_column(real):
    names = [column.names for column in columns(real, real.classes)]
    assert ("A-4", "A-11") in names
    assert ("B-1", "B-2", "B-3", "B-4", "B-5", "B-6") in names
    assert sorted(name for joint in names for name in joint) == sorted(each.name for each in real.classes)


def test_rows_at_full_precision():
    frame = tables_frame(MADE_UP)
    assert frame.columns == ["table", "class", "psa", "period", "date", "value"]
    assert frame.height == 4 * 2 * 3 + 4 * 2
    small = frame.filter((frame["class"] == "S-1") & (frame["psa"] == 137.5) & (frame["period"] == 12))
    assert small.rows() == [("decrement", "S-1", 137.5, 12, date(2002, 2, 25), pytest.approx(0.49))]
    lives = frame.filter(frame["table"] == "wal")
    assert lives["value"].to_list() == [1.5, 0.625, 1.25, None, 1.25, None, 1.0, 0.5]
    assert "wal,S-2,137.5,,,\n" in frame.write_csv()


def test_rows_of_constant_prepayment_rates_say_so():
    assert "cpr" in tables_frame(replace(MADE_UP, speed_model="CPR")).columns


def test_the_page_is_well_formed_and_needs_nothing_else(real):
    for tables in (MADE_UP, real):
        text = tables_page(tables)
        page = Page(text)
        assert page.open == []
        assert max(Counter(page.ids).values()) == 1
        assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
        assert "<script" not in text
        assert "@import" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_page_shows_every_figure_once(real):
    page = Page(tables_page(real))
    shown = columns(real, real.classes)
    figures = [cell for column in shown for row in column.rows for cell in row]
    lives = [life for column in shown for life in column.lives]
    assert Counter(text for _, _, text in page.cells) == Counter([*figures, *lives, *lives])
    assert text_of(real) in page.text


def text_of(tables: DecrementTables) -> str:
    return f"At {', '.join(tables.speed_labels)} PSA."


def test_what_is_typed_is_escaped():
    assert "Made &lt;up&gt; &amp; sold" in tables_page(MADE_UP)
    assert "Made <up>" not in tables_page(MADE_UP)


def test_the_same_tables_give_the_same_bytes(real):
    assert tables_page(real) == tables_page(real)
    first, second = tables_workbook(real), tables_workbook(real)
    for name in ZipFile(io.BytesIO(first)).namelist():
        assert ZipFile(io.BytesIO(first)).read(name) == ZipFile(io.BytesIO(second)).read(name)
    assert first == second


def workbook(tables: DecrementTables) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(tables_workbook(tables)))


def test_the_workbook_has_numbers_as_numbers():
    book = workbook(MADE_UP)
    assert book.sheetnames == ["Lives", "Senior classes", "Subordinated classes"]
    sheet = book["Senior classes"]
    assert sheet["A1"].value == "Made <up> & sold, Series 1"
    assert sheet["A3"].value == "By percentage of the prepayment model (PSA); assumed: 50% SDA, severity 20%"
    assert [cell.value for cell in sheet[5][:6]] == [None, "Class S-1", None, None, "Class S-2", None]
    assert [cell.value for cell in sheet[6][:6]] == ["Distribution day", 0, 1.375, None, 0, 1.375]
    assert [cell.value for cell in sheet[8][:3]] == [datetime.combine(MADE_UP.dates[1], time()), 0.625, 0.0049]
    assert [cell.value for cell in sheet[10][:6]] == ["Weighted average life (years)", 1.5, 0.625, None, 1.25, None]
    assert sheet["C8"].number_format == '[=0]0%;[<0.005]"*";0%'
    assert sheet["C6"].number_format == "0.0##%"
    assert sheet["A8"].number_format == "mmmm d, yyyy"
    assert sheet["B10"].number_format == "0.0"
    assert sheet.freeze_panes == "B7"
    assert {str(each) for each in sheet.merged_cells.ranges} == {"B5:C5", "E5:F5", "H5:I5"}


def test_the_first_sheet_has_the_lives(real):
    sheet = workbook(real)["Lives"]
    assert [cell.value for cell in sheet[5]] == ["Class", 0, 1, 3.5]
    assert [row[0].value for row in sheet.iter_rows(min_row=6)] == [each.name for each in real.classes]
    assert [cell.value for cell in sheet[6][1:]] == pytest.approx(real.classes[0].life_years.tolist(), rel=1e-15)


def test_one_speed_needs_no_merged_heading():
    deal = seriatim.load("cmsi-1994-5")
    scenarios = [seriatim.Scenario(psa=200)]
    sheet = workbook(decrement_tables(deal.run_many(scenarios, items=TABLES_NEED), scenarios))["Senior classes"]
    assert sheet["B5"].value == "Class A-1"
    assert list(sheet.merged_cells.ranges) == []


def test_more_speeds_than_a_sheet_has_columns():
    many = 9000
    wide = replace(
        MADE_UP,
        speeds=tuple(float(each) for each in range(many)),
        classes=tuple(
            replace(each, outstanding=np.zeros((3, many)), life_years=np.zeros(many)) for each in MADE_UP.classes
        ),
    )
    with pytest.raises(ProblemsError, match=r"9,000 speeds do not fit on a sheet \(ask for fewer, or write CSV\)"):
        tables_workbook(wide)
