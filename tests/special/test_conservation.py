"""Money of special classes in any scenario: in is out, party by party, in both engines."""

import numpy as np
import pytest

from seriatim.projection.simulate import simulate
from tests.projection.laws import RECEIVED, outcome
from tests.projection.scenarios import random_scenarios
from tests.special.small import special_deal

SCENARIOS = random_scenarios(60, seed=2006)


def test_premiums_and_reimbursements_are_the_trusts_claims_are_not() -> None:
    run = outcome(special_deal("insured").model, SCENARIOS)
    loans = run.loans("interest") + sum(run.loans(item) for item in RECEIVED)
    to_insurer = run.of("Sound Guaranty", "received")
    paid = run.total("interest", run.everyone) + run.total("principal", run.everyone)
    assert np.abs(loans - paid - to_insurer).max() < 1e-6
    assert np.abs(run.of("Sound Guaranty", "paid") - run.of("A-1", "insurance")).max() == 0
    assert (run.of("Sound Guaranty", "paid") >= -1e-9).all()
    assert (run.of("Sound Guaranty", "balance") >= 0).all()


def test_an_insured_class_loses_nothing() -> None:
    """Principal and claims for principal pay it back; it is never in arrears."""
    run = outcome(special_deal("insured").model, SCENARIOS)
    assert run.of("A-1", "interest_shortfall").max() == 0
    paid = run.of("A-1", "interest") + run.of("A-1", "principal") + run.of("A-1", "insurance")
    owed = run.of("A-1", "opening_balance") * 0.055 / 12 + run.of("A-1", "opening_balance") - run.of("A-1", "balance")
    assert np.abs(paid - owed).max() < 0.02


@pytest.mark.parametrize("name", ["insured", "maintained", "retail"])
def test_both_engines_agree(name) -> None:
    lanes, exact = (simulate(special_deal(name).model, SCENARIOS[:4], engine=engine) for engine in ("lanes", "exact"))
    assert lanes.accounts == exact.accounts
    assert np.abs(lanes.values - exact.values).max() < 1e-2
