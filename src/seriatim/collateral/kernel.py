"""The projection kernel: one pool's lines over all months, up to 64 scenarios side by side.

Compiled by numba on first use and cached on disk; with NUMBA_DISABLE_JIT=1 the same code runs as plain Python.
Only `projection` imports this module, since importing numba is slow.

What a line holds lies in one flat `work` array of rows of `LANES` scenarios, and so do the scenarios' constants in
`fixed`. The rows begin at fixed places, so the compiler sees that they do not overlap and works on several scenarios
at once; that is why the month's formulas stand together in one loop. No power is taken here: the tables have them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from seriatim.basics.arrays import Floats, Integers
from seriatim.collateral.items import ITEMS, LANES

# The rows of a line: what survives the month, then what the month gives.
PERFORMING = 0 * LANES
PENDING = 1 * LANES
OPENING = 2 * LANES
BALANCE = 3 * LANES
SCHEDULED = 4 * LANES
PREPAID = 5 * LANES
DEFAULTED = 6 * LANES
PROCEEDS = 7 * LANES
LOST = 8 * LANES
PAYING = 9 * LANES
WORK_ROWS = 10

FIXED = (
    "severity_at_default",
    "severity_at_liquidation",
    "advances_principal",
    "stops_paying",
    "late_defaults",
    "liquidated_each_month",
    "liquidation_first",
    "liquidation_last",
)
"""The constants of a scenario, by their names in `Drivers`, in the order of their rows."""
SEVERITY_AT_DEFAULT = FIXED.index("severity_at_default") * LANES
SEVERITY_AT_LIQUIDATION = FIXED.index("severity_at_liquidation") * LANES
AMORTIZES = FIXED.index("advances_principal") * LANES
STOPS_PAYING = FIXED.index("stops_paying") * LANES
LATE_DEFAULTS = FIXED.index("late_defaults") * LANES
LIQUIDATED = FIXED.index("liquidated_each_month") * LANES
LIQUIDATION_FIRST = FIXED.index("liquidation_first") * LANES
LIQUIDATION_LAST = FIXED.index("liquidation_last") * LANES

EVENTS = ("lost", "proceeds", "prepaid", "delinquent", "principal_short", "interest_short", "net_rate")
"""Events of a line's month: amounts that leave it, and amounts that its balance and its payment must bear.

The last is the line's monthly net rate, which says what interest there is to be short of.
"""
EVENT_FAULTS = ("", "lost", "prepaid", "principal_short", "interest_short", "delinquent")
"""Events that exceed what the line has, in the order of their numbers."""
DUST = 0.005
"""Dollars by which the events may exceed what there is: half a cent."""

# The rows of a strip's month.
OPENING_ITEM = ITEMS.index("opening_balance") * LANES
BALANCE_ITEM = ITEMS.index("balance") * LANES
SCHEDULED_ITEM = ITEMS.index("scheduled_principal") * LANES
PREPAID_ITEM = ITEMS.index("prepayment") * LANES
DEFAULTED_ITEM = ITEMS.index("default") * LANES
PROCEEDS_ITEM = ITEMS.index("liquidation_proceeds") * LANES
LOST_ITEM = ITEMS.index("loss") * LANES
INTEREST_DUE_ITEM = ITEMS.index("interest_due") * LANES
INTEREST_ITEM = ITEMS.index("interest") * LANES
FEE_ITEM = ITEMS.index("servicing_fee") * LANES
DELINQUENT_ITEM = ITEMS.index("delinquent") * LANES
ITEM_COUNT = len(ITEMS)


class LineTable(NamedTuple):
    """The lines: amortization `[month, line]`, `factor` with a row 0; the rest `[line]`.

    The rates of distribution i are in row min(i + offset, last row) of the rate tables, i from 0. `more` lines
    are added to the flows of others that stand in the result already.
    """

    balance: Floats
    term: Integers
    fraction: Floats
    factor: Floats
    smm_offset: Integers
    smm_last: Integers
    mdr_offset: Integers
    mdr_last: Integers
    more: bool


class StripTable(NamedTuple):
    """Shares `[strip, line]`, monthly interest `[strip, line]` on the line's balance, monthly fee `[line]`."""

    weight: Floats
    rate: Floats
    fee: Floats


class ScenarioTable(NamedTuple):
    """The scenarios of a block: rates `[row, scenario]` and `fixed[row x lane]`, the constants `FIXED`.

    The results go to the columns from `column` on. `defaults` says whether any scenario has defaults or
    liquidations; the lag is the same for all.
    """

    smm: Floats
    mdr: Floats
    fixed: Floats
    column: int
    lag: int
    defaults: bool


class EventTable(NamedTuple):
    """The events of the lines `[month, line, column]`, columns `EVENTS`; of no months where nothing is given.

    The first thing in each scenario that cannot be is noted in `faults[lane]`: which of `EVENT_FAULTS` (0 none),
    month and line from 0, what there was of it. The rows of a strip in the result are `items`.
    """

    amounts: Floats
    faults: Floats
    items: int


class State(NamedTuple):
    """State of the loans from one month to the next.

    Lines `[line, row x lane]`, totals of the strips `[strip, item x lane]`, and the defaults that wait for
    liquidation `[line, slot, lane]`, one slot for each month of the lag.
    """

    work: Floats
    totals: Floats
    waiting: Floats


def opened(lines: LineTable, strips: StripTable, scenarios: ScenarioTable) -> State:
    """The state on the cut-off date: every line performing, the strips closed on their balances."""
    work = np.zeros((len(lines.balance), WORK_ROWS, LANES))
    work[:, PERFORMING // LANES] = lines.balance[:, None]
    totals = np.zeros((len(strips.weight), ITEM_COUNT, LANES))
    totals[:, BALANCE_ITEM // LANES] = (strips.weight @ lines.balance)[:, None]
    waiting = np.zeros((len(work), max(scenarios.lag, 1), LANES))
    return State(work.reshape(len(work), -1), totals.reshape(len(totals), -1), waiting)


class Month(NamedTuple):
    """The numbers of one month of a line that all scenarios share.

    `ratio` is f[i-1] / f[i-lag-1]; `late` is 1.0 in the last lag months of the line, `last` in its last.
    """

    fraction: float
    ratio: float
    initial_balance: float
    distribution: float
    late: float
    last: float
    no_lag: bool


@njit(nogil=True, error_model="numpy")
def _performing_month(work: Floats, smm: Floats, fraction: float) -> None:
    """One month of a line without defaults: prepayment = (balance - scheduled) x SMM."""
    for j in range(min(len(smm), LANES)):
        opening = work[PERFORMING + j]
        left = opening * (1.0 - fraction)
        prepaid = left * smm[j]
        work[OPENING + j] = opening
        work[SCHEDULED + j] = opening * fraction
        work[PREPAID + j] = prepaid
        work[PERFORMING + j] = left - prepaid


@njit(nogil=True, error_model="numpy")
def _month_with_defaults(
    work: Floats, fixed: Floats, rates: tuple[Floats, Floats], waiting: Floats, now: Month
) -> None:
    """One month of a line with defaults or liquidations; `projection.project` gives the formulas.

    `rates` are SMM and MDR, `waiting` the defaults of `lag` months ago, in whose place today's are left.
    """
    smm, mdr = rates
    for j in range(min(len(smm), LANES)):
        performing, pending, amortizes = work[PERFORMING + j], work[PENDING + j], fixed[AMORTIZES + j]
        planned = fixed[LIQUIDATION_FIRST + j] <= now.distribution <= fixed[LIQUIDATION_LAST + j]
        liquidated = min(fixed[LIQUIDATED + j] * now.initial_balance, performing) if planned else 0.0
        defaulted = performing * mdr[j] * (1.0 - now.late * (1.0 - fixed[LATE_DEFAULTS + j]))
        alive = performing - defaulted - liquidated
        at_default = defaulted if now.no_lag else waiting[j]
        waiting[j] = defaulted
        at_default = pending + defaulted if now.last > amortizes else at_default
        due = min(at_default * (1.0 + amortizes * (now.ratio - 1.0)), pending + defaulted)
        held = pending + defaulted - due
        left = alive * (1.0 - now.fraction)
        prepaid = min((performing * (1.0 - now.fraction) + liquidated * now.fraction) * smm[j], left)
        severity, severity_late = fixed[SEVERITY_AT_DEFAULT + j], fixed[SEVERITY_AT_LIQUIDATION + j]
        lost = min(severity * at_default + severity_late * due, due) + (severity + severity_late) * liquidated
        advanced = amortizes * (held * now.fraction)
        work[OPENING + j] = performing + pending
        work[SCHEDULED + j] = alive * now.fraction + advanced
        work[PREPAID + j] = prepaid
        work[DEFAULTED + j] = defaulted + liquidated
        work[PROCEEDS + j] = due + liquidated - lost
        work[LOST + j] = lost
        work[PAYING + j] = performing + pending - fixed[STOPS_PAYING + j] * (pending + defaulted)
        work[PERFORMING + j] = left - prepaid
        work[PENDING + j] = held - advanced
        work[BALANCE + j] = (left - prepaid) + (held - advanced)


@njit(nogil=True, error_model="numpy")
def _note(fault: Floats, now: tuple[int, int, int], have: float) -> None:
    """Keep the first fault of a scenario; `now` is its kind, month and line."""
    if fault[0] == 0.0:
        fault[0], fault[1], fault[2], fault[3] = now[0], now[1], now[2], have


@njit(nogil=True, error_model="numpy")
def _before_events(work: Floats, events: EventTable, place: tuple[int, int], lanes: int) -> None:
    """Take liquidations and losses off the performing balance before anything else happens in the month."""
    month, line = place
    event = events.amounts[month, line]
    leaving = event[0] + event[1]
    for j in range(min(lanes, LANES)):
        performing = work[PERFORMING + j]
        if leaving > performing + DUST:
            _note(events.faults[j], (1, month, line), performing)
        held = performing + work[PENDING + j]
        if event[3] > held + DUST:
            _note(events.faults[j], (5, month, line), held)
        work[PERFORMING + j] = max(performing - leaving, 0.0)


@njit(nogil=True, error_model="numpy")
def _after_events(work: Floats, events: EventTable, place: tuple[int, int], lanes: int) -> None:
    """Prepayments of the events out of what scheduled principal left; speeds apply to the rest of it."""
    month, line = place
    event = events.amounts[month, line]
    leaving, prepaid = event[0] + event[1], event[2]
    for j in range(min(lanes, LANES)):
        left = work[PERFORMING + j] + work[PREPAID + j]
        if prepaid > left + DUST:
            _note(events.faults[j], (2, month, line), left)
        rest = max(left - prepaid, 0.0)
        by_speed = work[PREPAID + j] * (rest / left) if left > 0.0 else 0.0
        if event[4] > work[SCHEDULED + j] + DUST:
            _note(events.faults[j], (3, month, line), work[SCHEDULED + j])
        work[OPENING + j] += leaving
        work[PAYING + j] += leaving
        interest = work[PAYING + j] * event[6]
        if event[5] > interest + DUST:
            _note(events.faults[j], (4, month, line), interest)
        work[PREPAID + j] = prepaid + by_speed
        work[DEFAULTED + j] += leaving
        work[PROCEEDS + j] += event[1]
        work[LOST + j] += event[0]
        work[PERFORMING + j] = rest - by_speed
        work[BALANCE + j] = work[PERFORMING + j] + work[PENDING + j]


@njit(nogil=True, error_model="numpy")
def _add_performing(total: Floats, work: Floats, weight: float, rate: float, lanes: int) -> None:
    """Add a line's month to a strip, where nothing defaults."""
    for j in range(min(lanes, LANES)):
        total[BALANCE_ITEM + j] += weight * work[PERFORMING + j]
        total[SCHEDULED_ITEM + j] += weight * work[SCHEDULED + j]
        total[PREPAID_ITEM + j] += weight * work[PREPAID + j]
        total[INTEREST_DUE_ITEM + j] += rate * work[OPENING + j]
        total[INTEREST_ITEM + j] += rate * work[OPENING + j]


@njit(nogil=True, error_model="numpy")
def _add_with_defaults(total: Floats, work: Floats, weight: float, rate: float, lanes: int) -> None:
    """Add a line's month to a strip: principal items by weight, interest by rate."""
    for j in range(min(lanes, LANES)):
        total[BALANCE_ITEM + j] += weight * work[BALANCE + j]
        total[SCHEDULED_ITEM + j] += weight * work[SCHEDULED + j]
        total[PREPAID_ITEM + j] += weight * work[PREPAID + j]
        total[DEFAULTED_ITEM + j] += weight * work[DEFAULTED + j]
        total[PROCEEDS_ITEM + j] += weight * work[PROCEEDS + j]
        total[LOST_ITEM + j] += weight * work[LOST + j]
        total[DELINQUENT_ITEM + j] += weight * work[PENDING + j]
        total[INTEREST_DUE_ITEM + j] += rate * work[OPENING + j]
        total[INTEREST_ITEM + j] += rate * work[PAYING + j]


@njit(nogil=True, error_model="numpy")
def _add_fee(total: Floats, work: Floats, paying: int, fee: float, lanes: int) -> None:
    source, target = work[paying : paying + lanes], total[FEE_ITEM : FEE_ITEM + lanes]
    for j in range(lanes):
        target[j] += fee * source[j]


@njit(nogil=True, error_model="numpy")
def _add_line(totals: Floats, work: Floats, strips: StripTable, line: int, block: tuple[int, bool]) -> None:
    """Add a line's month to its strips; `block` is the number of scenarios and whether they have defaults."""
    lanes, defaults = block
    for strip in range(len(totals)):
        weight, rate = strips.weight[strip, line], strips.rate[strip, line]
        if weight == 0.0 and rate == 0.0:
            continue
        if defaults:
            _add_with_defaults(totals[strip], work, weight, rate, lanes)
        else:
            _add_performing(totals[strip], work, weight, rate, lanes)
    _add_fee(totals[0], work, PAYING if defaults else OPENING, strips.fee[line], lanes)


@njit(nogil=True, error_model="numpy")
def _begin_month(totals: Floats) -> None:
    """The month opens with the balance on which the last one closed; all else begins at zero."""
    for strip in range(len(totals)):
        total = totals[strip]
        for j in range(LANES):
            total[OPENING_ITEM + j] = total[BALANCE_ITEM + j]
        for j in range(BALANCE_ITEM, ITEM_COUNT * LANES):
            total[j] = 0.0


@njit(nogil=True, error_model="numpy")
def _write_month(out: Floats, totals: Floats, at: tuple[int, int, int, int], lanes: int, more: bool) -> None:
    """Put the month's totals into the rows of `out`; add them when `more` lines come.

    `at` is the rows of a strip, of an item (the months), the month and the column.
    """
    rows, months, month, column = at
    for strip in range(len(totals)):
        for item in range(ITEM_COUNT):
            source = totals[strip][item * LANES : item * LANES + lanes]
            target = out[strip * rows + item * months + month][column : column + lanes]
            if more:
                for j in range(lanes):
                    target[j] += source[j]
            else:
                for j in range(lanes):
                    target[j] = source[j]


@njit(nogil=True, error_model="numpy")
def _month_of(lines: LineTable, month: int, line: int, lag: int) -> Month:
    left = lines.term[line] - month
    ratio = lines.factor[month, line] / lines.factor[month - lag, line] if month >= lag else 1.0
    return Month(
        lines.fraction[month, line],
        ratio,
        lines.balance[line],
        month + 1.0,
        1.0 if left <= lag else 0.0,
        1.0 if left == 1 else 0.0,
        lag == 0,
    )


@njit(cache=True, nogil=True, error_model="numpy")
def project_lines(
    out: Floats, state: State, lines: LineTable, strips: StripTable, scenarios: ScenarioTable, events: EventTable
) -> None:
    """Put the flows of some lines into `out[strip x item x month, column...]`, from their opened `state`."""
    work, totals, waiting = state
    lanes, lag = min(scenarios.smm.shape[1], LANES), scenarios.lag
    rows = len(out) // len(totals)
    months = rows // events.items
    for month in range(months):
        _begin_month(totals)
        with_events = month < len(events.amounts)
        for line in range(len(work)):
            if month >= lines.term[line]:
                continue
            if with_events:
                _before_events(work[line], events, (month, line), lanes)
            smm = scenarios.smm[min(month + lines.smm_offset[line], lines.smm_last[line])]
            if scenarios.defaults:
                mdr = scenarios.mdr[min(month + lines.mdr_offset[line], lines.mdr_last[line])]
                waiting_now, now = waiting[line, month % max(lag, 1)], _month_of(lines, month, line, lag)
                _month_with_defaults(work[line], scenarios.fixed, (smm, mdr), waiting_now, now)
            else:
                _performing_month(work[line], smm, lines.fraction[month, line])
            if with_events:
                _after_events(work[line], events, (month, line), lanes)
            _add_line(totals, work[line], strips, line, (lanes, scenarios.defaults))
        _write_month(out, totals, (rows, months, month, scenarios.column), lanes, lines.more)
