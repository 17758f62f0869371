"""Running scenarios: project the loans, then pay the classes, block by block."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.basics.dates import distribution_dates
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.collateral.inputs import CALL_INPUT, LIBOR_INPUT, input_name
from seriatim.collateral.items import EVENT_ITEMS
from seriatim.collateral.models import Drivers, drivers
from seriatim.collateral.projection import ITEMS as LOAN_ITEMS
from seriatim.collateral.projection import project
from seriatim.collateral.scenario import Scenario, by_month
from seriatim.compile.day import PlanKind
from seriatim.plan.accounts import Account, AccountType
from seriatim.plan.plan import Plan
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel, Pool, stripped
from seriatim.projection.warnings import ReportedWarnings, warned

if TYPE_CHECKING:
    from seriatim.engine.encoding import EncodedPlan
    from seriatim.engine.exact import ExactRun

Engine = Literal["lanes", "exact"]


def simulate(
    model: DealModel,
    scenarios: Sequence[Scenario],
    *,
    items: Iterable[AccountType | str] | None = None,
    engine: Engine = "lanes",
    out: Floats | None = None,
) -> CashFlows:
    """Class cash flows of each scenario, under the model's history of events if it has one.

    ``items`` limits what is reported, by types of account or their names (all by default). ``out``, float64
    [output, month, scenario], is used for the result when given. The exact engine gives the same figures slowly.
    Raises ProblemsError for events that cannot be and for a clean-up call that the deal does not have.
    """
    if engine not in get_args(Engine):
        raise ProblemsError([Problem("", None, f"there is no engine {engine!r}", "lanes or exact")])
    run = _prepare(model, scenarios)
    accounts, noted = run.plan.accounts, warned(run.plan)
    positions = tuple(place for place in _asked(accounts, items) if place not in noted)
    keys = tuple(accounts[place] for place in (*positions, *noted))
    shape = (len(positions), model.months, len(scenarios))
    if out is not None and (out.shape != shape or out.dtype != np.float64 or not out.flags.c_contiguous):
        raise ValueError(f"out is not a C-contiguous float64 array of shape {shape}")
    values = out if out is not None and not noted else np.empty((len(keys), *shape[1:]))
    if engine == "exact":
        _run_exact(run, keys, values)
    else:
        _run_lanes(run, (*positions, *noted), values)
    if not noted:
        return CashFlows(model, keys, values)
    classes = _into(values[: len(positions)], out)
    reported = ReportedWarnings(run.plan, keys[len(positions) :], values[len(positions) :])
    return CashFlows(model, keys[: len(positions)], classes, reported)


def _asked(accounts: Sequence[Account], items: Iterable[AccountType | str] | None) -> list[int]:
    """Places of the accounts of these types or names, all by default; details are for statements only."""
    wanted = None if items is None else frozenset(items)
    return [
        place
        for place, account in enumerate(accounts)
        if not account.detail and (wanted is None or account.type in wanted or account.item in wanted)
    ]


def _into(values: Floats, out: Floats | None) -> Floats:
    """The values, in the caller's array if there is one."""
    if out is None:
        return values
    out[...] = values
    return out


def project_pool(model: DealModel, scenarios: Sequence[Scenario]) -> Floats:
    """Payments of the loans, float64 [strip, item, month, scenario]: strips pool by pool, items of `collateral.items`.

    With events, what only they bring about follows the other items.
    """
    run = _prepare(model, scenarios)
    loans = run.inputs(0, len(scenarios))[: run.loan_rows]
    return loans.reshape(len(model.strip_names), len(run.loan_items), model.months, len(scenarios))


def _drivers(model: DealModel, scenarios: Sequence[Scenario]) -> tuple[Drivers, ...]:
    """Drivers of the loans of each pool; raises ProblemsError for a scenario of a pool that there is not."""
    known = [pool.name for pool in model.pools]
    unknown = {name for scenario in scenarios for name in dict(scenario.by_pool) if name not in known}
    if unknown:
        raise ProblemsError(
            Problem("", None, f"{model.deal.deal} has no pool {name!r}", did_you_mean(name, filter(None, known)))
            for name in sorted(unknown)
        )
    return tuple(
        drivers(
            [scenario.of_pool(pool.name) for scenario in scenarios],
            conventions=model.conventions,
            months=model.months,
            events=pool.events,
        )
        for pool in model.pools
    )


def run_traced(model: DealModel, scenario: Scenario, *, months: int | None = None) -> ExactRun:
    """One scenario in the exact engine, the value of every step kept; the first ``months``, all by default."""
    return _exact_run(_prepare(model, [scenario]), 0, months=model.months if months is None else months, traced=True)


@dataclass(frozen=True)
class _Run:
    """A deal and its scenarios, ready for an engine.

    ``outside`` are the inputs that do not come from the loans, float64 [month, scenario]; one row for all months where
    they never change. ``zero_column`` are the scenarios with the loans that the tables' 0 % column assumes.
    """

    model: DealModel
    kind: PlanKind
    tables: tuple[Drivers, ...]
    outside: Mapping[str, Floats]
    zero_column: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Number of scenarios."""
        return len(self.tables[0])

    @property
    def plan(self) -> Plan:
        """The plan that serves the scenarios."""
        return self.model.plan_of(self.kind)

    @property
    def loan_items(self) -> tuple[str, ...]:
        """The items of a strip, in their order."""
        return (*LOAN_ITEMS, *EVENT_ITEMS) if self.model.with_events else LOAN_ITEMS

    @property
    def loan_rows(self) -> int:
        """Number of the inputs that come from the loans."""
        return len(self.model.strip_names) * len(self.loan_items)

    @property
    def rows(self) -> dict[str, int]:
        """Row of each input in the flat array [row, month, lane]: strip by strip, then those from outside."""
        names = [input_name(strip, item) for strip in self.model.strip_names for item in self.loan_items]
        return {name: row for row, name in enumerate([*names, *self.outside])}

    def inputs(self, first: int, last: int) -> Floats:
        """The inputs of one block of scenarios, float64 [row, month, lane]."""
        model, items = self.model, len(self.loan_items)
        flat = np.empty((len(self.rows), model.months, last - first))
        row = 0
        for pool, table in zip(model.pools, self.tables, strict=True):
            strips = len(pool.strips.names)
            loans = flat[row : row + strips * items].reshape(strips, items, model.months, last - first)
            project(pool.lines, pool.strips, table.block(first, last), months=model.months, out=loans)
            for place in self.zero_column if pool.zero_column is not None else ():
                if first <= place < last:
                    loans[..., place - first] = _in_zero_column(pool, table, place, model.months)
            row += strips * items
        for values in self.outside.values():
            flat[row] = values[:, first:last]
            row += 1
        return flat


def _prepare(model: DealModel, scenarios: Sequence[Scenario]) -> _Run:
    tables = _drivers(model, scenarios)
    kind = model.kind_for(scenarios)
    outside = {LIBOR_INPUT: _libor(model, scenarios)}
    if kind.callable:
        days = distribution_dates(model.deal.dates.first_distribution_day, model.months)
        outside[CALL_INPUT] = np.array([[float(scenario.calls(day)) for scenario in scenarios] for day in days])
    zero_column = tuple(place for place, scenario in enumerate(scenarios) if scenario.zero_column)
    return _Run(model, kind, tables, outside, zero_column)


def _in_zero_column(pool: Pool, table: Drivers, place: int, months: int) -> Floats:
    """Payments of the loans assumed in the 0 % column in one scenario, float64 [strip, item, month]."""
    assert pool.zero_column is not None
    strips = stripped(pool.zero_column, pool.deal)
    return project(pool.zero_column, strips, table.block(place, place + 1), months=months)[..., 0]


def _libor(model: DealModel, scenarios: Sequence[Scenario]) -> Floats:
    """LIBOR, float64 [month, scenario]: that of the scenario, in months whose events state it that of the events.

    One row where it never changes in any scenario.
    """
    if not model.with_events and not any(isinstance(scenario.libor, tuple) for scenario in scenarios):
        return np.array([[scenario.libor for scenario in scenarios]])
    libor = np.stack([by_month(scenario.libor, model.months) for scenario in scenarios], axis=1)
    for events in (pool.events for pool in model.pools):
        if events is not None:
            stated = ~np.isnan(events.libor)
            libor[events.month[stated]] = events.libor[stated, np.newaxis]
    return libor


def _run_lanes(run: _Run, positions: tuple[int, ...], values: Floats) -> None:
    from seriatim.engine.lanes import LANES, run_lanes

    encoded = _encoded(run, positions)

    def run_block(first: int) -> None:
        run_lanes(encoded, run.inputs(first, min(first + LANES, len(run))), values, column=first)

    starts = range(0, len(run), LANES)
    if len(starts) < 2:
        for start in starts:
            run_block(start)
        return
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(run_block, starts))


def _encoded(run: _Run, positions: tuple[int, ...]) -> EncodedPlan:
    """The plan as the lanes engine runs it to report the outputs at these positions; made once for a model."""
    from seriatim.engine.encoding import encode

    known, key = run.model.encoded, (run.kind, positions)
    if key not in known:
        rows = run.rows
        inputs = [rows[name] for name in run.plan.inputs]
        known[key] = encode(run.plan, run.model.months, reported=positions, input_rows=inputs)
    return known[key]


def _run_exact(run: _Run, keys: tuple[Account, ...], values: Floats) -> None:
    for scenario in range(len(run)):
        outputs = _exact_run(run, scenario, months=run.model.months).outputs
        for position, key in enumerate(keys):
            values[position, :, scenario] = [float(value) for value in outputs[key]]


def _exact_run(run: _Run, scenario: int, *, months: int, traced: bool = False) -> ExactRun:
    """The exact engine on the inputs of one scenario."""
    from seriatim.engine.exact import run_exact

    rows, flat = run.rows, run.inputs(scenario, scenario + 1)
    inputs = {name: [Decimal(x) for x in flat[rows[name], :, 0]] for name in run.plan.inputs}
    return run_exact(run.plan, inputs, months, traced=traced)
