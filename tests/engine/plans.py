"""Small plans, and both engines on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from seriatim.engine.encoding import EncodedPlan, encode
from seriatim.engine.exact import run_exact
from seriatim.engine.lanes import run_lanes
from seriatim.plan.accounts import AccountType, Party, Side, Unit
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Plan

Floats = NDArray[np.float64]
Numbers = Mapping[str, Sequence[float]]
"""Series by name, one number a month."""

VALUE = AccountType("value", Party.POOL, Side.MEASURE, Unit.MONEY, "value of {}")


def plan_of(write: Callable[[PlanBuilder], Mapping[str, Value]]) -> Plan:
    """The plan that reports each of the values under its name."""
    builder = PlanBuilder("small")
    for name, value in write(builder).items():
        builder.report(replace(VALUE, unit=value.unit or VALUE.unit).of(name), value)
    return builder.finish()


def encoded(plan: Plan, months: int, reported: Sequence[str] | None = None) -> EncodedPlan:
    """The plan for the lanes engine, with the series in their own order."""
    names = [key.subject for key, _ in plan.outputs] if reported is None else reported
    subjects = [account.subject for account in plan.accounts]
    positions = [subjects.index(name) for name in names]
    return encode(plan, months, reported=positions, series_rows=range(len(plan.series)))


def in_lanes(plan: Plan, series: Sequence[Numbers]) -> dict[str, Floats]:
    """Each output in the lanes engine, float64 ``[month, lane]``; one lane for each set of series."""
    months = len(next(iter(series[0].values())))
    flows = np.array([[lane[name] for lane in series] for name in plan.series], dtype=np.float64)
    flows = np.ascontiguousarray(flows.reshape(len(plan.series), len(series), months).swapaxes(1, 2))
    out = np.full((len(plan.outputs), months, len(series)), np.nan)
    run_lanes(encoded(plan, months), flows, out)
    return {key.subject: out[place] for place, (key, _) in enumerate(plan.outputs)}


def in_exact(plan: Plan, series: Numbers) -> dict[str, Floats]:
    """Each output in the exact engine, float64 ``[month]``."""
    months = len(next(iter(series.values())))
    run = run_exact(plan, {name: [Decimal(repr(x)) for x in series[name]] for name in plan.series}, months)
    return {key.subject: np.array([float(value) for value in values]) for key, values in run.outputs.items()}
