import re
from xml.etree import ElementTree

import numpy as np
import pytest

from seriatim.comfort.result import BalanceChart
from seriatim.reports.charts import ChartFrame, balance_chart
from seriatim.reports.colours import class_colours
from tests.reports.made_up import CLOSING, chart


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def areas(svg: str) -> list[ElementTree.Element]:
    return [path for path in drawn(svg).iter("path") if path.find("title") is not None]


def test_a_chart_says_what_it_shows() -> None:
    root = drawn(balance_chart(chart("350% PSA"), name="c"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "c-t c-d"
    assert root.findtext("title") == "Class balances at 350% PSA"
    assert root.findtext("desc", "").startswith(
        "Stacked areas from February 27, 2001. Last distribution of each class: S-1"
    )
    texts = [text.text for text in root.iter("text")]
    assert {"350% PSA", "$ millions", "years from closing", "0", "5", "20"} <= set(texts)


def test_each_area_names_its_class_on_hover() -> None:
    titles = [area.findtext("title") for area in areas(balance_chart(chart("0% PSA")))]
    assert titles == [
        "S-1: $80.0 million at closing, last distribution February 25, 2011",
        "S-Z: $10.0 million at closing, $15.0 million at its highest, last distribution February 25, 2021",
        "J-1: $0.4 million at closing, last distribution February 25, 2021",
    ]


def test_areas_are_stacked_to_the_sum() -> None:
    whole = chart("0% PSA")
    frame = ChartFrame(months=240, dollars=90.4e6)
    outlines = [area.get("d") or "" for area in areas(balance_chart(whole, frame=frame))]
    height = 372 - 34 - 40
    assert outlines[0].startswith("M0 0l")
    second_edge = int(outlines[1].removeprefix("M0 ").partition("l")[0])
    assert second_edge == pytest.approx(height * 10 * (1 - 10.4 / 90.4), abs=1)
    assert all(outline.endswith(f"V{height * 10}H0z") for outline in outlines)


def test_charts_on_one_frame_have_the_same_axes() -> None:
    charts = [chart("0% PSA"), chart("350% PSA", months=120)]
    frame = ChartFrame.around(charts)
    assert frame.months == 240
    axes = [re.findall(r'<g class="axis".*?</g>', balance_chart(one, frame=frame)) for one in charts]
    assert axes[0] == axes[1]


def test_a_class_is_named_in_its_area_where_there_is_room() -> None:
    root = drawn(balance_chart(chart("0% PSA"), legend=False))
    names = [text.text for group in root.iter("g") if group.get("class") == "names" for text in group.iter("text")]
    assert names == ["S-1", "S-Z"]


def test_a_legend_names_every_class() -> None:
    with_legend, without = (balance_chart(chart("0% PSA"), legend=legend) for legend in (True, False))
    root = drawn(with_legend)
    legend = [text.text for group in root.iter("g") if group.get("class") == "legend" for text in group.iter("text")]
    assert legend == ["S-1", "S-Z", "J-1"]
    assert 'class="legend"' not in without


def test_hostile_names_stay_text() -> None:
    hostile = BalanceChart('<b> & "350"', (CLOSING,), ("</svg><script>",), np.array([[1e6]]))
    assert "<script>" not in balance_chart(hostile)
    assert areas(balance_chart(hostile))[0].findtext("title", "").startswith("</svg><script>: $1.0 million")


EXTREMES = (np.zeros((2, 3)), np.array([[5.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), np.ones((2, 3)) * 1e12)


@pytest.mark.parametrize("balances", EXTREMES)
def test_extreme_balances_are_drawn(balances: np.ndarray) -> None:
    days = chart("x").dates[:3]
    assert len(areas(balance_chart(BalanceChart("x", days, ("A", "B"), balances)))) == 2


def test_many_classes_have_colours_of_their_own() -> None:
    colours = class_colours(24)
    assert len(set(colours)) == 24
    assert class_colours(1)
    assert class_colours(0) == ()


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("count", [1, 2, 9, 16, 24, 40])
def test_dark_text_reads_on_every_colour(count: int) -> None:
    ink = luminance("#22211d")
    assert min((luminance(colour) + 0.05) / (ink + 0.05) for colour in class_colours(count)) > 4.5
