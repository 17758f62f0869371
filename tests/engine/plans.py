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
    """The plan for the lanes engine, with the inputs in their own order."""
    names = [key.subject for key, _ in plan.outputs] if reported is None else reported
    subjects = [account.subject for account in plan.accounts]
    positions = [subjects.index(name) for name in names]
    return encode(plan, months, reported=positions, input_rows=range(len(plan.inputs)))


def in_lanes(plan: Plan, inputs: Sequence[Numbers]) -> dict[str, Floats]:
    """Each output in the lanes engine, float64 ``[month, lane]``; one lane for each set of inputs."""
    months = len(next(iter(inputs[0].values())))
    flows = np.array([[lane[name] for lane in inputs] for name in plan.inputs], dtype=np.float64)
    flows = np.ascontiguousarray(flows.reshape(len(plan.inputs), len(inputs), months).swapaxes(1, 2))
    out = np.full((len(plan.outputs), months, len(inputs)), np.nan)
    run_lanes(encoded(plan, months), flows, out)
    return {key.subject: out[place] for place, (key, _) in enumerate(plan.outputs)}


def in_exact(plan: Plan, inputs: Numbers) -> dict[str, Floats]:
    """Each output in the exact engine, float64 ``[month]``."""
    months = len(next(iter(inputs.values())))
    run = run_exact(plan, {name: [Decimal(repr(x)) for x in inputs[name]] for name in plan.inputs}, months)
    return {key.subject: np.array([float(value) for value in values]) for key, values in run.outputs.items()}
