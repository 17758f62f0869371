"""Blocks of scenarios: where they are written, and that nothing depends on the company or the compiler."""

import os
import subprocess
import sys

import numpy as np
import pytest

from seriatim.engine.lanes import LANES, run_lanes
from seriatim.projection.simulate import simulate
from tests.engine import digests
from tests.engine.plans import encoded, in_lanes, plan_of


def doubled():
    return plan_of(lambda day: {"cash": day.load("cash", None), "twice": day.load("cash", None) * 2})


@pytest.mark.parametrize("scenarios", [1, 2, 7, 63, 64])
def test_a_block_fills_its_columns_and_no_others(scenarios: int):
    plan, column = encoded(doubled(), 2), 3
    cash = np.arange(2.0 * scenarios).reshape(1, 2, scenarios)
    out = np.full((2, 2, scenarios + 10), np.nan)
    run_lanes(plan, cash, out, column=column)
    assert np.array_equal(out[0, :, column : column + scenarios], cash[0])
    assert np.array_equal(out[1, :, column : column + scenarios], 2 * cash[0])
    assert np.isnan(out[:, :, :column]).all()
    assert np.isnan(out[:, :, column + scenarios :]).all()


def test_a_scenario_gets_the_same_in_any_company():
    plan = plan_of(digests.waterfall)
    lanes = [digests.numbers(lane) for lane in range(LANES)]
    together = in_lanes(plan, lanes)
    for lane in (0, 1, 40, 63):
        for name, values in in_lanes(plan, lanes[lane : lane + 1]).items():
            assert np.array_equal(values[:, 0], together[name][:, lane])


def test_a_plan_that_reports_only_what_it_keeps_runs():
    plan = plan_of(lambda day: {"kept": day.state("kept", 7, None), "number": day.constant(3)})
    out = np.zeros((2, 5, 2))
    run_lanes(encoded(plan, 5), np.zeros((0, 5, 2)), out)
    assert np.array_equal(out, np.broadcast_to([[[7.0]], [[3.0]]], out.shape))


def test_the_compiled_code_gives_what_plain_python_gives_to_the_last_bit():
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-m", digests.__name__]
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert plain.stdout.splitlines() == list(digests.digests())


def test_a_result_is_taken_only_into_a_fitting_array():
    model = digests.model()
    for unfit in (np.zeros((1, 2, 3)), simulate(model, [digests.SCENARIO]).values.astype(np.float32)):
        with pytest.raises(ValueError, match=r"out is not a C-contiguous float64 array of shape \(\d+, 360, 1\)"):
            simulate(model, [digests.SCENARIO], out=unfit)


def test_what_was_encoded_for_some_items_does_not_answer_for_others():
    model = digests.model()
    few, all_of_them = (simulate(model, [digests.SCENARIO], items=items) for items in (["balance"], None))
    assert {key.item for key in few.accounts} == {"balance"}
    for key in few.accounts:
        assert np.array_equal(few.item(key.subject, "balance"), all_of_them.item(key.subject, "balance"))
