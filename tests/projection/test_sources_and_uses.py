"""Cash in equals cash out on every day, by nothing but the sides of the accounts a plan declares."""

from decimal import Decimal
from pathlib import Path

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from seriatim.plan.accounts import Party, Side
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import run_traced
from tests.compile.small import FILES
from tests.projection.histories import random_history, write_history

GOOD = Path(__file__).parents[1] / "deal" / "good"
DEALS = [
    *("cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6", "example-two-pools"),
    *(str(path) for path in sorted(GOOD.glob("*/deal.yaml"))),
    *(str(FILES / f"{name}.yaml") for name in ("credit-support", "super-senior", "stripped", "weather")),
]
MONTHS = 40
DUST = Decimal("1e-18")


def differences(model: DealModel, scenario: Scenario, months: int = MONTHS) -> list[Decimal]:
    """Cash in less cash out by day."""
    run = run_traced(model, scenario, months=min(months, model.months))
    plan = model.plan_of(model.kind_for([scenario]))
    signs = {Side.IN: 1, Side.OUT: -1}
    counted = [(each, signs[each.side]) for each in plan.accounts if each.side in signs]
    counted = [(each, sign) for each, sign in counted if each.party is not Party.COMPOSITE]
    columns = [[sign * value for value in run.outputs[each]] for each, sign in counted]
    assert any(value for column in columns for value in column)
    return [sum(day, Decimal(0)) for day in zip(*columns, strict=True)]


@pytest.mark.parametrize("name", DEALS, ids=lambda name: Path(name).parent.name if "/" in name else name)
def test_sources_are_uses(name: str):
    model = seriatim.load(name).model
    scenario = Scenario(psa=400, sda=600, severity=0.5, libor=0.09)
    for difference in differences(model, scenario):
        assert abs(difference) < DUST


@pytest.mark.parametrize("name", ["cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6"])
def test_sources_are_uses_when_things_happen(name: str, tmp_path: Path):
    """Losses of all kinds, cash withheld and late, recoveries, interest made up; small pools of loans."""
    model = seriatim.load(name).model
    scenario = Scenario(psa=150, sda=100, severity=0.4)
    for seed in range(3):
        rows = random_history(model.pools[0].lines, seed=seed)
        events = model.read_events(write_history(rows, tmp_path / f"{seed}.csv"))
        for difference in differences(model.under(events), scenario):
            assert abs(difference) < DUST


def test_sources_are_uses_when_the_loans_are_bought():
    """The price comes in on the day of the call; nothing does after it."""
    model = seriatim.load("cmsi-2006-6").model
    for difference in differences(model, Scenario(psa=500, call="first"), 110):
        assert abs(difference) < DUST
