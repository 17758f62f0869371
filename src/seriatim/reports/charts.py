"""Charts of class balances over time: stacked areas as inline SVG, readable without scripts or colours alone."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from seriatim.analytics.last_distribution import last_distribution
from seriatim.basics.words import long_date, millions
from seriatim.comfort.result import BalanceChart
from seriatim.reports.colours import class_colours

_WIDTH, _HEIGHT = 640, 372
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 34, 40
_PLOT_WIDTH, _PLOT_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_FINE = 10
"""Areas are drawn in tenths of a unit, so that their points are short whole numbers."""
_MOST_POINTS = 400
_LETTER_WIDTH, _LABEL_HEIGHT = 6.6, 13
_LEGEND_ROW, _LEGEND_CELL = 18, 74


@dataclass(frozen=True)
class ChartFrame:
    """The axes that charts share so that they can be compared: months across, dollars up."""

    months: int
    dollars: float

    @classmethod
    def around(cls, charts: Sequence[BalanceChart]) -> "ChartFrame":
        """The smallest axes that hold all the charts."""
        months = max(len(chart.dates) - 1 for chart in charts)
        return cls(max(months, 1), max(float(chart.balances.sum(axis=0).max()) for chart in charts) or 1.0)

    def across(self, months: NDArray[np.int64]) -> NDArray[np.float64]:
        """Places of months in the plot, from its left edge."""
        return np.asarray(months * (_PLOT_WIDTH / self.months), dtype=np.float64)

    def down(self, amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places of dollars in the plot, from its top edge."""
        return _PLOT_HEIGHT * (1.0 - amounts / self.dollars)


def balance_chart(
    chart: BalanceChart, *, frame: ChartFrame | None = None, name: str = "balances", legend: bool = True
) -> str:
    """Stacked areas of class balances over time, as an `<svg>` element: years from closing across, $ millions up.

    The first class is on top. Each area names its class on hover and, where there is room, in itself. `frame` gives
    axes shared with other charts; `name` must be unique in a page, since the title and the description are found by
    it; a page with many charts of the same classes leaves the `legend` out and shows one.
    """
    frame = frame or ChartFrame.around([chart])
    legend_height = _legend_rows(len(chart.classes)) * _LEGEND_ROW + 8 if legend else 0
    return "".join(
        (
            f'<svg class="balances" viewBox="0 0 {_WIDTH} {_HEIGHT + legend_height}" role="img"'
            f' aria-labelledby="{name}-t {name}-d" font-size="12">',
            f'<title id="{name}-t">{escape(f"Class balances at {chart.label}")}</title>',
            f'<desc id="{name}-d">{escape(_description(chart))}</desc>',
            f'<text x="{_LEFT}" y="17" font-size="15" font-weight="600">{escape(chart.label)}</text>',
            f'<g transform="translate({_LEFT} {_TOP})">',
            *_dollar_axis(frame),
            *_areas(chart, frame),
            *_year_axis(frame),
            "</g>",
            *(_legend(chart.classes) if legend else ()),
            "</svg>",
        )
    )


def _description(chart: BalanceChart) -> str:
    last = last_distribution(np.ascontiguousarray(chart.balances.T))
    ends = ", ".join(f"{name} {_end(chart, int(row))}" for name, row in zip(chart.classes, last, strict=True))
    return f"Stacked areas from {long_date(chart.dates[0])}. Last distribution of each class: {ends}."


def _end(chart: BalanceChart, row: int) -> str:
    return long_date(chart.dates[row]) if row < len(chart.dates) else f"after {long_date(chart.dates[-1])}"


def _areas(chart: BalanceChart, frame: ChartFrame) -> Iterator[str]:
    """One path a class, each down to the axis and painted over by those below it: no gaps between neighbours."""
    stacked = np.cumsum(chart.balances[::-1], axis=0)[::-1]
    edges = np.vstack([frame.down(stacked), np.full((1, stacked.shape[1]), float(_PLOT_HEIGHT))])
    colours = class_colours(len(chart.classes))
    yield f'<g class="areas"><g transform="scale({1 / _FINE})" stroke-width="{0.7 * _FINE:g}">'
    for place in range(len(chart.classes)):
        title = escape(_area_title(chart, place))
        yield f'<path fill="{colours[place]}" d="{_outline(edges[place], frame)}"><title>{title}</title></path>'
    yield '</g><g class="names" text-anchor="middle" font-size="11">'
    for place, name in enumerate(chart.classes):
        yield _area_label(name, frame, upper=edges[place], lower=edges[place + 1])
    yield "</g></g>"


def _area_title(chart: BalanceChart, place: int) -> str:
    balance = chart.balances[place]
    highest = "" if balance.max() <= balance[0] * 1.0005 else f", {millions(balance.max())} at its highest"
    end = _end(chart, int(last_distribution(balance)))
    return f"{chart.classes[place]}: {millions(balance[0])} at closing{highest}, last distribution {end}"


def _outline(edge: NDArray[np.float64], frame: ChartFrame) -> str:
    """The area under an edge `[month]`, as path data in tenths, relative after the first point."""
    stride = math.ceil(len(edge) / _MOST_POINTS)
    months = np.unique(np.append(np.arange(0, len(edge), stride), len(edge) - 1))
    across = np.rint(frame.across(months) * _FINE).astype(int)
    down = np.rint(edge[months] * _FINE).astype(int)
    floor = _PLOT_HEIGHT * _FINE
    above = np.flatnonzero(down < floor)
    end = min(int(above[-1]) + 1, len(months) - 1) if above.size else 0
    moves = np.diff(np.stack([across, down], axis=1)[: end + 1], axis=0).tolist()
    steps = " ".join(f"{right} {lower}" for right, lower in moves)
    return f"M0 {down[0]}l{steps}V{floor}H0z" if steps else "M0 0"


def _area_label(name: str, frame: ChartFrame, *, upper: NDArray[np.float64], lower: NDArray[np.float64]) -> str:
    """The name of a class in the middle of where its area is thick, or nothing where it fits nowhere."""
    width = math.ceil((_LETTER_WIDTH * len(name) + 6) / _PLOT_WIDTH * frame.months)
    if width >= len(upper):
        return ""
    tops, floors = sliding_window_view(upper, width).max(axis=1), sliding_window_view(lower, width).min(axis=1)
    room = floors - tops
    roomy = np.flatnonzero((room >= _LABEL_HEIGHT) & (room >= 0.85 * room.max()))
    if not roomy.size:
        return ""
    best = int(roomy[roomy.size // 2])
    across = (best + (width - 1) / 2) * _PLOT_WIDTH / frame.months
    return f'<text x="{across:.0f}" y="{(tops[best] + floors[best]) / 2 + 4:.0f}">{escape(name)}</text>'


def _round_step(extent: float, most: int) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that cuts the extent into at most so many parts."""
    unit = 10.0 ** math.floor(math.log10(extent / most))
    return next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor * most >= extent)


def _dollar_axis(frame: ChartFrame) -> Iterator[str]:
    millions = frame.dollars / 1e6
    step = _round_step(millions, 6)
    yield '<g class="axis" text-anchor="end">'
    for place in range(math.floor(millions / step * (1 + 1e-9)) + 1):
        down = _PLOT_HEIGHT * (1 - place * step / millions)
        yield f'<path d="M0 {down:.1f}H{_PLOT_WIDTH}"/><text x="-7" y="{down + 4:.1f}">{place * step:g}</text>'
    yield f'<text class="unit" x="{_PLOT_WIDTH}" y="-17">$ millions</text></g>'


def _year_axis(frame: ChartFrame) -> Iterator[str]:
    step = max(_round_step(frame.months / 12, 8), 1.0)
    yield '<g class="axis" text-anchor="middle">'
    for place in range(math.floor(frame.months / 12 / step) + 1):
        across = place * step * 12 * _PLOT_WIDTH / frame.months
        yield f'<path d="M{across:.1f} {_PLOT_HEIGHT}v4"/>'
        yield f'<text x="{across:.1f}" y="{_PLOT_HEIGHT + 17}">{place * step:g}</text>'
    yield f'<text class="unit" x="{_PLOT_WIDTH / 2:.0f}" y="{_PLOT_HEIGHT + 33}">years from closing</text></g>'


def _legend_rows(count: int) -> int:
    return math.ceil(count / ((_WIDTH - _LEFT) // _LEGEND_CELL))


def _legend(classes: Sequence[str]) -> Iterator[str]:
    cells = (_WIDTH - _LEFT) // _LEGEND_CELL
    yield f'<g class="legend" transform="translate({_LEFT} {_HEIGHT + 8})">'
    for place, (name, colour) in enumerate(zip(classes, class_colours(len(classes)), strict=True)):
        row, cell = divmod(place, cells)
        across, down = cell * _LEGEND_CELL, row * _LEGEND_ROW
        yield f'<rect x="{across}" y="{down}" width="11" height="11" rx="2" fill="{colour}"/>'
        yield f'<text x="{across + 16}" y="{down + 10}">{escape(name)}</text>'
    yield "</g>"
