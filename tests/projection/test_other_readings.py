"""The other reading of every rule at once, in random weather: cash, balances and losses keep their laws."""

import shutil
from pathlib import Path

import pytest

import seriatim
from seriatim import ProblemsError
from seriatim.projection.model import DealModel
from tests.projection.histories import events_of, random_history
from tests.projection.scenarios import random_scenarios
from tests.projection.weather import EVERYWHERE, interest_is_paid_carried_or_reduced, weather

DEAL = Path(seriatim.__file__).parent / "library" / "cmsi-2006-6"
CHANGES = {
    "  junior on a write-down day: is paid\n": "  junior on a write-down day: is not paid\n"
    "  seniors short of cash: by the senior rules\n  principal-only class and seniors: {first}\n",
    "    written up: unreimbursed losses\n": "    written up: unreimbursed losses\n    write up: {when}\n",
    "      amount: 1,343,000\n": "      amount: 1,343,000\n      supported from: the depletion date\n"
    "      supported against: losses and shortfalls\n",
    "    subordinated write-down: reimbursed amount\n": "    subordinated write-down: reimbursed amount\n"
    "    reimbursed from: later days\n",
}
MORE = {
    "  junior on a write-down day: is not paid\n": "  junior on a write-down day: is not paid\n"
    "  carryforward of a retired class: kept\n",
    "  super senior:\n": "  debt service reductions: reduce principal and interest allocations\n  super senior:\n",
}
"""Interest that is kept for, or taken from, a class in other ways than the law of interest knows."""
READINGS = (("principal-only class first", "before distributions"), ("seniors first", "after adjustments"))


def other(folder: Path, first: str, when: str, *more: dict[str, str]) -> DealModel:
    """The deal with each passage, which stands in its file once, replaced."""
    shutil.copytree(DEAL, folder / "deal")
    path = folder / "deal" / "deal.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in [pair for changes in (CHANGES, *more) for pair in changes.items()]:
        assert text.count(old) == 1, old
        text = text.replace(old, new.format(first=first, when=when))
    path.write_text(text, encoding="utf-8")
    return seriatim.load(path).model


@pytest.mark.parametrize(("first", "when"), READINGS)
@pytest.mark.parametrize("more", [(), (MORE,)], ids=["", "interest too"])
def test_laws_hold_under_the_other_readings(tmp_path, first, when, more) -> None:
    model, possible = other(tmp_path, first, when, *more), 0
    laws = [law for law in EVERYWHERE if not more or law is not interest_is_paid_carried_or_reduced]
    for seed in range(12):
        events = events_of(model, random_history(model.pools[0].lines, seed=seed), tmp_path / "events.csv")
        for scenario in random_scenarios(2, seed=seed):
            try:
                run = weather(model.under(events), (scenario,))
            except ProblemsError:
                continue
            possible += 1
            for law in laws:
                law(run)
    assert possible >= 12
