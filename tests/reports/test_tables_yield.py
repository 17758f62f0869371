"""Yields and prices of a class as a matrix, typeset as the supplements do."""

import math

import numpy as np
import pytest

import seriatim
from seriatim.reports.columns import ScenarioColumns
from seriatim.reports.tables_figures import (
    dollars_and_cents,
    life,
    percent_outstanding,
    price_32nds,
    price_decimal,
    yield_percent,
)
from seriatim.reports.tables_text import aligned, rows_text
from seriatim.reports.tables_yield import YIELDS_NEED, ClassRun, YieldReport, prices_at_yields, yields_at_prices

SPEEDS = ("0% PSA", "500% PSA")


def test_negative_yields_stand_in_parentheses_and_nothing_left_has_its_mark():
    found = np.array([[0.06172, -0.15448], [-1.0, 23.71205]])
    report = YieldReport("M", "Made up", "J-1", (98.75, 70.0), found, ScenarioColumns(SPEEDS))
    heading, what, blank, *lines = report.to_text().splitlines()
    assert (heading, blank) == ("Made up", "")
    assert what.startswith("Class J-1: pre-tax yields")
    assert [line.split() for line in lines] == [
        ["Price", "0%", "PSA", "500%", "PSA"],
        ["98.75", "6.172", "(15.448)"],
        ["70", "**", "2,371.205"],
        [],
        ["**", "Indicates", "a", "yield", "less", "than", "or", "equal", "to", "(100)%."],
    ]


def test_prices_stand_in_decimals_and_32nds():
    found = np.array([[98.75, 100.0], [101.515625, 99.999]])
    columns = ScenarioColumns(SPEEDS, "LIBOR 5%")
    report = YieldReport("M", "Made up", "S-1", (0.0825, -0.01), found, columns, gives_prices=True)
    lines = report.to_text().splitlines()
    assert lines[2] == "Assumed: LIBOR 5%"
    assert [line.split() for line in lines[5:]] == [
        ["8.250%", "98.7500", "98-24", "100.0000", "100-00"],
        ["(1.000)%", "101.5156", "101-16+", "99.9990", "100-00"],
    ]


def test_a_price_gives_the_yield_it_came_from():
    deal = seriatim.load("cmsi-2006-6")
    run = deal.run_many([seriatim.Scenario(psa=speed) for speed in (100, 350)], items=YIELDS_NEED)
    for name in ("A-1", "A-PO", "B-1"):
        asked = ClassRun(run, name, ScenarioColumns(("100% PSA", "350% PSA")))
        prices = prices_at_yields(asked, (0.05, 0.0825))
        for row, price in enumerate(prices.values):
            for place, each in enumerate(price):
                again = yields_at_prices(asked, (float(each),)).values[0, place]
                assert again == pytest.approx(prices.given[row], abs=1e-10)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (percent_outstanding(0.005), "1"),
        (percent_outstanding(0.004999999), "*"),
        (percent_outstanding(0.145), "15"),
        (percent_outstanding(5.34), "534"),
        (life(10.305, 2), "10.31"),
        (life(math.nan, 1), "–"),
        (yield_percent(-0.9999999), "(100.000)"),
        (yield_percent(-0.0000001), "0.000"),
        (yield_percent(-1.0), "**"),
        (price_decimal(4287814929.27168), "4,287,814,929.2717"),
        (price_32nds(0.0), "0-00"),
        (price_32nds(-1.5), "-1-16"),
        (price_32nds(-0.001), "0-00"),
        (price_32nds(99 + 63 / 64), "99-31+"),
        (dollars_and_cents(-1234.565), "-1,234.57"),
    ],
)
def test_figures_are_typeset_half_up(shown, expected):
    assert shown == expected


def test_rows_line_up():
    assert list(aligned([["a", "1", "x"], ["long", "1,000", ""]], left=1)) == ["a         1  x", "long  1,000"]


def test_cash_flows_as_lines():
    frame = seriatim.load("cmsi-1999-7").run(seriatim.Scenario(psa=250)).to_polars().head(3)
    lines = list(rows_text(frame))
    assert lines[0].split() == frame.columns
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
