"""Every rule that is broken on purpose is noticed by the worked example that is about it."""

import inspect
from pathlib import Path

import pytest

from tests.compile.small import small_deal
from tests.mutation.broken_rules import BROKEN_RULES, BrokenRule
from tests.projection.scenarios import model_of
from tests.projection.test_events import NOTHING, Outcomes
from tests.special.small import special_deal

CACHES = (small_deal, model_of, special_deal)


def hold(rule: BrokenRule, folder: Path) -> None:
    """The example, with deals compiled afresh."""
    folder.mkdir()
    _forget()
    given = dict(rule.given)
    asked = inspect.signature(rule.noticed_by).parameters
    if "tmp_path" in asked:
        given["tmp_path"] = folder
    if "happen" in asked:
        given["happen"] = lambda deal, *rows, scenario=NOTHING: Outcomes(deal, folder, *rows, scenario=scenario)
    try:
        rule.noticed_by(**given)
    finally:
        _forget()


def _forget() -> None:
    for known in CACHES:
        known.cache_clear()


def test_there_are_enough_of_them() -> None:
    assert len({rule.wrong for rule in BROKEN_RULES}) == len(BROKEN_RULES) >= 20


@pytest.mark.parametrize("rule", BROKEN_RULES, ids=lambda rule: rule.wrong)
def test_a_broken_rule_is_noticed(rule: BrokenRule, tmp_path, monkeypatch) -> None:
    hold(rule, tmp_path / "right")
    rule.breaks(monkeypatch)
    with pytest.raises((AssertionError, KeyError)) as caught:  # an amount that differs, or one that is missing
        hold(rule, tmp_path / "broken")
    assert "tests" in caught.traceback[-1].path.parts, "the broken rule did not even run"
