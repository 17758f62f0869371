"""Yields at prices, or prices at yields, of one class at some speeds: what an investor lays beside the supplement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.json_data import JsonRecord
from seriatim.measures.classes import price_per_100, yield_annual
from seriatim.projection.cashflows import CashFlows
from seriatim.reports import fragments
from seriatim.reports.columns import ScenarioColumns
from seriatim.reports.report import Framed, Report
from seriatim.reports.tables_figures import finite, price_32nds, price_decimal, yield_percent
from seriatim.reports.tables_text import aligned
from seriatim.reports.warned import warning_lines

if TYPE_CHECKING:
    import polars
    from rich.text import Text

YIELDS_NEED = ("opening_balance", "balance", "interest", "principal", "accretion")
"""Items of a run that yields and prices are worked out from."""
YIELDS = "pre-tax yields to maturity in percent, at prices per 100 of balance without accrued interest"
PRICES = "prices per 100 of balance without accrued interest, and in 32nds, at corporate bond equivalent yields"
NOTHING_LEFT_NOTE = "** Indicates a yield less than or equal to (100)%."


@dataclass(frozen=True, eq=False, repr=False)
class YieldReport(Report, Framed):
    """Yields of a class at the prices ``given``, decimals, or with ``gives_prices`` prices per 100 at yields given.

    ``values`` is float64 [given, column], the columns being scenarios.
    """

    deal: str
    title: str
    class_name: str
    given: tuple[float, ...]
    values: NDArray[np.float64]
    columns: ScenarioColumns
    gives_prices: bool = False
    warned: tuple[str, ...] = ()

    def __repr__(self) -> str:
        what = "Prices" if self.gives_prices else "Yields"
        first = next(self._rows())
        return f"<{what} of {self.class_name} of {self.deal} at {first[0]}: {', '.join(first[1:])} at {self.columns}>"

    def to_rich(self) -> Text:
        """Text with the colours of a terminal, prices or yields down and speeds across."""
        from rich.text import Text

        text = Text()
        text.append(f"{self.title}\n", style="bold")
        text.append(f"Class {self.class_name}: {PRICES if self.gives_prices else YIELDS}\n")
        text.append("".join(f"{line}\n" for line in self.columns.assumed()))
        text.append("\n")
        heading, *lines = aligned([self._headings(), *self._rows()])
        text.append(f"{heading}\n", style="bold")
        text.append("".join(f"{line}\n" for line in lines))
        if not self.gives_prices and self.values.min() <= -1:
            text.append(f"\n{NOTHING_LEFT_NOTE}\n")
        return text

    def to_text(self) -> str:
        """Prices or yields down, speeds across, typeset as the supplements have them."""
        return self.to_rich().plain

    def to_polars(self) -> polars.DataFrame:
        """One row per price (or yield) and column: price_per_100, speed, yield_annual."""
        import polars as pl

        across = len(self.columns.headings)
        given, found = ("yield_annual", "price_per_100") if self.gives_prices else ("price_per_100", "yield_annual")
        return pl.DataFrame(
            {
                given: np.repeat(np.array(self.given), across),
                "speed": list(self.columns.headings) * len(self.given),
                found: self.values.ravel(),
            }
        )

    def to_dict(self) -> JsonRecord:
        """The matrix as JSON data at full precision; yields are decimals, corporate bond equivalent."""
        given, found = ("yield_annual", "prices") if self.gives_prices else ("price_per_100", "yields")
        return {
            "form": f"seriatim {found} 1",
            "deal": self.deal,
            "class": self.class_name,
            **self.columns.to_dict(),
            found: [
                {given: each, found: [finite(value) for value in row]}
                for each, row in zip(self.given, self.values.tolist(), strict=True)
            ],
            "warnings": list(self.warned),
        }

    def _headings(self) -> list[str]:
        return ["Yield" if self.gives_prices else "Price", *self.columns.headings]

    def _rows(self) -> Iterator[list[str]]:
        for given, values in zip(self.given, self.values.tolist(), strict=True):
            if self.gives_prices:
                found = [f"{price_decimal(value)}  {price_32nds(value)}" for value in values]
                yield [f"{yield_percent(given)}%", *found]
            else:
                yield [f"{given:.10g}", *map(yield_percent, values)]

    def _repr_html_(self) -> str:
        caption = f"Class {self.class_name}: {PRICES if self.gives_prices else YIELDS}"
        return fragments.table(caption, self._headings(), list(self._rows()))


@dataclass(frozen=True, eq=False)
class ClassRun:
    """A class of a run in some scenarios, those the columns of what is asked about it."""

    flows: CashFlows
    class_name: str
    columns: ScenarioColumns


def yields_at_prices(run: ClassRun, prices: Sequence[float]) -> YieldReport:
    """Corporate bond equivalent yields of a class at prices per 100 of balance, without accrued interest."""
    return _matrix(run, prices, yield_annual)


def prices_at_yields(run: ClassRun, yields: Sequence[float]) -> YieldReport:
    """Prices of a class per 100 of balance, without accrued interest, at bond equivalent yields (decimals)."""
    return _matrix(run, yields, price_per_100)


def _matrix(
    run: ClassRun, given: Sequence[float], measure: Callable[[CashFlows, str, float], NDArray[np.float64]]
) -> YieldReport:
    deal = run.flows.model.deal
    return YieldReport(
        deal.deal,
        deal.title,
        run.class_name,
        tuple(given),
        np.stack([measure(run.flows, run.class_name, each) for each in given]),
        run.columns,
        gives_prices=measure is price_per_100,
        warned=warning_lines(run.flows),
    )
