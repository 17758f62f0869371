"""The projection of a pool: what its loans pay, strip by strip and month by month, in many scenarios at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seriatim.basics.arrays import Floats, Integers
from seriatim.collateral.event_checks import check_lines, check_pool
from seriatim.collateral.events import Events, event_flows, line_events
from seriatim.collateral.items import EVENT_ITEMS, ITEMS, LANES
from seriatim.collateral.lines import Lines
from seriatim.collateral.models import Drivers, RateTable
from seriatim.collateral.strips import Strips

if TYPE_CHECKING:
    from seriatim.collateral.kernel import EventTable, LineTable, ScenarioTable, StripTable


__all__ = ["ITEMS", "project"]

LINES_AT_ONCE = 64
"""Lines that the kernel takes in one call, so that what survives the month stays in the processor's cache."""


def project(
    lines: Lines,
    strips: Strips,
    drivers: Drivers,
    *,
    months: int | None = None,
    out: Floats | None = None,
) -> Floats:
    """The flows of a pool, `[strip, item, month, scenario]`, for every scenario of the drivers.

    Month by month, for a line with n months left, in the letters B performing and P defaulted balance before the
    month, s scheduled fraction, f factor of the schedule, i the month:

        new defaults     D = B x MDR; none in the last `lag` months of the line unless the scenario has them
        liquidated       A = D[i-lag] x f[i-1] / f[i-lag-1]; D[i-lag] when no principal is advanced
        scheduled        (B - D) x s, and (P + D - A) x s when principal is advanced
        prepayment       B x (1 - s) x SMM, not net of new defaults, at most what is left
        loss             severity x D[i-lag], or severity x A on the liquidation base; at most A
        proceeds         A - loss, unscheduled principal
        interest         opening balance x strip rate / 12; without advances on B - D only

    A liquidation schedule takes L = fraction x initial balance / distributions out of B in each of its months,
    with scheduled (B - L) x s and prepayment (B - scheduled) x SMM. On the last distribution of a line all that
    is left is paid; what waits for liquidation then without advanced principal liquidates on that day.

    Events of the drivers come on top: what they liquidate and lose leaves B before anything else, with a month's
    interest; what they prepay comes out of what scheduled principal leaves, and the speed applies to the rest. Their
    own items, `EVENT_ITEMS`, follow those of `ITEMS`.

    `balance` is the closing balance, defaulted loans not yet liquidated included; `delinquent` is theirs alone;
    `default` counts planned liquidations too. The servicing fee stands on the first strip, on what pays. In the
    IO strip all are notional but the interest.

    `months` is the longest remaining term unless a larger one is given; rows beyond the last line are zero. `out`,
    a C-contiguous float64 array of the shape of the result, is overwritten and returned when given. The global
    interpreter lock is released while the kernel runs.

    Raises ValueError for too few months and for an `out` of another shape, ProblemsError for events that take more
    than the loans have in a scenario.

    Source: SIFMA standard formulas; conventions, Collateral; requirements PREP-01 to PREP-05.
    """
    months = lines.months if months is None else months
    if months < lines.months:
        raise ValueError(f"{months} months are too few: the longest line has {lines.months} left")
    items = len(ITEMS) + (len(EVENT_ITEMS) if drivers.events is not None else 0)
    out = _prepared(out, (len(strips.names), items, months, len(drivers)))
    pool = _Pool(lines, strips, drivers)
    for begin in range(0, len(drivers), LANES):
        pool.project_block(np.arange(begin, min(begin + LANES, len(drivers))), out, column=begin)
    if drivers.events is not None:
        _add_events(out, drivers.events, lines, strips)
        check_pool(drivers.events, strips, out, first=drivers.first)
    return out


def _add_events(out: Floats, events: Events, lines: Lines, strips: Strips) -> None:
    """The items that only events bring about, the same in every scenario, behind those of the kernel."""
    items, delinquent = event_flows(events, lines, strips, months=out.shape[2])
    out[:, len(ITEMS) :] = items[..., None]
    out[:, ITEMS.index("delinquent")] += delinquent[..., None]


def _prepared(out: Floats | None, shape: tuple[int, int, int, int]) -> Floats:
    if out is None:
        return np.empty(shape)
    if out.shape != shape or out.dtype != np.float64 or not out.flags.c_contiguous:
        raise ValueError(f"out is not a C-contiguous float64 array of shape {shape}")
    return out


@dataclass(frozen=True)
class _Pool:
    """A pool and its scenarios, on the way through the kernel."""

    lines: Lines
    strips: Strips
    drivers: Drivers

    def project_block(self, scenarios: Integers, out: Floats, *, column: int) -> None:
        """Project at most `LANES` scenarios into the columns of `out` from `column` on.

        Scenarios go side by side when they take the same path: same lag, rates read by the same month.
        """
        alike = self.drivers.alike[scenarios]
        paths = np.unique(alike)
        if len(paths) == 1:
            self._project_alike(scenarios, out, column=column)
            return
        for path in paths:
            chosen = np.flatnonzero(alike == path)
            part = np.empty((*out.shape[:3], len(chosen)))
            self._project_alike(scenarios[chosen], part, column=0)
            out[..., column + chosen] = part

    def _project_alike(self, scenarios: Integers, out: Floats, *, column: int) -> None:
        from seriatim.collateral.kernel import opened, project_lines

        rows = out.reshape(-1, out.shape[3])
        ages, months = self.lines.age_months, out.shape[2]
        smm, smm_rows = _rates(self.drivers.prepayment, scenarios, ages, months)
        mdr, mdr_rows = _rates(self.drivers.default, scenarios, ages, months)
        block = _scenario_table(self.drivers, scenarios, (smm, mdr), column)
        for begin in range(0, len(self.lines), LINES_AT_ONCE):
            part = slice(begin, begin + LINES_AT_ONCE)
            loans = _line_table(self.lines, part, smm_rows, mdr_rows)
            shares = _strip_table(self.lines, self.strips, part)
            events = _event_table(self.drivers.events, self.lines, part, items=out.shape[1])
            project_lines(rows, opened(loans, shares, block), loans, shares, block, events)
            if self.drivers.events is not None:
                check_lines(self.drivers.events, events.faults, scenarios + self.drivers.first, first_line=begin)


Rows = tuple[Integers, Integers]
"""For each line, the row of a rate table that serves its first distribution, and the row that holds in the end."""


def _rates(table: RateTable, scenarios: Integers, ages: Integers, months: int) -> tuple[Floats, Rows]:
    """The rates of a block `[row, scenario]` and the rows that serve each line."""
    if int(scenarios[0]) not in table.percents:
        rates = np.array(table.rates[:, scenarios], order="C")
        offset = ages.copy() if table.by_age[scenarios[0]] else np.zeros_like(ages)
        return rates, (offset, np.full_like(ages, len(rates) - 1))
    distinct, which = np.unique(ages, return_inverse=True)
    columns = [[table.for_age(int(each), int(age), months) for each in scenarios] for age in distinct]
    by_age = [np.stack(rates, axis=1) for rates in columns]
    offset = which.astype(np.int64) * months
    return np.concatenate(by_age), (offset, offset + months - 1)


def _line_table(lines: Lines, part: slice, smm_rows: Rows, mdr_rows: Rows) -> "LineTable":
    from seriatim.collateral.kernel import LineTable

    fraction, factor = lines.amortization
    return LineTable(
        balance=lines.balance[part].copy(),
        term=lines.remaining_term_months[part].copy(),
        fraction=np.array(fraction[:, part], order="C"),
        factor=np.array(factor[:, part], order="C"),
        smm_offset=smm_rows[0][part].copy(),
        smm_last=smm_rows[1][part].copy(),
        mdr_offset=mdr_rows[0][part].copy(),
        mdr_last=mdr_rows[1][part].copy(),
        more=part.start > 0,
    )


def _strip_table(lines: Lines, strips: Strips, part: slice) -> "StripTable":
    from seriatim.collateral.kernel import StripTable

    return StripTable(
        weight=np.array(strips.weight[:, part], order="C"),
        rate=np.array(strips.rate_annual[:, part] / 12, order="C"),
        fee=lines.servicing_fee_annual[part] / 12,
    )


def _scenario_table(
    drivers: Drivers, scenarios: Integers, rates: tuple[Floats, Floats], column: int
) -> "ScenarioTable":
    from seriatim.collateral.kernel import FIXED, ScenarioTable

    fixed = np.zeros((len(FIXED), LANES))
    for row, name in enumerate(FIXED):
        fixed[row, : len(scenarios)] = getattr(drivers, name)[scenarios]
    return ScenarioTable(
        smm=rates[0],
        mdr=rates[1],
        fixed=fixed.reshape(-1),
        column=column,
        lag=int(drivers.lag_months[scenarios[0]]),
        defaults=bool(drivers.has_defaults[scenarios[0]]),
    )


def _event_table(events: Events | None, lines: Lines, part: slice, *, items: int) -> "EventTable":
    from seriatim.collateral.kernel import EVENTS, EventTable

    amounts = np.zeros((0, 0, len(EVENTS))) if events is None else line_events(events, lines, part)
    return EventTable(amounts, np.zeros((LANES, 4)), items)
