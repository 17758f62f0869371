"""A scenario says what is wrong with it, all of it, in words."""

import pickle
import subprocess
import sys

import numpy as np
import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.conventions import Conventions
from seriatim.collateral.scenario import Liquidation, Scenario, by_month

DECIMALS = "it is a decimal such as 0.0532, or a list of them"


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ({"psa": -5}, ["psa is negative: -5 (it is 0 or more)"]),
        ({"psa": (100, -1)}, ["psa is negative: -1 (it is 0 or more)"]),
        ({"psa": float("nan")}, ["psa is not finite (give numbers of 0 or more)"]),
        ({"psa": "350"}, ["psa is '350' (it is a number, or a list of one number for each distribution)"]),
        ({"psa": True}, ["psa is True (it is a number, or a list of one number for each distribution)"]),
        ({"psa": ()}, ["psa is () (it is a number, or a list of one number for each distribution)"]),
        ({"psa": (1, "2")}, ["psa is (1, '2') (it is a number, or a list of one number for each distribution)"]),
        ({"cpr": 6}, ["cpr looks like percent: 6 (write 0.06)"]),
        ({"smm": 0.5, "psa": 100}, ["psa and smm are given together (give one prepayment speed)"]),
        (
            {"psa": 1, "cpr": 0, "smm": 0},
            ["psa and cpr and smm are given together (give one prepayment speed)"],
        ),
        ({"sda": float("inf")}, ["sda is not finite (give numbers of 0 or more)"]),
        ({"cdr": -0.1}, ["cdr is negative: -0.1 (it is 0 or more)"]),
        ({"cdr": (0.01, 2)}, ["cdr looks like percent: 2 (write 0.02)"]),
        (
            {"sda": 100, "liquidate": Liquidation()},
            ["sda and liquidate are given together (give one default speed)"],
        ),
        ({"liquidate": 0.005}, ["liquidate is 0.005 (give a Liquidation(fraction, first, last))"]),
        ({"severity": 35}, ["severity looks like percent: 35 (write 0.35)"]),
        ({"severity": -0.1}, ["severity is negative: -0.1 (it is 0 or more)"]),
        ({"severity": (0.1, 0.2)}, ["severity is (0.1, 0.2) (it is one decimal such as 0.2)"]),
        ({"libor": 5.32}, [f"libor is 5.32 ({DECIMALS})"]),
        ({"libor": (0.05, float("nan"))}, [f"libor is (0.05, nan) ({DECIMALS})"]),
        ({"lag_months": -1}, ["lag_months is -1 (it is a whole number from 0 to 600)"]),
        ({"lag_months": 1.5}, ["lag_months is 1.5 (it is a whole number from 0 to 600)"]),
        (
            {"advancing": "all"},
            ["advancing is 'all' (choose from 'principal and interest', 'interest', 'none')"],
        ),
        ({"severity_base": "sale"}, ["severity_base is 'sale' (choose from 'default', 'liquidation')"]),
        ({"defaults_in_last_lag_months": "no"}, ["defaults_in_last_lag_months is 'no' (it is true or false)"]),
        ({"smm_exponent": 0}, ["smm_exponent is 0 (it is a number above 0 and up to 1, such as 1/12)"]),
        (
            {"cpr": -0.06, "cdr": 3, "severity": 2, "lag_months": "a", "libor": 7},
            [
                "cpr is negative: -0.06 (it is 0 or more)",
                "cdr looks like percent: 3 (write 0.03)",
                "severity looks like percent: 2 (write 0.02)",
                f"libor is 7 ({DECIMALS})",
                "lag_months is 'a' (it is a whole number from 0 to 600)",
            ],
        ),
    ],
)
def test_bad_scenario(fields, texts):
    with pytest.raises(ProblemsError) as caught:
        Scenario(**fields)
    assert str(caught.value).splitlines() == texts


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ((0.5, 25, 24), ["liquidations end (24) before they begin (25) (swap them)"]),
        ((0.5, 0, 24), ["first distribution of the liquidations is 0 (it is a whole number from 1 to 9999)"]),
        (
            (-0.5, 1, 2.5),
            [
                "liquidated fraction is negative: -0.5 (it is 0 or more)",
                "last distribution of the liquidations is 2.5 (it is a whole number from 1 to 9999)",
            ],
        ),
        ((2, 1, 2), ["liquidated fraction looks like percent: 2 (write 0.02)"]),
    ],
)
def test_bad_liquidation(fields, texts):
    with pytest.raises(ProblemsError) as caught:
        Liquidation(*fields)
    assert str(caught.value).splitlines() == texts


def test_bad_conventions():
    with pytest.raises(ProblemsError) as caught:
        Conventions(lag_months=601, advancing="", defaults_in_last_lag_months=1)
    assert str(caught.value).splitlines() == [
        "lag_months is 601 (it is a whole number from 0 to 600)",
        "advancing is '' (choose from 'principal and interest', 'interest', 'none')",
        "defaults_in_last_lag_months is 1 (it is true or false)",
    ]


def test_a_scenario_is_a_value():
    scenario = Scenario(psa=[100, 200], libor=np.array([0.05, 0.06]))
    assert scenario.psa == (100.0, 200.0)
    assert scenario.libor == (0.05, 0.06)
    assert scenario == Scenario(psa=(100, 200), libor=(0.05, 0.06))
    assert len({scenario, Scenario(psa=(100, 200), libor=(0.05, 0.06)), Scenario(psa=np.float64(350))}) == 2
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301 - our own bytes


def test_models():
    assert Scenario().prepayment_model == Scenario(psa=(1, 2)).prepayment_model == "psa"
    assert Scenario(cpr=0).prepayment_model == "cpr"
    assert Scenario(smm=0).prepayment_model == "smm"


def test_a_scenario_overrides_the_deal_and_the_deal_the_market():
    deal = Conventions(lag_months=6)
    assert Scenario().conventions(deal) is deal
    assert Scenario(advancing="none").conventions(deal) == Conventions(lag_months=6, advancing="none")
    assert Scenario(lag_months=0).conventions(deal) == Conventions(lag_months=0)


def test_by_month():
    assert by_month(0.05, 3).tolist() == [0.05, 0.05, 0.05]
    assert by_month((1, 2, 3), 2).tolist() == [1, 2]


def test_scenarios_are_quick_to_import():
    """numba takes half a second to load: only a projection may load it."""
    code = "import sys, seriatim.collateral.scenario, seriatim.collateral.projection;sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
