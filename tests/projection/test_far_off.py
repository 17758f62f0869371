"""1999-7 far off its printed scenarios: losses take all subordinated classes, on the last day or long before it.

The loans are worked out once more below, in plain Python, and the facts pinned follow from them and the supplement
(shifting interest p. S-14, loss allocations p. S-16): who is written off when, who loses what, what the sums are.
"""

from collections.abc import Iterator

import numpy as np
import pytest

import seriatim
from seriatim.api.deal import Run
from seriatim.collateral.scenario import Scenario
from tests.projection.entitlements import ENTITLEMENTS
from tests.projection.laws import CONSERVATION, outcome
from tests.projection.scenarios import model_of

DEAL = "cmsi-1999-7"
HIGH = Scenario(psa=225, sda=320, severity=0.55)
HIGHER = Scenario(psa=225, sda=500, severity=0.80)
SUBORDINATED = ("M", "B-1", "B-2", "B-3", "B-4", "B-5")
SENIOR = ("A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-7", "A-8", "A-9")
LINES = ((46_902_608.00, 0.069863078406, 354), (202_047_750.60, 0.076517991647, 356))
ORIGINAL_TERM, LAG = 358, 12


def losses_of_line(scenario: Scenario, balance: float, rate: float, term: int) -> Iterator[float]:
    """Principal losses of a loan line month by month, from the formulas of the two models."""
    monthly = rate / 12
    factor = [1.0]
    for left in range(term, 0, -1):
        factor.append(factor[-1] * (1 - monthly / ((1 + monthly) ** left - 1)))
    performing, defaults = balance, [0.0]
    for month in range(1, term + 1):
        age = ORIGINAL_TERM - term + month
        cpr = 0.002 * min(age, 30) * scenario.psa / 100
        cdr = (0.0002 * min(age, 30) - 0.000095 * min(max(age - 60, 0), 60)) * scenario.sda / 100
        defaults.append(performing * (1 - (1 - cdr) ** (1 / 12)) if month <= term - LAG else 0.0)
        if month > LAG:
            at_default = defaults[month - LAG]
            yield min(scenario.severity * at_default, at_default * factor[month - 1] / factor[month - LAG - 1])
        amortized = factor[month] / factor[month - 1]
        performing = (performing - defaults[month]) * amortized - performing * amortized * (1 - (1 - cpr) ** (1 / 12))


def total_loss(scenario: Scenario) -> float:
    return sum(sum(losses_of_line(scenario, *line)) for line in LINES)


@pytest.fixture(params=["lanes", "exact"])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


def run(scenario: Scenario, engine: str) -> Run:
    return seriatim.load(DEAL).run(scenario, engine=engine)


def written_off(flows: Run, name: str) -> int:
    """The distribution day that takes the last of a class."""
    return int(np.argmax(flows[name].balance == 0))


def lost(flows: Run, *names: str) -> float:
    return float(sum(flows[name].loss.sum() for name in names))


@pytest.mark.requirement("LOSS-05", "DIST-05")
def test_on_the_last_day_the_subordinated_classes_are_just_enough(engine: str) -> None:
    """225 % PSA, 320 % SDA, 55 %: $10.13 million lost of 11.2 subordinated, of which 1.07 were paid before."""
    flows = run(HIGH, engine)
    assert lost(flows, *SENIOR, "A-10", *SUBORDINATED) == pytest.approx(total_loss(HIGH), abs=0.01)
    assert round(total_loss(HIGH), 2) == 10_129_729.85
    assert [written_off(flows, name) for name in SUBORDINATED] == [356, 54, 41, 35, 29, 23]
    paid = sum(flows[name].principal.sum() for name in SUBORDINATED)
    assert paid == pytest.approx(1_073_794.60, abs=0.01)
    assert lost(flows, *SENIOR) < 2  # what the last day's losses exceed M by falls on
    assert lost(flows, "A-10") == pytest.approx(0, abs=0.01)  # reimbursed to the last cent
    assert flows["Residual"].interest.sum() == pytest.approx(0, abs=0.01)
    assert flows["A-1"].balance[88] > 0 == flows["A-1"].balance[89]


@pytest.mark.requirement("ALLOC-09", "LOSS-05", "VAR-14")
def test_long_after_the_depletion_date(engine: str) -> None:
    """225 % PSA, 500 % SDA, 80 %: $22.5 million lost, the subordinated classes gone on day 51."""
    flows = run(HIGHER, engine)
    assert lost(flows, *SENIOR, "A-10", *SUBORDINATED) == pytest.approx(total_loss(HIGHER), abs=0.01)
    assert round(total_loss(HIGHER), 2) == 22_467_829.75
    assert [written_off(flows, name) for name in SUBORDINATED] == [51, 36, 30, 26, 22, 19]
    # A-10 bears 16 % of what its loans lose only once too little subordinated principal is left to reimburse it.
    own = sum(losses_of_line(HIGHER, *LINES[0])) * (1 - (LINES[0][1] - 0.0025) / 0.07)
    assert own == pytest.approx(158_760.75, abs=0.01)
    assert lost(flows, "A-10") == pytest.approx(84_727.88, abs=0.01)
    assert flows["A-10"].loss[:44].max() == pytest.approx(0, abs=0.01)
    # From day 52 on the seniors share principal and losses by balance, and A-5 no longer accretes.
    assert not flows["A-5"].accretion[51:].any()
    for day in (52, 60, 200):
        opening = np.array([flows[name].balance[day - 1] for name in SENIOR])
        principal = np.array([flows[name].principal[day - 1] for name in SENIOR])
        assert principal / opening == pytest.approx(np.full(len(SENIOR), principal.sum() / opening.sum()))
    weights = {name: flows[name].balance[51] - flows[name].principal[51] for name in SENIOR}
    assert weights["A-5"] > 13_585_000
    weights["A-5"] = 13_585_000
    losses = np.array([flows[name].loss[51] for name in SENIOR])
    assert losses / losses.sum() == pytest.approx(np.array([*weights.values()]) / sum(weights.values()))
    assert {written_off(flows, name) for name in SENIOR} == {356}
    assert flows["Residual"].interest.sum() == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("scenario", [HIGH, HIGHER], ids=["high", "higher"])
@pytest.mark.parametrize("advancing", [None, "interest", "none"])
@pytest.mark.parametrize("deal", ["cmsi-1994-5", "cmsi-1999-7", "cmsi-2006-6"])
def test_all_laws_hold_there(deal: str, scenario: Scenario, advancing: str | None) -> None:
    chosen = Scenario(psa=scenario.psa, sda=scenario.sda, severity=scenario.severity, advancing=advancing)
    far_off = outcome(model_of(deal), (chosen,))
    for law in (*CONSERVATION, *ENTITLEMENTS):
        law(far_off)


def test_the_table_of_cash_flows_says_the_same() -> None:
    table = run(HIGHER, "lanes").to_polars()
    assert table["loss"].sum() == pytest.approx(total_loss(HIGHER), abs=0.01)
    assert table["period"].n_unique() == 359
    assert table.null_count().sum_horizontal().item() == 0
