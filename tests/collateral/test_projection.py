"""What every projection keeps: nothing is lost or negative, strips make up the pool, all is paid in the end."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.collateral.lines import lines_of
from seriatim.collateral.models import drivers
from seriatim.collateral.projection import ITEMS, project
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.collateral.strips import ratio_strip
from tests.collateral.pools import MARKET, POOL_1994_5, POOL_2006_6, flows_of, pools, scenarios, target_rates

MIXED = [
    Scenario(psa=350),
    Scenario(psa=100, sda=100, severity=0.2),
    Scenario(cpr=(0.02, 0.06), cdr=(0, 0.03), severity=1, advancing="none"),
    Scenario(psa=(100, 400), sda=(0, 50, 300), severity=0.4, advancing="interest", lag_months=3),
    Scenario(smm=0.01, liquidate=Liquidation(0.3, 2, 40), severity=0.5),
    Scenario(psa=200, cdr=0.05, severity=0.6, lag_months=0, severity_base="liquidation"),
    Scenario(sda=500, severity=0.3, defaults_in_last_lag_months=True, advancing="interest"),
]


@given(pools, st.lists(scenarios, min_size=1, max_size=6), target_rates)
def test_conservation(lines, many, target):
    flows, dust = flows_of(lines, *many, target_rate=target), 1e-9 * max(lines.pool_balance, 1)
    principal = flows["scheduled_principal"] + flows["prepayment"] + flows["liquidation_proceeds"]
    assert flows["balance"] == pytest.approx(flows["opening_balance"] - principal - flows["loss"], abs=dust)
    assert flows["opening_balance"][0] == pytest.approx(lines.pool_balance, abs=dust)
    assert np.all(flows["opening_balance"][1:] == flows["balance"][:-1])
    assert (principal + flows["loss"]).sum(axis=0) == pytest.approx(lines.pool_balance, abs=dust)


@given(pools, st.lists(scenarios, min_size=1, max_size=6), target_rates)
def test_nothing_is_negative_and_all_is_paid_in_the_end(lines, many, target):
    flows = flows_of(lines, *many, target_rate=target, months=lines.months + 3)
    assert flows.values.min() >= 0
    assert np.isfinite(flows.values).all()
    assert not flows["balance"][lines.months - 1 :].any()
    assert not flows.values[:, :, lines.months :].any()
    dust = 1e-9 * max(lines.pool_balance, 1)
    assert np.all(flows["delinquent"] <= flows["balance"] + dust)
    assert np.all(flows["interest"] <= flows["interest_due"] + dust)


@given(pools, scenarios, target_rates)
def test_strips_sum_to_the_pool(lines, scenario, target):
    stripped, whole = flows_of(lines, scenario, target_rate=target), flows_of(lines, scenario)
    for item in ITEMS:
        assert stripped[item] == pytest.approx(whole[item], abs=1e-9 * max(lines.pool_balance, 1)), item


@given(pools, scenarios)
def test_lines_are_independent(lines, scenario):
    """The flows of a pool are the sum of those of its loans."""
    together = flows_of(lines, scenario).values
    alone = np.zeros_like(together)
    for at in range(len(lines)):
        line = lines_of(
            balance=lines.balance[at],
            gross_rate_annual=lines.gross_rate_annual[at],
            servicing_fee_annual=lines.servicing_fee_annual[at],
            original_term_months=lines.original_term_months[at],
            remaining_term_months=lines.remaining_term_months[at],
            remaining_io_months=lines.remaining_io_months[at],
        )
        alone += flows_of(line, scenario, months=lines.months).values
    assert together == pytest.approx(alone, abs=1e-9 * max(lines.pool_balance, 1))


def test_scenarios_are_independent_of_their_company():
    """A scenario gives the same figures to the last bit alone, in a block, in a second block and in a mixed one."""
    many = [MIXED[index % len(MIXED)] for index in range(150)]
    together = flows_of(POOL_2006_6, *many, target_rate=0.06).values
    for index, scenario in enumerate(MIXED):
        alone = flows_of(POOL_2006_6, scenario, target_rate=0.06).values
        for column in range(index, 150, len(MIXED)):
            assert np.array_equal(together[..., column], alone[..., 0])


def test_a_part_of_the_scenarios_into_an_array_of_ones_own():
    strips, table = ratio_strip(POOL_2006_6, 0.06), drivers(MIXED * 20, conventions=MARKET, months=360)
    whole = project(POOL_2006_6, strips, table, months=361)
    out = np.full((3, len(ITEMS), 361, 90), np.nan)
    assert project(POOL_2006_6, strips, table.block(40, 130), months=361, out=out) is out
    assert np.array_equal(out, whole[..., 40:130])
    assert project(POOL_2006_6, strips, table.block(7, 7)).shape == (3, 11, 359, 0)


def test_threads_do_not_disturb_each_other():
    strips, table = ratio_strip(POOL_2006_6, 0.06), drivers(MIXED * 40, conventions=MARKET, months=360)
    whole = project(POOL_2006_6, strips, table)
    with ThreadPoolExecutor(4) as threads:
        parts = threads.map(
            lambda first: project(POOL_2006_6, strips, table.block(first, first + 40)), range(0, 280, 40)
        )
    assert np.array_equal(np.concatenate(list(parts), axis=3), whole)


@pytest.mark.parametrize(("first", "last"), [(-1, 7), (0, 8), (3, 2)])
def test_scenarios_that_are_not_there(first, last):
    table = drivers(MIXED, conventions=MARKET, months=360)
    with pytest.raises(ValueError, match=f"^scenarios {first} to {last} are not among the 7 of the drivers$"):
        table.block(first, last)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"months": 358}, "358 months are too few: the longest line has 359 left"),
        ({"out": np.empty((3, 11, 359, 6))}, "out is not a C-contiguous float64 array of shape (3, 11, 359, 7)"),
        ({"out": np.empty((3, 11, 359, 7), "f4")}, "out is not a C-contiguous float64 array of shape (3, 11, 359, 7)"),
        (
            {"out": np.empty((3, 11, 359, 14))[..., ::2]},
            "out is not a C-contiguous float64 array of shape (3, 11, 359, 7)",
        ),
    ],
)
def test_what_cannot_be_projected(options, text):
    table = drivers(MIXED, conventions=MARKET, months=360)
    with pytest.raises(ValueError, match=r"scenarios|months|out") as caught:
        project(POOL_2006_6, ratio_strip(POOL_2006_6, 0.06), table, **options)
    assert str(caught.value) == text


@pytest.mark.requirement("T-024", "PREP-05")
def test_liquidation_schedule_of_1994_5():
    """T-024: 0.50 % liquidated over 60 months at a severity of 20 %. Source: supplement 1994-5 p. S-40."""
    flows = flows_of(POOL_1994_5, Scenario(liquidate=Liquidation(0.005, 25, 84), severity=0.2))
    defaults, losses = flows["default"][:, 0], flows["loss"][:, 0]
    assert round(defaults.sum()) == 1_294_457
    assert round(losses.sum()) == 258_891
    assert np.flatnonzero(defaults).tolist() == list(range(24, 84))
    assert np.all(np.abs(losses[24:84] - 4_315) < 0.5)
    assert flows["liquidation_proceeds"] == pytest.approx(4 * flows["loss"])
    assert not flows["delinquent"].any()


@pytest.mark.requirement("PREP-05")
def test_liquidations_leave_scheduled_and_prepaid_as_stated():
    """Scheduled principal on balance less liquidated; SMM on balance less scheduled, the liquidated not deducted."""
    scenario = Scenario(smm=0.01, liquidate=Liquidation(0.3, 1, 3), severity=0.5)
    flows = flows_of(POOL_1994_5, scenario)
    fraction, balance = POOL_1994_5.amortization.scheduled_fraction[0, 0], 258_891_390.2896
    scheduled = (balance - 0.1 * balance) * fraction
    assert flows["scheduled_principal"][0, 0] == pytest.approx(scheduled)
    assert flows["prepayment"][0, 0] == pytest.approx((balance - scheduled) * 0.01)
    assert flows["interest"][0, 0] == pytest.approx(balance * 0.07375 / 12)


def test_more_cannot_be_liquidated_than_is_left():
    flows = flows_of(POOL_1994_5, Scenario(cpr=0.9, liquidate=Liquidation(1.0, 25, 26), severity=0.5))
    assert flows["default"][24, 0] == flows["opening_balance"][24, 0]
    assert not flows["balance"][24:].any()


def test_advancing_decides_what_defaulted_loans_pay():
    def month(advancing: str, item: str) -> float:
        scenario = Scenario(cdr=0.2, severity=0.3, advancing=advancing)
        return flows_of(POOL_1994_5, scenario)[item][5, 0]

    assert month("principal and interest", "scheduled_principal") > month("interest", "scheduled_principal")
    assert month("interest", "interest") == month("interest", "interest_due")
    assert month("none", "interest") < month("none", "interest_due")
    assert month("none", "delinquent") == month("interest", "delinquent")


def test_many_loans_are_a_pool_like_any_other():
    """More lines than the kernel takes at once."""
    count, scenario = 300, Scenario(psa=(150, 250), sda=100, severity=0.3)
    generator = np.random.default_rng(7)
    tape = lines_of(
        balance=generator.uniform(1e5, 1e6, count),
        gross_rate_annual=generator.uniform(0.05, 0.08, count),
        servicing_fee_annual=0.0025,
        original_term_months=360,
        remaining_term_months=generator.integers(100, 361, count),
    )
    flows = flows_of(tape, scenario, Scenario(psa=200), target_rate=0.06, months=360)
    paid = flows["scheduled_principal"] + flows["prepayment"] + flows["liquidation_proceeds"] + flows["loss"]
    assert paid.sum(axis=0) == pytest.approx(tape.pool_balance)
    halves = [slice(0, 150), slice(150, 300)]
    parts = [
        lines_of(
            balance=tape.balance[half],
            gross_rate_annual=tape.gross_rate_annual[half],
            servicing_fee_annual=0.0025,
            original_term_months=360,
            remaining_term_months=tape.remaining_term_months[half],
        )
        for half in halves
    ]
    summed = sum(flows_of(part, scenario, Scenario(psa=200), target_rate=0.06, months=360).values for part in parts)
    assert flows.values == pytest.approx(summed, abs=1e-6)


def test_plain_python_gives_the_same_figures(tmp_path):
    """The kernel's code runs as it stands when numba is switched off."""
    root = Path(__file__).parents[2]
    script = (
        "import sys, numpy as np\n"
        "from tests.collateral.test_projection import small_case\n"
        "np.save(sys.argv[1], small_case())\n"
    )
    path = tmp_path / "plain.npy"
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, cwd=root, env=environment)
    assert np.load(path) == pytest.approx(small_case(), rel=1e-12, abs=1e-9)


def small_case() -> np.ndarray:
    """Two short lines in all kinds of scenarios."""
    lines = lines_of(
        balance=[100_000, 60_000],
        gross_rate_annual=[0.07, 0.055],
        servicing_fee_annual=0.0025,
        original_term_months=30,
        remaining_term_months=[24, 18],
        remaining_io_months=[0, 6],
    )
    return flows_of(lines, *MIXED, target_rate=0.06).values
