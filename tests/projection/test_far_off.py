"""1999-7 at 225 % PSA, 320 % SDA and 55 % severity: no table prints it, and the subordinated classes do not last.

What is pinned was worked out from the loans and the supplement (loss allocations, p. S-16), not copied from a run.
"""

import numpy as np
import pytest

import seriatim
from seriatim.api.deal import Run
from seriatim.collateral.scenario import Scenario
from tests.projection.entitlements import ENTITLEMENTS
from tests.projection.laws import CONSERVATION, HALF_CENT, Outcome, outcome
from tests.projection.scenarios import model_of

DEAL = "cmsi-1999-7"
SCENARIO = Scenario(psa=225, sda=500, severity=0.8)
SUBORDINATED = ("M", "B-1", "B-2", "B-3", "B-4", "B-5")
