"""The exact and the lanes engine run the same plan; whatever happens to the loans, they pay the same.

A few scenarios a deal over the full term and more over shorter ones stand for the 300 a deal of `make soak`.
"""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from seriatim.collateral.inputs import LIBOR_INPUT, input_name
from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario, by_month
from seriatim.engine.exact import run_exact
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from tests.projection.scenarios import DEALS, describe, model_of, random_scenarios

Floats = NDArray[np.float64]
ROOT = Path(__file__).parents[2]

TOLERANCE = 1e-6
"""Part of a class's initial balance by which the engines may differ."""
FULL_TERM, SHORT_TERM, SOAKED = 12, 24, 300
SHORT_MONTHS = 100


def exact(model: DealModel, scenario: Scenario, months: int) -> Floats:
    """Every output of the plan in Decimal, float64 `[output, month]`, from the loans' own flows."""
    pool = project_pool(model, [scenario])
    flows = {
        input_name(strip, item): pool[at, place, :, 0]
        for at, strip in enumerate(model.strip_names)
        for place, item in enumerate(ITEMS)
    }
    flows[LIBOR_INPUT] = by_month(scenario.libor, model.months)
    inputs = {name: [Decimal(float(value)) for value in flows[name]] for name in model.plan.inputs}
    outputs = run_exact(model.plan, inputs, months).outputs
    return np.array([[float(value) for value in outputs[key]] for key in model.plan.reported])


def scales(model: DealModel) -> Floats:
    """What 1 means for each output: the initial balance of its class, of the pool for a class that has none."""
    first = {key.subject: 0.0 for key in model.plan.reported}
    opening = simulate(model, [Scenario()], items=["opening_balance"])
    for key in opening.accounts:
        first[key.subject] = opening.item(key.subject, key.item)[0, 0]
    return np.array([first[key.subject] or float(model.balance) for key in model.plan.reported])


def greatest_difference(model: DealModel, scenarios: tuple[Scenario, ...], months: int) -> float:
    """The greatest difference as a part of the class balance; fails with the scenario beyond the tolerance."""
    lanes = simulate(model, scenarios)
    scale = scales(model)[:, None]
    greatest = 0.0
    for place, scenario in enumerate(scenarios):
        apart = np.abs(exact(model, scenario, months) - lanes.values[:, :months, place]) / scale
        output, month = np.unravel_index(np.argmax(apart), apart.shape)
        worst = float(apart[output, month])
        greatest = max(greatest, worst)
        where = f"{lanes.accounts[output]}, distribution {month + 1}: {worst:.3g} of the class balance apart"
        assert worst <= TOLERANCE, f"{model.deal.deal}: {where}\n{describe(scenario)}"
    return greatest


@pytest.mark.parametrize("deal", DEALS)
def test_a_sample_over_the_full_term(deal: str) -> None:
    model = model_of(deal)
    greatest_difference(model, random_scenarios(FULL_TERM, seed=62), model.months)


@pytest.mark.parametrize("deal", DEALS)
def test_a_larger_sample_over_the_first_hundred_days(deal: str) -> None:
    greatest_difference(model_of(deal), random_scenarios(SHORT_TERM, seed=1999), SHORT_MONTHS)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("deal", DEALS)
def test_three_hundred_scenarios_over_the_full_term(deal: str, part: int, record_property) -> None:
    model = model_of(deal)
    scenarios = random_scenarios(SOAKED, seed=2006)[part::4]
    record_property("greatest difference", greatest_difference(model, scenarios, model.months))


def test_the_engine_asked_for_is_the_one_that_runs() -> None:
    """`engine="exact"` gives the exact engine's figures, which differ from the other's in the last digits."""
    model, scenario = model_of("cmsi-1999-7"), Scenario(psa=225, sda=320, severity=0.55)
    through_door = simulate(model, [scenario], engine="exact").values[:, :, 0]
    assert np.array_equal(through_door, exact(model, scenario, model.months))
    assert not np.array_equal(through_door, simulate(model, [scenario]).values[:, :, 0])


def test_a_block_gives_each_scenario_what_it_gets_alone() -> None:
    model, scenarios = model_of("cmsi-2006-6"), random_scenarios(150, seed=7)
    together = simulate(model, scenarios).values
    for place in (0, 63, 64, 149):
        assert np.array_equal(together[:, :, place], simulate(model, [scenarios[place]]).values[:, :, 0])


UNCOMPILED = """
import sys
import numba, numpy as np
from seriatim.projection.simulate import simulate
from tests.projection.scenarios import DEALS, model_of, random_scenarios

assert numba.config.DISABLE_JIT
for deal in DEALS:
    np.save(f"{sys.argv[1]}/{deal}.npy", simulate(model_of(deal), random_scenarios(1, seed=62)).values)
"""


def test_without_the_compiler_the_figures_are_the_same(tmp_path) -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(
        [sys.executable, "-c", UNCOMPILED, str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for deal in DEALS:
        model = model_of(deal)
        plain = np.load(tmp_path / f"{deal}.npy")
        compiled = simulate(model, random_scenarios(1, seed=62)).values
        assert np.max(np.abs(plain - compiled) / scales(model)[:, None, None]) < 1e-12
