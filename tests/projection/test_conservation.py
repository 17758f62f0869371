"""Whatever happens to the loans, money is conserved and everybody is paid in turn: library deals and small ones."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

import seriatim
from seriatim.collateral.scenario import Scenario
from seriatim.projection.model import DealModel
from tests.projection.entitlements import ENTITLEMENTS
from tests.projection.laws import CONSERVATION, Outcome, outcome
from tests.projection.scenarios import DEALS, model_of, random_scenarios, scenarios
from tests.projection.test_engines_agree import SOAKED

BAD_WEATHER = "weather"
"""Its juniors get nothing on a write-down day, and as the text has it their cash ends at the residual: test_events.py
holds it to the laws of any weather instead."""
SMALL = sorted(
    file
    for file in (Path(__file__).parents[1] / "compile" / "deals").glob("*.yaml")
    if file.stem != BAD_WEATHER and "groups:" not in file.read_text()
)
LAWS = (*CONSERVATION, *ENTITLEMENTS)


@cache
def many(deal: str) -> Outcome:
    """The deal in the scenarios of the engines' comparison."""
    return outcome(model_of(deal), random_scenarios(SOAKED, seed=2006))


@pytest.mark.requirement("CLASS-01", "CLASS-02", "ALLOC-09", "DIST-10", "LOSS-14", "LOSS-20", "SPEC-07", "VAR-10")
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("deal", DEALS)
def test_laws_hold_in_three_hundred_scenarios(deal, law) -> None:
    law(many(deal))


@pytest.mark.parametrize("file", SMALL, ids=lambda file: file.stem)
def test_laws_hold_in_small_deals(file: Path) -> None:
    """What classes are entitled to is worked out from the loans; where credit support adds to it, it is not known."""
    run = outcome(seriatim.load(file).model, random_scenarios(100, seed=1994))
    for law in CONSERVATION if run.model.deal.credit_support else LAWS:
        law(run)


def hold_all(model: DealModel, scenario: Scenario) -> None:
    run = outcome(model, (scenario,))
    for law in LAWS:
        law(run)


@pytest.mark.parametrize("deal", DEALS)
@settings(max_examples=60)
@given(scenario=scenarios())
def test_laws_hold_in_any_scenario(deal: str, scenario: Scenario) -> None:
    hold_all(model_of(deal), scenario)


@pytest.mark.soak
@pytest.mark.parametrize("deal", DEALS)
@settings(max_examples=3000)
@given(scenario=scenarios())
def test_laws_hold_in_thousands_of_scenarios(deal: str, scenario: Scenario) -> None:
    hold_all(model_of(deal), scenario)
