"""Digests of a small plan's run and of a real one's first two years, printed so that processes can be compared."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import numpy as np

import seriatim
from seriatim.engine.encoding import encode
from seriatim.engine.lanes import LANES, run_lanes
from seriatim.plan.builder import PlanBuilder, Value
from seriatim.plan.plan import Table
from seriatim.projection.model import DealModel
from tests.engine.plans import Numbers, in_lanes, plan_of

MONTHS = 24
SCENARIO = seriatim.Scenario(psa=350, sda=300, severity=0.4, lag_months=3, libor=0.05)


@cache
def model() -> DealModel:
    return seriatim.load("cmsi-2006-6").model


def waterfall(day: PlanBuilder) -> dict[str, Value]:
    """Two classes with interest and a schedule, paid one after the other."""
    cash, rest = day.load("cash", None), day.load("cash", None)
    result = {}
    for name, size in (("A", 1000), ("B", 400)):
        balance = day.state(f"{name} balance", size, None)
        interest = rest.at_most(balance * Decimal("0.005"))
        planned = day.table(Table(f"{name} schedule", tuple(range(size, 0, -size // 8)), Decimal(0), None))
        principal = (rest - interest).at_most((balance - planned).at_least(0))
        day.store(balance, (balance - principal).swept())
        rest = rest - interest - principal
        result |= {f"{name} interest": interest, f"{name} principal": principal}
    return result | {"rest": rest, "share": rest / cash, "rounded": (rest / cash).rounded(Decimal("0.0001"))}


def numbers(lane: int) -> Numbers:
    return {"cash": [float((7 * lane + 31 * month) % 200) / 3 for month in range(MONTHS)]}


def digests() -> Iterator[str]:
    """Of all outputs of the small run, lane by lane; of the real one, in a lane."""
    small = [in_lanes(plan_of(waterfall), [numbers(lane)]) for lane in range(3)]
    yield digest(np.array([list(run.values()) for run in small]))
    yield digest(real_run())


def real_run() -> np.ndarray:
    """The class cash flows of a real deal's first months, whatever the loans may pay."""
    plan = model().plan
    outputs = range(len(plan.outputs))
    inputs = np.random.default_rng(2006).uniform(0, 3e6, (len(plan.inputs), MONTHS, 1))
    inputs[[place for place, name in enumerate(plan.inputs) if name == "libor"]] = 0.05
    out = np.zeros((len(outputs), MONTHS, 1))
    run_lanes(encode(plan, MONTHS, reported=outputs, input_rows=range(len(plan.inputs))), inputs, out)
    return out


def digest(values: np.ndarray) -> str:
    return hashlib.sha256(values.tobytes()).hexdigest()


if __name__ == "__main__":
    assert LANES == 1, "this is for NUMBA_DISABLE_JIT=1"
    print(*digests(), sep="\n")  # noqa: T201
