"""Thousands of scenarios side by side, and what the exact engine takes for one of them."""

from collections.abc import Iterator, Sequence

import numpy as np

import seriatim
from bench.measure import Figure, seconds, timed
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

DEAL = "cmsi-2006-6"
ITEMS = ("balance", "principal", "interest")
SPEEDS = np.linspace(0, 1000, 2_048).tolist()


def runs_a_second(model: DealModel, scenarios: Sequence[seriatim.Scenario]) -> float:
    """Full runs a second, over all months, into an array that is there already."""
    out = simulate(model, scenarios, items=ITEMS).values
    return len(scenarios) / seconds(lambda: simulate(model, scenarios, items=ITEMS, out=out))


def figures() -> Iterator[Figure]:
    """Runs a second, without defaults and with them; the exact engine on one scenario, and how far it is behind."""
    model = seriatim.load(DEAL).model
    prepaid = [seriatim.Scenario(psa=speed, libor=0.0532) for speed in SPEEDS]
    rate = runs_a_second(model, prepaid)
    yield Figure(f"full runs of {DEAL}", rate, "runs/s", required=20_000, more_is_better=True)
    lost = [seriatim.Scenario(psa=speed, sda=speed / 3, severity=speed / 2000, libor=0.0532) for speed in SPEEDS]
    yield Figure("the same with defaults", runs_a_second(model, lost), "runs/s")
    exact = timed(lambda: simulate(model, lost[700:701], items=ITEMS, engine="exact"))
    yield Figure("one scenario in the exact engine", 1e3 * exact, "ms")
    yield Figure("lanes against exact, per scenario", exact * rate, "x", required=1_000, more_is_better=True)
