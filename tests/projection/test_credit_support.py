"""What holds of credit support in any course of events: no cash appears or disappears, no amount is exceeded."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seriatim import ProblemsError, Scenario
from seriatim.projection.model import DealModel
from tests.compile.supported import support, supported
from tests.compile.test_reserve_funds import fund
from tests.projection.histories import Row, events_of, histories, random_history
from tests.projection.laws import FLOAT_DUST, HALF_CENT
from tests.projection.scenarios import random_scenarios, scenarios
from tests.projection.supports import SUPPORT_ITEMS
from tests.projection.test_engines_agree import TOLERANCE
from tests.projection.weather import (
    Weather,
    balances_are_the_loans,
    balances_roll,
    cash_in_is_cash_out,
    weather,
)

MOST = {"Guaranty": 20_000, "Policy": 15_000, "Hazard": 10_000, "Bond": 5000, "Fund": 8000, "Junior": 6000}
"""What each support may hold or pay at most."""


@cache
def model() -> DealModel:
    """All kinds of support at once, over two lines of which one amortizes from the first month."""
    steps = "{1-24: 100%, 25 and after: 50%}"
    texts = (
        support("Guaranty", "guaranty", "delinquencies", "prepayment interest", percent_of_pool="2%", reductions=steps),
        support(
            "Policy",
            "pool insurance policy",
            "ordinary losses",
            "fraud losses, percent of pool: 1%",
            amount="15,000",
            excess_recoveries="kept by its issuer",
            reimbursements="do not restore it",
        ),
        support("Hazard", "special hazard policy", "special hazard losses", amount="10,000"),
        support("Bond", "bankruptcy bond", "bankruptcy losses", "debt service reductions", amount="5,000"),
        fund(
            "Fund",
            "reserve fund",
            *("delinquencies", "ordinary losses", "fraud losses"),
            amount="3,000",
            fund={"required_amount": "8,000", "funded_from": "excess interest"},
        ),
        fund(
            "Junior",
            "subordination reserve fund",
            "senior shortfalls",
            amount="0",
            fund={
                "required_amount": "6,000",
                "funded_from": "subordinated distributions",
                "part": "40%",
                "released_to": "the subordinated classes",
            },
        ),
    )
    changes = {
        "first,80000,6.25%,240,240,239": "first,80000,6.05%,240,240,0",
        "others,920000,6.25%": "others,920000,6.05%",
        "servicing fee: 0.25%": "servicing fee: 0.05%",
        "B-2, balance: 40000, rate: 6%": "B-2, balance: 40000, rate: 3%",
    }
    return supported(Path(mkdtemp()), *texts, changes=changes).model


def amounts_stay_within_bounds(run: Weather) -> None:
    for name, most in MOST.items():
        left = run.of(name, "available")
        run.holds(f"{name} has between nothing and all", (left >= 0) & (left <= most + FLOAT_DUST), left=left)
        for item in SUPPORT_ITEMS:
            value = run.of(name, item)
            run.holds(f"{item} of {name} is not negative", value >= -FLOAT_DUST, value=value)


def nobody_is_repaid_more_than_it_paid(run: Weather) -> None:
    for name in MOST:
        back = np.cumsum(run.of(name, "reimbursement") + run.of(name, "from_servicer"), axis=0)
        paid = np.cumsum(run.of(name, "draw"), axis=0)
        run.holds(f"{name} gets back what it paid", back <= paid + FLOAT_DUST, back=back, paid=paid)


def funds_roll(run: Weather) -> None:
    """What a fund held, less draws and releases, plus what came into it."""
    for name, deposit in (("Fund", 3000), ("Junior", 0)):
        left = run.of(name, "available")
        before = np.vstack([np.full(run.shape[1], float(deposit)), left[:-1]])
        rolled = before - run.of(name, "draw") - run.of(name, "release") + run.of(name, "deposit")
        rolled = rolled + run.of(name, "reimbursement")
        run.holds(f"{name} rolls", abs(rolled - left) <= FLOAT_DUST, rolled=rolled, left=left)
        run.holds(f"{name} ends empty", abs(left[-1:]) <= FLOAT_DUST, left=left)


def payments_are_not_negative(run: Weather) -> None:
    for name in run.everyone:
        for item in ("interest", "principal", "balance", "interest_shortfall"):
            value = run.of(name, item)
            run.holds(f"{item} of {name} is not negative", value >= -HALF_CENT, value=value)


LAWS = (
    cash_in_is_cash_out,
    amounts_stay_within_bounds,
    nobody_is_repaid_more_than_it_paid,
    funds_roll,
    payments_are_not_negative,
    balances_are_the_loans,
    balances_roll,
)


def hold(rows: list[Row], scenario: Scenario, folder: Path, *, engine: str = "lanes") -> Weather:
    events = events_of(model(), rows, folder / "events.csv")
    run = weather(model().under(events), (scenario,), engine=engine)
    for law in LAWS:
        law(run)
    return run


@settings(max_examples=60)
@given(choices=st.data(), scenario=scenarios(), call=st.sampled_from(("never", "first")))
def test_laws_hold_in_any_weather(choices, scenario: Scenario, call: str, tmp_path_factory) -> None:
    rows = choices.draw(histories(model().pools[0].lines), label="events")
    try:
        hold(rows, replace(scenario, call=call), tmp_path_factory.getbasetemp())
    except ProblemsError:
        assume(False)


@pytest.mark.requirement("CS-01", "CS-02")
def test_every_support_is_drawn_on_and_repaid(tmp_path) -> None:
    """Seeded histories, denser than hypothesis draws them: all that supports do happens in some of them."""
    seen: set[tuple[str, str]] = set()
    for seed in range(60):
        rows, scenario = random_history(model().pools[0].lines, seed=seed), random_scenarios(1, seed=seed)[0]
        try:
            run = hold(rows, scenario, tmp_path)
        except ProblemsError:
            continue
        seen |= {(name, item) for name in MOST for item in SUPPORT_ITEMS if (run.of(name, item) > HALF_CENT).any()}
    assert {name for name, item in seen if item == "draw"} == set(MOST)
    assert {name for name, item in seen if item == "reimbursement"} == {"Guaranty", "Policy", "Hazard", "Bond", "Fund"}
    assert {("Guaranty", "from_servicer"), ("Policy", "excess"), ("Junior", "shortfall_draw")} <= seen
    assert {("Fund", "deposit"), ("Fund", "release"), ("Junior", "deposit"), ("Junior", "release")} <= seen


@pytest.mark.parametrize("seed", range(3))
def test_the_engines_agree(seed: int, tmp_path) -> None:
    rows = random_history(model().pools[0].lines, seed=seed)
    scenario = Scenario(psa=100 * seed, sda=100 * seed, severity=0.5)
    lanes, exact = (hold(rows, scenario, tmp_path, engine=engine) for engine in ("lanes", "exact"))
    apart = np.abs(lanes.flows.values - exact.flows.values).max()
    assert apart <= TOLERANCE * float(model().balance)
