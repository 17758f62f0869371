"""Events of the loans month by month: losses by kind, recoveries, prepayments, payments not received."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seriatim.basics.arrays import Floats, Integers
from seriatim.collateral.items import EVENT_ITEMS, LOSS_KINDS
from seriatim.collateral.lines import Lines
from seriatim.collateral.strips import Strips

ALL_LINES = -1
"""The line of a record that is about all lines."""
LOSSES = ("loss", *(f"{kind}_loss" for kind in LOSS_KINDS))
INTEREST_LOSSES = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
PREPAID = ("prepayment", "repurchase")
PRINCIPAL_SHORT = ("principal_withheld", "debt_service_reduction_principal")
INTEREST_SHORT = ("interest_withheld", "debt_service_reduction_interest", "servicemembers_shortfall")
LATE = ("late_principal", "late_interest")
SERIOUSLY_DELINQUENT = ("delinquent_60", "delinquent_90", "foreclosure", "reo")
DELINQUENT = ("delinquent_30", *SERIOUSLY_DELINQUENT)
AMOUNTS = (
    *PREPAID,
    "liquidation_proceeds",
    *LOSSES,
    *INTEREST_LOSSES,
    "recovery",
    *PRINCIPAL_SHORT,
    *INTEREST_SHORT,
    *LATE,
    *DELINQUENT,
)
"""The amounts that a record may state, in dollars."""
PREPAYMENT_SHORTFALL = "prepayment_interest_shortfall"
PRINCIPAL_ITEMS = (*LOSSES, "recovery", "late_principal", *PRINCIPAL_SHORT)
INTEREST_ITEMS = tuple(item for item in EVENT_ITEMS if item not in PRINCIPAL_ITEMS)
"""The items of events that are interest, which an IO strip has too; its principal is notional."""


@dataclass(frozen=True, eq=False)
class Events:
    """A month-by-month record of a pool, one entry of every array for each record of its file.

    `month` counts distributions from 0; `line` is a position among the pool's lines, or `ALL_LINES`, which share the
    amounts in proportion to their balances at the cut-off date as long as they have payments left. `amount[record,
    column]` is dollars, columns `AMOUNTS`; `uncollected` the part of a month's interest on the prepayment that did not
    come with it; `libor` a decimal, nan where none is stated. `place` is the record's line in `file`.

    What is lost, liquidated, prepaid or repurchased leaves the balance of the line; interest parts of losses,
    shortfalls and what is withheld reduce the cash of the month, recoveries and late receipts add to it. All of it
    comes on top of what a scenario's speeds bring about. `read_events` makes it.
    """

    file: str
    lines: tuple[str, ...]
    month: Integers
    line: Integers
    place: Integers
    amount: Floats
    uncollected: Floats
    libor: Floats

    def __len__(self) -> int:
        return len(self.month)

    @property
    def months(self) -> int:
        """Months from the first distribution to that of the last record."""
        return int(self.month.max()) + 1 if len(self) else 0

    def total(self, *names: str) -> Floats:
        """The sum of some amounts in each record, `[record]`."""
        result: Floats = self.amount[:, [AMOUNTS.index(name) for name in names]].sum(axis=1)
        return result

    def by_month(self, values: Floats, months: int) -> Floats:
        """Values of records `[record, ...]` summed by month, `[month, ...]`."""
        result = np.zeros((months, *values.shape[1:]))
        np.add.at(result, self.month, values)
        return result

    def record(self, month: int, line: int) -> int:
        """The record of a line in a month, or that of all lines where it has none of its own."""
        at = np.flatnonzero((self.month == month) & np.isin(self.line, (line, ALL_LINES)))
        return int(max(at, key=lambda record: self.line[record]))


@dataclass(frozen=True, eq=False)
class EventHistory:
    """Events of the loans of every pool of a deal, in the order of its pools, from one file."""

    file: str
    pools: tuple[Events, ...]

    def __len__(self) -> int:
        return sum(len(events) for events in self.pools)

    @property
    def months(self) -> int:
        """Months from the first distribution to that of the last record of any pool."""
        return max(events.months for events in self.pools)


def line_shares(lines: Lines, month: int) -> Floats:
    """Each line's share in a record about all of them, `[line]`: by cut-off balance, while it has payments left."""
    balance = lines.balance * (lines.remaining_term_months > month)
    if not balance.any():
        balance = lines.balance
    return balance / max(float(balance.sum()), np.finfo(np.float64).tiny)


def spread(events: Events, lines: Lines, matrix: Floats) -> Floats:
    """Part of one dollar of each record that falls to each row of `matrix[row, line]`, `[record, row]`."""
    result = np.array(matrix[:, np.maximum(events.line, 0)].T)
    for record in np.flatnonzero(events.line == ALL_LINES):
        result[record] = matrix @ line_shares(lines, int(events.month[record]))
    return result


def event_flows(events: Events, lines: Lines, strips: Strips, *, months: int) -> tuple[Floats, Floats]:
    """Flows of the events alone: `EVENT_ITEMS` `[strip, item, month]` and loans 60 days late `[strip, month]`.

    Principal follows the strips' shares in the balance of the line, interest their shares in its interest: the
    target-rate and the IO part of a premium loan. The shortfall of a prepayment is its month's interest at the net
    rate, less what was collected.

    Source: core prospectus 2006-6, Ratio stripping; requirements DIST-15, RATIO-04, RATIO-05, RATIO-08.
    """
    net = lines.net_rate_annual
    shares = np.divide(strips.rate_annual, net, out=np.zeros_like(strips.rate_annual), where=net > 0)
    shares[0, net <= 0] = 1.0
    principal, interest = spread(events, lines, strips.weight), spread(events, lines, shares)
    items = np.zeros((len(strips.names), len(EVENT_ITEMS), months))
    for place, item in enumerate(EVENT_ITEMS):
        if item == PREPAYMENT_SHORTFALL:
            given = spread(events, lines, strips.rate_annual / 12) * _uncollected(events)[:, None]
        else:
            given = (principal if item in PRINCIPAL_ITEMS else interest) * events.total(item)[:, None]
        items[:, place] = events.by_month(given, months).T
    late = events.by_month(principal * events.total(*SERIOUSLY_DELINQUENT)[:, None], months).T
    return items, late


def _uncollected(events: Events) -> Floats:
    """The part of each record's prepayment that brought no interest."""
    return events.total("prepayment") * events.uncollected


def line_events(events: Events, lines: Lines, part: slice) -> Floats:
    """The events of some lines as the kernel takes them, `[month, line, column]`; columns `kernel.EVENTS`.

    What a record about all lines withholds is held against the pool, not against each line.
    """
    rate = lines.net_rate_annual / 12
    result = np.zeros((events.months, len(range(*part.indices(len(lines)))), len(_COLUMNS) + 1))
    result[:, :, -1] = rate[part]
    columns = np.stack(list(_line_columns(events)), axis=1)
    columns[:, -1] += _uncollected(events) * rate[events.line] * (events.line != ALL_LINES)
    for record in np.flatnonzero(events.line == ALL_LINES):
        month = int(events.month[record])
        result[month, :, :_SHARED] += line_shares(lines, month)[part, None] * columns[record, :_SHARED]
    own = np.flatnonzero((events.line >= part.start) & (events.line < part.stop))
    np.add.at(result[:, :, :-1], (events.month[own], events.line[own] - part.start), columns[own])
    return result


_COLUMNS = (LOSSES, ("liquidation_proceeds",), PREPAID, DELINQUENT, PRINCIPAL_SHORT, INTEREST_SHORT)
_SHARED = 3
"""The first of the columns leave the balance, so every line has its share of them."""


def _line_columns(events: Events) -> Iterator[Floats]:
    yield from (events.total(*names) for names in _COLUMNS)
