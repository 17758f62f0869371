"""What the worked examples ask with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seriatim import Deal, Scenario
from tests.worked.both import NOTHING, Both, written


@pytest.fixture
def happen(tmp_path: Path) -> Callable[..., Both]:
    """A deal in a course of events, in both engines."""

    def run(deal: Deal, *rows: dict[str, object], scenario: Scenario = NOTHING) -> Both:
        return Both(deal, scenario, written(rows, tmp_path / "events.csv"))

    return run
