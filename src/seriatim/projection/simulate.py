"""Running scenarios: project the loans, then pay the classes, block by block."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from seriatim.collateral.models import Drivers, drivers
from seriatim.collateral.projection import ITEMS as LOAN_ITEMS
from seriatim.collateral.projection import project
from seriatim.collateral.scenario import Scenario, by_month
from seriatim.compile.day import LIBOR_SERIES, series_name
from seriatim.plan.plan import OutputKey
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel

if TYPE_CHECKING:
    from seriatim.engine.encoding import EncodedPlan
    from seriatim.engine.exact import ExactRun

Floats = NDArray[np.float64]
Engine = Literal["lanes", "exact"]


def simulate(
    model: DealModel,
    scenarios: Sequence[Scenario],
    *,
    items: Iterable[str] | None = None,
    engine: Engine = "lanes",
    out: Floats | None = None,
) -> CashFlows:
    """Class cash flows of each scenario.

    ``items`` limits what is reported of the classes (all of it by default). ``out``, float64
    [output, month, scenario], is used for the result when given. The exact engine gives the same figures slowly.
    """
    wanted = None if items is None else set(items)
    outputs = model.plan.outputs
    positions = tuple(i for i, (key, _) in enumerate(outputs) if wanted is None or key.item in wanted)
    keys = tuple(outputs[position][0] for position in positions)
    shape = (len(keys), model.months, len(scenarios))
    values = np.empty(shape) if out is None else out
    if values.shape != shape or values.dtype != np.float64 or not values.flags.c_contiguous:
        raise ValueError(f"out is not a C-contiguous float64 array of shape {shape}")
    table = drivers(scenarios, conventions=model.conventions, months=model.months)
    libor = _libor(scenarios, model.months)
    if engine == "exact":
        _run_exact(model, table, libor, keys, values)
    else:
        _run_lanes(model, table, libor, positions, values)
    return CashFlows(model, keys, values)


def project_pool(model: DealModel, scenarios: Sequence[Scenario]) -> Floats:
    """What the loans pay, float64 [strip, item, month, scenario]; items as in `collateral.projection.ITEMS`."""
    table = drivers(scenarios, conventions=model.conventions, months=model.months)
    return project(model.lines, model.strips, table, months=model.months)


def run_traced(model: DealModel, scenario: Scenario, *, months: int | None = None) -> ExactRun:
    """One scenario in the exact engine, the value of every step kept; the first ``months``, all by default."""
    table = drivers([scenario], conventions=model.conventions, months=model.months)
    libor = by_month(scenario.libor, model.months)[:, np.newaxis]
    return _exact_run(
        model, _series(model, table, libor, 0, 1), model.months if months is None else months, traced=True
    )


def _series_rows(model: DealModel) -> dict[str, int]:
    """Row of each series in the flat array [strip x item + 1, month, lane]; LIBOR comes last."""
    names = [series_name(strip, item) for strip in model.strips.names for item in LOAN_ITEMS]
    return {name: row for row, name in enumerate([*names, LIBOR_SERIES])}


def _libor(scenarios: Sequence[Scenario], months: int) -> Floats:
    """LIBOR of the scenarios, float64 [month, scenario]; one row where it never changes in any of them."""
    if any(isinstance(scenario.libor, tuple) for scenario in scenarios):
        return np.stack([by_month(scenario.libor, months) for scenario in scenarios], axis=1)
    return np.array([[scenario.libor for scenario in scenarios]])


def _series(model: DealModel, table: Drivers, libor: Floats, first: int, last: int) -> Floats:
    """The series of one block of scenarios, float64 [row, month, lane]."""
    strips, items = len(model.strips.names), len(LOAN_ITEMS)
    flat = np.empty((strips * items + 1, model.months, last - first))
    flat[-1] = libor[:, first:last]
    loans = flat[:-1].reshape(strips, items, model.months, last - first)
    project(model.lines, model.strips, table.block(first, last), months=model.months, out=loans)
    return flat


def _run_lanes(model: DealModel, table: Drivers, libor: Floats, positions: tuple[int, ...], values: Floats) -> None:
    from seriatim.engine.lanes import LANES, run_lanes

    encoded = _encoded(model, positions)

    def run_block(first: int) -> None:
        series = _series(model, table, libor, first, min(first + LANES, len(table)))
        run_lanes(encoded, series, values, column=first)

    starts = range(0, len(table), LANES)
    if len(starts) < 2:
        for start in starts:
            run_block(start)
        return
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(run_block, starts))


def _encoded(model: DealModel, positions: tuple[int, ...]) -> EncodedPlan:
    """The plan as the lanes engine runs it to report the outputs at these positions; made once for a model."""
    from seriatim.engine.encoding import encode

    if positions not in model.encoded:
        rows = _series_rows(model)
        series = [rows[name] for name in model.plan.series]
        model.encoded[positions] = encode(model.plan, model.months, reported=positions, series_rows=series)
    return model.encoded[positions]


def _run_exact(model: DealModel, table: Drivers, libor: Floats, keys: tuple[OutputKey, ...], values: Floats) -> None:
    for scenario in range(len(table)):
        run = _exact_run(model, _series(model, table, libor, scenario, scenario + 1), model.months)
        for position, key in enumerate(keys):
            values[position, :, scenario] = [float(value) for value in run.outputs[key]]


def _exact_run(model: DealModel, flat: Floats, months: int, *, traced: bool = False) -> ExactRun:
    """The exact engine on the series of one scenario."""
    from seriatim.engine.exact import run_exact

    rows = _series_rows(model)
    series = {name: [Decimal(x) for x in flat[rows[name], :, 0]] for name in model.plan.series}
    return run_exact(model.plan, series, months, traced=traced)
