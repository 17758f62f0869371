"""The projection kernel: one pool's lines over all months, up to 64 scenarios side by side.

Compiled by numba on first use and cached on disk; with NUMBA_DISABLE_JIT=1 the same code runs as plain Python.
Only `projection` imports this module, since importing numba is slow.

Everything a line needs within a month lies in one flat `work` array of rows of `LANES` scenarios. The rows begin
at fixed places, so the compiler sees that they do not overlap and works on several scenarios at once; that is also
why the month's formulas stand together in one loop. No power is taken here: the tables have them.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LANES = 64
"""Scenarios that go side by side; also the width of every row below."""

# What the month begins with.
PERFORMING = 0 * LANES
PENDING = 1 * LANES
SMM = 2 * LANES
MDR = 3 * LANES
MATURED_DEFAULT = 4 * LANES
# What stays the same all along.
SEVERITY_AT_DEFAULT = 5 * LANES
SEVERITY_AT_LIQUIDATION = 6 * LANES
AMORTIZES = 7 * LANES
STOPS_PAYING = 8 * LANES
PLANNED = 9 * LANES
# What the month gives.
NEW_DEFAULT = 10 * LANES
BALANCE = 11 * LANES
SCHEDULED = 12 * LANES
PREPAID = 13 * LANES
DEFAULTED = 14 * LANES
PROCEEDS = 15 * LANES
LOST = 16 * LANES
DELINQUENT = 17 * LANES
OPENING = 18 * LANES
PAYING = 19 * LANES
WORK_ROWS = 20

# The rows of a strip's month, in the order of `projection.ITEMS`.
OPENING_ITEM = 0 * LANES
BALANCE_ITEM = 1 * LANES
SCHEDULED_ITEM = 2 * LANES
PREPAID_ITEM = 3 * LANES
DEFAULTED_ITEM = 4 * LANES
PROCEEDS_ITEM = 5 * LANES
LOST_ITEM = 6 * LANES
INTEREST_DUE_ITEM = 7 * LANES
INTEREST_ITEM = 8 * LANES
FEE_ITEM = 9 * LANES
DELINQUENT_ITEM = 10 * LANES
ITEM_COUNT = 11


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
    """The scenarios of a block: rates `[row, scenario]`, the rest `[scenario]`; flags are 0 or 1.

    The results go to the columns from `column` on. `defaults` says whether any scenario of the block has defaults
    or liquidations; `lag` is the same for all.
    """

    smm: Floats
    mdr: Floats
    severity_at_default: Floats
    severity_at_liquidation: Floats
    advances_principal: Floats
    advances_interest: Floats
    late_defaults: Floats
    liquidated: Floats
    liquidation_first: Integers
    liquidation_last: Integers
    column: int
    lag: int
    defaults: bool


class State(NamedTuple):
    """What survives the month: balances `[line, lane]` and the defaults not yet liquidated `[line, slot, lane]`."""

    performing: Floats
    pending: Floats
    waiting: Floats


@njit(cache=True, nogil=True, error_model="numpy")
def _performing_month(work: Floats, fraction: float, lanes: int) -> None:
    """One month of a line without defaults: prepayment = (balance - scheduled) x SMM."""
    for j in range(lanes):
        opening = work[PERFORMING + j]
        left = opening * (1.0 - fraction)
        prepaid = left * work[SMM + j]
        work[OPENING + j] = opening
        work[SCHEDULED + j] = opening * fraction
        work[PREPAID + j] = prepaid
        work[PERFORMING + j] = left - prepaid
        work[BALANCE + j] = left - prepaid


@njit(cache=True, nogil=True, error_model="numpy")
def _month_with_defaults(work: Floats, fraction: float, ratio: float, lanes: int) -> None:
    """One month of a line with defaults or liquidations; `projection.project` gives the formulas."""
    for j in range(lanes):
        performing, pending = work[PERFORMING + j], work[PENDING + j]
        amortizes, smm = work[AMORTIZES + j], work[SMM + j]
        liquidated = min(work[PLANNED + j], performing)
        defaulted = work[NEW_DEFAULT + j]
        alive = performing - defaulted - liquidated
        at_default = work[MATURED_DEFAULT + j]
        due = at_default * (1.0 + amortizes * (ratio - 1.0))
        due = min(due, pending + defaulted)
        held = pending + defaulted - due
        left = alive * (1.0 - fraction)
        prepaid = min((performing * (1.0 - fraction) + liquidated * fraction) * smm, left)
        lost = work[SEVERITY_AT_DEFAULT + j] * at_default + work[SEVERITY_AT_LIQUIDATION + j] * due
        severity = work[SEVERITY_AT_DEFAULT + j] + work[SEVERITY_AT_LIQUIDATION + j]
        lost = min(lost, due) + severity * liquidated
        still_held = held - amortizes * (held * fraction)
        work[OPENING + j] = performing + pending
        work[SCHEDULED + j] = alive * fraction + amortizes * (held * fraction)
        work[PREPAID + j] = prepaid
        work[DEFAULTED + j] = defaulted + liquidated
        work[PROCEEDS + j] = due + liquidated - lost
        work[LOST + j] = lost
        work[PAYING + j] = performing + pending - work[STOPS_PAYING + j] * (pending + defaulted)
        work[PERFORMING + j] = left - prepaid
        work[PENDING + j] = still_held
        work[DELINQUENT + j] = still_held
        work[BALANCE + j] = left - prepaid + still_held


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(work: Floats, row: int, values: Floats, lanes: int) -> None:
    target = work[row : row + lanes]
    for j in range(lanes):
        target[j] = values[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _keep(values: Floats, work: Floats, row: int, lanes: int) -> None:
    source = work[row : row + lanes]
    for j in range(lanes):
        values[j] = source[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _new_defaults(work: Floats, scenarios: ScenarioTable, late: bool, lanes: int) -> None:
    """Performing balance x MDR; none in the last lag months of the line, unless the scenario allows them."""
    for j in range(lanes):
        work[NEW_DEFAULT + j] = work[PERFORMING + j] * work[MDR + j]
    if late:
        for j in range(lanes):
            work[NEW_DEFAULT + j] *= scenarios.late_defaults[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _planned_liquidations(work: Floats, scenarios: ScenarioTable, initial: float, distribution: int) -> None:
    for j in range(len(scenarios.liquidated)):
        planned = scenarios.liquidation_first[j] <= distribution <= scenarios.liquidation_last[j]
        work[PLANNED + j] = scenarios.liquidated[j] * initial if planned else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _settle_at_maturity(work: Floats, lanes: int) -> None:
    """On the last distribution of a line, what does not amortize while it waits for liquidation liquidates."""
    for j in range(lanes):
        if work[AMORTIZES + j] == 0.0:
            work[MATURED_DEFAULT + j] = work[PENDING + j] + work[NEW_DEFAULT + j]


@njit(cache=True, nogil=True, error_model="numpy")
def _default_month(work: Floats, lines: LineTable, scenarios: ScenarioTable, state: State, at: tuple[int, int]) -> None:
    """One month of line `at[1]` in a block with defaults: bring in what the month needs, run it, keep what is left."""
    month, line = at
    lanes, lag = len(scenarios.liquidated), scenarios.lag
    left = lines.term[line] - month
    _fill(work, PENDING, state.pending[line], lanes)
    _fill(work, MDR, scenarios.mdr[min(month + lines.mdr_offset[line], lines.mdr_last[line])], lanes)
    _new_defaults(work, scenarios, left <= lag, lanes)
    _planned_liquidations(work, scenarios, lines.balance[line], month + 1)
    slot = state.waiting[line, month % max(lag, 1)]
    if lag == 0:
        _keep(slot, work, NEW_DEFAULT, lanes)
    _fill(work, MATURED_DEFAULT, slot, lanes)
    if lag > 0:
        _keep(slot, work, NEW_DEFAULT, lanes)
    if left == 1:
        _settle_at_maturity(work, lanes)
    ratio = lines.factor[month, line] / lines.factor[month - lag, line] if month >= lag else 1.0
    _month_with_defaults(work, lines.fraction[month, line], ratio, lanes)
    _keep(state.pending[line], work, PENDING, lanes)


@njit(cache=True, nogil=True, error_model="numpy")
def _add_performing(total: Floats, work: Floats, weight: float, rate: float, lanes: int) -> None:
    """Add a line's month to a strip, where nothing defaults."""
    for j in range(lanes):
        total[BALANCE_ITEM + j] += weight * work[BALANCE + j]
        total[SCHEDULED_ITEM + j] += weight * work[SCHEDULED + j]
        total[PREPAID_ITEM + j] += weight * work[PREPAID + j]
        total[INTEREST_DUE_ITEM + j] += rate * work[OPENING + j]
        total[INTEREST_ITEM + j] += rate * work[OPENING + j]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_with_defaults(total: Floats, work: Floats, weight: float, rate: float, lanes: int) -> None:
    """Add a line's month to a strip: principal items by weight, interest by rate."""
    for j in range(lanes):
        total[BALANCE_ITEM + j] += weight * work[BALANCE + j]
        total[SCHEDULED_ITEM + j] += weight * work[SCHEDULED + j]
        total[PREPAID_ITEM + j] += weight * work[PREPAID + j]
        total[DEFAULTED_ITEM + j] += weight * work[DEFAULTED + j]
        total[PROCEEDS_ITEM + j] += weight * work[PROCEEDS + j]
        total[LOST_ITEM + j] += weight * work[LOST + j]
        total[DELINQUENT_ITEM + j] += weight * work[DELINQUENT + j]
        total[INTEREST_DUE_ITEM + j] += rate * work[OPENING + j]
        total[INTEREST_ITEM + j] += rate * work[PAYING + j]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_fee(total: Floats, work: Floats, paying: int, fee: float, lanes: int) -> None:
    source = work[paying : paying + lanes]
    for j in range(lanes):
        total[FEE_ITEM + j] += fee * source[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _add_line(totals: Floats, work: Floats, strips: StripTable, scenarios: ScenarioTable, line: int) -> None:
    lanes = len(scenarios.liquidated)
    for strip in range(len(totals)):
        weight, rate = strips.weight[strip, line], strips.rate[strip, line]
        if weight != 0.0 or rate != 0.0:
            if scenarios.defaults:
                _add_with_defaults(totals[strip], work, weight, rate, lanes)
            else:
                _add_performing(totals[strip], work, weight, rate, lanes)
    _add_fee(totals[0], work, PAYING if scenarios.defaults else OPENING, strips.fee[line], lanes)


@njit(cache=True, nogil=True, error_model="numpy")
def _begin_month(totals: Floats) -> None:
    """The month opens with the balance on which the last one closed; all else begins at zero."""
    for total in totals:
        for j in range(LANES):
            total[OPENING_ITEM + j] = total[BALANCE_ITEM + j]
        total[BALANCE_ITEM:] = 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _write_month(out: Floats, totals: Floats, at: tuple[int, int], lanes: int, more: bool) -> None:
    """Put the month's totals into `out[strip, item, month, column...]`; add them when `more` lines come."""
    month, column = at
    for strip in range(len(totals)):
        for item in range(ITEM_COUNT):
            source = totals[strip, item * LANES : item * LANES + lanes]
            target = out[strip, item, month, column : column + lanes]
            if more:
                for j in range(lanes):
                    target[j] += source[j]
            else:
                for j in range(lanes):
                    target[j] = source[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _opened_work(scenarios: ScenarioTable) -> Floats:
    """A work array with the rows that stay the same all along."""
    lanes = len(scenarios.liquidated)
    work = np.zeros(WORK_ROWS * LANES)
    _fill(work, SEVERITY_AT_DEFAULT, scenarios.severity_at_default, lanes)
    _fill(work, SEVERITY_AT_LIQUIDATION, scenarios.severity_at_liquidation, lanes)
    _fill(work, AMORTIZES, scenarios.advances_principal, lanes)
    for j in range(lanes):
        work[STOPS_PAYING + j] = 1.0 - scenarios.advances_interest[j]
    return work


@njit(cache=True, nogil=True, error_model="numpy")
def _opened_totals(lines: LineTable, strips: StripTable) -> Floats:
    """Totals `[strip, item x lane]` that close on the balances of the cut-off date."""
    totals = np.zeros((len(strips.weight), ITEM_COUNT * LANES))
    for strip in range(len(totals)):
        for line in range(len(lines.balance)):
            for j in range(LANES):
                totals[strip, BALANCE_ITEM + j] += strips.weight[strip, line] * lines.balance[line]
    return totals


@njit(cache=True, nogil=True, error_model="numpy")
def project_lines(out: Floats, lines: LineTable, strips: StripTable, scenarios: ScenarioTable) -> None:
    """Put the flows of some lines in up to `LANES` scenarios into `out[strip, item, month, column...]`."""
    count, lanes = len(lines.balance), min(len(scenarios.liquidated), LANES)
    state = State(
        np.repeat(lines.balance, LANES).reshape((count, LANES)),
        np.zeros((count, LANES)),
        np.zeros((count, max(scenarios.lag, 1), LANES)),
    )
    work, totals = _opened_work(scenarios), _opened_totals(lines, strips)
    for month in range(out.shape[2]):
        _begin_month(totals)
        for line in range(count):
            if month >= lines.term[line]:
                continue
            _fill(work, PERFORMING, state.performing[line], lanes)
            _fill(work, SMM, scenarios.smm[min(month + lines.smm_offset[line], lines.smm_last[line])], lanes)
            if scenarios.defaults:
                _default_month(work, lines, scenarios, state, (month, line))
            else:
                _performing_month(work, lines.fraction[month, line], lanes)
            _keep(state.performing[line], work, PERFORMING, lanes)
            _add_line(totals, work, strips, scenarios, line)
        _write_month(out, totals, (month, scenarios.column), lanes, lines.more)
