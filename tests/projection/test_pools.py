"""The invented two-pool deal in any weather: money is conserved, rank decides who bears, the engines agree."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import seriatim
from seriatim.api.library import LIBRARY
from seriatim.basics.problems import ProblemsError
from seriatim.collateral.scenario import Scenario
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate
from tests.projection.pools import LAWS, PoolRun, events_of_pools, history_of_pools
from tests.projection.scenarios import random_scenarios, scenarios

CALLS = ("never", "first")


@cache
def two_pools() -> DealModel:
    return seriatim.load("example-two-pools").model


def hold_all(seed: int, scenario: Scenario, folder: Path) -> bool:
    """Every law, if the loans can bear the events; whether they can."""
    model = two_pools()
    events = events_of_pools(model, history_of_pools(model, seed=seed), folder / "events.csv")
    try:
        run = PoolRun.of(model.under(events), scenario)
    except ProblemsError:
        return False
    for law in LAWS:
        law(run)
    return True


@pytest.mark.requirement("CLASS-07", "POOL-02")
def test_laws_hold_in_seeded_histories(tmp_path) -> None:
    possible = [hold_all(seed, each, tmp_path) for seed in range(40) for each in random_scenarios(2, seed=seed)]
    assert sum(possible) >= 50


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), scenario=scenarios())
def test_laws_hold_in_any_weather(seed: int, scenario: Scenario, tmp_path_factory) -> None:
    assume(hold_all(seed, scenario, tmp_path_factory.getbasetemp()))


@pytest.mark.soak
@settings(max_examples=2000)
@given(seed=st.integers(0, 10**6), scenario=scenarios())
def test_laws_hold_in_thousands_of_courses(seed: int, scenario: Scenario, tmp_path_factory) -> None:
    assume(hold_all(seed, scenario, tmp_path_factory.getbasetemp()))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engines_agree(seed: int, tmp_path) -> None:
    model = two_pools()
    events = events_of_pools(model, history_of_pools(model, seed=seed), tmp_path / "events.csv")
    scenario = replace(Scenario(psa=150, libor=0.05, sda=300, severity=0.6), call=CALLS[seed % 2])
    lanes, exact = (simulate(model.under(events), [scenario], engine=engine) for engine in ("lanes", "exact"))
    assert np.abs(lanes.values - exact.values).max() < 1e-6


def test_months_of_nothing_change_nothing(tmp_path) -> None:
    model = two_pools()
    rows = [{"period": period, "pool": pool.name} for period in range(1, 60) for pool in model.pools]
    events = events_of_pools(model, rows, tmp_path / "events.csv")
    chosen = random_scenarios(20, seed=5)
    plain, with_events = simulate(model, chosen), simulate(model.under(events), chosen)
    assert np.abs(plain.values - with_events.values).max() < 1e-5


def test_what_other_groups_gave_a_po_class_is_not_owed_by_a_recovery_again(tmp_path) -> None:
    """$50,000 of pool I's PO strip are lost; juniors of both groups repay a part, a recovery no more than the rest."""
    for file in (LIBRARY / "example-two-pools").iterdir():
        text = file.read_text().replace("reimbursed from: own group", "reimbursed from: all groups")
        (tmp_path / file.name).write_text(text)
    events = tmp_path / "events.csv"
    events.write_text("pool,period,line,loss,recovery\nI,1,30-year discount,1200000,\nI,2,30-year discount,,100000\n")
    series = seriatim.load(tmp_path)
    run = series.under(events).run(Scenario(psa=100, libor=0.05))["IA-PO"]
    given_by_both = 50_000 - run.loss[0]
    own = sum(series.run(Scenario(psa=100, libor=0.05))[f"IB-{rank}"].principal[0] for rank in range(1, 7))
    assert given_by_both > own
    assert np.cumsum(run.loss).min() == pytest.approx(0, abs=0.01)
