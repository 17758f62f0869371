"""Yields at prices, or prices at yields, of one class at some speeds: what an investor lays beside the supplement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seriatim.measures.classes import price_per_100, yield_annual
from seriatim.projection.cashflows import CashFlows
from seriatim.reports.tables_figures import price_32nds, price_decimal, yield_percent
from seriatim.reports.tables_text import aligned

if TYPE_CHECKING:
    from rich.text import Text

REPORTED = ("opening_balance", "balance", "interest", "principal", "accretion")
"""What yields and prices need of a run."""
YIELDS = "pre-tax yields to maturity in percent, at prices per 100 of balance without accrued interest"
PRICES = "prices per 100 of balance without accrued interest, and in 32nds, at corporate bond equivalent yields"
NOTHING_LEFT_NOTE = "** Indicates a yield less than or equal to (100)%."


@dataclass(frozen=True, eq=False)
class YieldMatrix:
    """``values`` [given, speed]: yields as decimals at the prices given, or prices per 100 at the yields given."""

    class_name: str
    given: tuple[float, ...]
    values: NDArray[np.float64]
    gives_prices: bool = False


def yields_at_prices(run: CashFlows, class_name: str, prices: Sequence[float]) -> YieldMatrix:
    """Corporate bond equivalent yields of a class at prices per 100 of balance, without accrued interest."""
    return _matrix(run, class_name, prices, yield_annual)


def prices_at_yields(run: CashFlows, class_name: str, yields: Sequence[float]) -> YieldMatrix:
    """Prices of a class per 100 of balance, without accrued interest, at bond equivalent yields (decimals)."""
    return _matrix(run, class_name, yields, price_per_100)


def _matrix(
    run: CashFlows,
    class_name: str,
    given: Sequence[float],
    measure: Callable[[CashFlows, str, float], NDArray[np.float64]],
) -> YieldMatrix:
    values = np.stack([measure(run, class_name, each) for each in given])
    return YieldMatrix(class_name, tuple(given), values, measure is price_per_100)


def yield_text(matrix: YieldMatrix, speeds: Sequence[str], *, title: str, assumptions: str = "") -> Text:
    """The matrix as text, prices or yields down and speeds across; ``speeds`` are the headings of the columns."""
    from rich.text import Text

    text = Text()
    text.append(f"{title}\n", style="bold")
    text.append(f"Class {matrix.class_name}: {PRICES if matrix.gives_prices else YIELDS}\n")
    if assumptions:
        text.append(f"Assumed: {assumptions}\n")
    text.append("\n")
    heading, *lines = aligned([["Yield" if matrix.gives_prices else "Price", *speeds], *_rows(matrix)])
    text.append(f"{heading}\n", style="bold")
    text.append("".join(f"{line}\n" for line in lines))
    if not matrix.gives_prices and matrix.values.min() <= -1:
        text.append(f"\n{NOTHING_LEFT_NOTE}\n")
    return text


def _rows(matrix: YieldMatrix) -> Iterator[list[str]]:
    for given, values in zip(matrix.given, matrix.values.tolist(), strict=True):
        if matrix.gives_prices:
            yield [f"{yield_percent(given)}%", *(f"{price_decimal(value)}  {price_32nds(value)}" for value in values)]
        else:
            yield [f"{given:.10g}", *map(yield_percent, values)]
