"""Random event histories: what can happen to the loans of a deal in a few months, written as an event file."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from seriatim.collateral.events import AMOUNTS, LOSSES, Events
from seriatim.collateral.items import LOSS_KINDS
from seriatim.collateral.lines import Lines
from seriatim.projection.model import DealModel

MOST_MONTHS, LATEST_FIRST = 18, 40
PRINCIPAL = ("prepayment", "repurchase", "liquidation_proceeds", *LOSSES)
"""Parts of the balance at the cut-off date, small enough for the loans to bear a few of them."""
INTEREST = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
SCHEDULED = ("principal_withheld", "debt_service_reduction_principal")
ACCRUED = ("interest_withheld", "debt_service_reduction_interest", "servicemembers_shortfall")
DELINQUENT = ("delinquent_30", "delinquent_60", "delinquent_90", "foreclosure", "reo")
MOST = {
    **dict.fromkeys(PRINCIPAL, 0.01),
    **dict.fromkeys(INTEREST, 0.0005),
    **dict.fromkeys(DELINQUENT, 0.03),
    "recovery": 0.01,
    **dict.fromkeys(SCHEDULED, 0.2),
    **dict.fromkeys(ACCRUED, 0.1),
    "late_principal": 1.0,
    "late_interest": 1.0,
    "prepayment_interest": 1.0,
    "libor": 0.15,
}
"""The greatest part, by column: of the balance, of a month's scheduled principal or interest, of what was withheld."""
LIKELY = 0.25

Row = dict[str, object]


def random_history(lines: Lines, *, seed: int) -> list[Row]:
    """The same rows for the same seed."""
    chance = Random(seed)
    first, count = chance.randint(1, LATEST_FIRST), chance.randint(1, MOST_MONTHS)
    kinds = [name for name in MOST if chance.random() < 0.5]
    months: list[list[tuple[str, dict[str, float]]]] = []
    for _ in range(count):
        names = chance.sample(["", *lines.name], chance.randint(1, len(lines) + 1))
        months.append([(name, {kind: chance.random() for kind in kinds if chance.random() < LIKELY}) for name in names])
    return rows_of(lines, first, months)


@st.composite
def histories(draw: st.DrawFn, lines: Lines) -> list[Row]:
    """Any history of a pool; the simplest has one month in which nothing happens."""
    first = draw(st.integers(1, LATEST_FIRST))
    part = st.floats(0, 1, allow_subnormal=False)
    happenings = st.dictionaries(st.sampled_from(sorted(MOST)), part, max_size=6)
    month = st.dictionaries(st.sampled_from(["", *lines.name]), happenings, min_size=1, max_size=len(lines) + 1)
    months = draw(st.lists(month.map(lambda each: list(each.items())), min_size=1, max_size=MOST_MONTHS))
    return rows_of(lines, first, months)


def rows_of(lines: Lines, first: int, months: Sequence[Sequence[tuple[str, Mapping[str, float]]]]) -> list[Row]:
    """Rows with dollars in place of the parts, in whole cents."""
    history = _History(lines)
    rows = []
    for period, month in enumerate(months, first):
        rows += [history.row(period, name, parts) for name, parts in month]
        history.close_month()
    return rows


class _History:
    """What was withheld of each line so far, and has not come in."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.withheld = dict.fromkeys(("late_principal", "late_interest"), 0.0)
        self.today = dict(self.withheld)
        self.libor_stated = False

    def row(self, period: int, name: str, parts: Mapping[str, float]) -> Row:
        chosen = slice(None) if not name else slice(self.lines.name.index(name), self.lines.name.index(name) + 1)
        balance = float(self.lines.balance[chosen].sum())
        scheduled = float((self.lines.balance * self.lines.amortization.scheduled_fraction[0])[chosen].sum())
        interest = float((self.lines.balance * self.lines.net_rate_annual / 12)[chosen].sum())
        row: Row = {"period": period, "line": name}
        for column, part in parts.items():
            if column in AMOUNTS:
                base = scheduled if column in SCHEDULED else interest if column in ACCRUED else balance
                row[column] = _cents(part * MOST[column] * base)
        self._add_the_rest(row, parts, name)
        return row

    def _add_the_rest(self, row: Row, parts: Mapping[str, float], name: str) -> None:
        if "prepayment_interest" in parts and row.get("prepayment"):
            rates = self.lines.net_rate_annual
            rate = float(rates.min()) if not name else float(rates[self.lines.name.index(name)])
            row["prepayment_interest"] = _cents(parts["prepayment_interest"] * row["prepayment"] * rate / 12)
        if "libor" in parts and not self.libor_stated:
            row["libor"] = f"{parts['libor'] * MOST['libor']:.6f}"
            self.libor_stated = True
        for late, withheld in (("late_principal", "principal_withheld"), ("late_interest", "interest_withheld")):
            amount = _cents(parts.get(late, 0.0) * self.withheld[late]) if not name else 0.0
            row[late] = amount
            self.withheld[late] -= amount
            self.today[late] += row.get(withheld, 0.0)

    def close_month(self) -> None:
        self.libor_stated = False
        for late, amount in self.today.items():
            self.withheld[late] += amount
            self.today[late] = 0.0


def _cents(amount: float) -> float:
    return int(amount * 100) / 100


def write_history(rows: Sequence[Row], path: Path) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def events_of(model: DealModel, rows: Sequence[Row], path: Path) -> Events:
    """The history as the deal's own reader reads it from a file."""
    return model.read_events(write_history(rows, path))
