"""Random deals in random courses of events keep every law; a few hundred here, ten thousand in `make soak`.

A failure tells its seed and leaves the deal's folder; `python -m tests.soak SEED` repeats it.
"""

from collections import Counter

import pytest

import seriatim
from tests.soak.conftest import COUNTED
from tests.soak.deals import random_deal
from tests.soak.groups import random_series
from tests.soak.watching import hold, hold_series
from tests.soak.words import all_options, options_in

ORDINARY, SOAKED, PART = 300, 10_200, 50
ORDINARY_SERIES, SOAKED_SERIES = 50, 2050
"""Seeds below the first are in the ordinary run, those below the second in the soak, so many to a test."""
LOOKED_AT = 160
"""Deals in which every option of the language is found."""


@pytest.fixture
def go_through(tmp_path, record_property):
    def go(first: int, case=hold) -> None:
        passed: Counter[str] = Counter()
        for seed in range(first, first + PART):
            case(seed, tmp_path, passed)
        for what, count in passed.items():
            record_property(f"{COUNTED}{what}", count)
        assert passed["deals"] + passed["series of several pools"] == PART

    return go


@pytest.mark.parametrize("first", range(0, ORDINARY, PART))
def test_random_deals_keep_the_laws(go_through, first: int) -> None:
    go_through(first)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(ORDINARY, SOAKED + ORDINARY, PART))
def test_ten_thousand_random_deals_keep_the_laws(go_through, first: int) -> None:
    go_through(first)


@pytest.mark.parametrize("first", range(0, ORDINARY_SERIES, PART))
def test_random_series_keep_the_laws(go_through, first: int) -> None:
    go_through(first, hold_series)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(ORDINARY_SERIES, SOAKED_SERIES, PART))
def test_two_thousand_random_series_keep_the_laws(go_through, first: int) -> None:
    go_through(first, hold_series)


def test_the_same_seed_draws_the_same_deal() -> None:
    assert random_deal(7) == random_deal(7) != random_deal(8)


def test_every_option_of_every_statement_is_drawn(tmp_path) -> None:
    """An option that is added to a statement of the language is drawn without further ado."""
    drawn, possible = set(), set()
    for seed in range(LOOKED_AT):
        draw = random_deal if seed % 4 else random_series
        terms = seriatim.load(draw(seed).write(tmp_path / str(seed))).terms
        drawn |= set(options_in(terms))
        possible |= set(all_options(terms))
    assert len(possible) > 60
    assert possible - drawn == set()


def test_deals_of_every_shape_are_drawn() -> None:
    seen = Counter()
    for seed in range(ORDINARY):
        data = random_deal(seed).data
        classes = data["classes"]
        sized = [each for each in classes["senior"] if "balance" in each]
        stripping = data.get("ratio stripping", {})
        seen.update(
            {
                "one senior": len(sized) == 1,
                "eight seniors and more": len(sized) >= 8,
                "no subordinated class": not classes["subordinated"],
                "six subordinated": len(classes["subordinated"]) == 6,
                "not stripped": not stripping,
                "both strips": "principal-only class" in stripping and "interest-only class" in stripping,
                "PO without IO": "principal-only class" in stripping and "interest-only class" not in stripping,
                "IO without PO": "principal-only class" not in stripping and "interest-only class" in stripping,
                "inverse": any("x LIBOR" in str(each["rate"]) for each in sized),
                "several accrual classes": len(data.get("accrual", ())) > 1,
                "schedule derived": "derivation" in str(data.get("schedules")),
                "pairs": "support class" in str(data.get("losses")),
            }
        )
    rare = {shape for shape, count in seen.items() if count < 3}
    assert not rare, rare
