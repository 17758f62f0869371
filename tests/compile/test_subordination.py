"""Principal of the subordinated classes, and maintenance of subordination in the variants of the three deals."""

import pytest

from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from tests.compile.small import annual, losing, paid, small_deal, variant

B_CLASSES = tuple(f"B-{n}" for n in range(1, 7))


def subordinated(deal: Deal, scenario: Scenario, item: str, month: int) -> list[float]:
    values = paid(deal, scenario, item, month)
    return [values.get(name, 0) for name in deal.classes if name.startswith("B-")]


def shrunk(part: float, paid_to_subordinated: float, lost: float = 1000.0) -> Scenario:
    """The seniors prepay that part of all loans in month 1, and B-6 loses; in month 2 the rest share by balance."""
    smm = (part, paid_to_subordinated / (7000.0 - lost), 0.0)
    return Scenario(smm=smm, cdr=(annual(lost / 307_000), 0.0), lag_months=0, severity=1.0)


@pytest.mark.requirement("ALLOC-10")
def test_by_balance_while_no_level_is_impaired() -> None:
    """$490 on 7,000, of which B-6 has 2,000."""
    scenario = Scenario(smm=(0.0, 0.07, 0.0))
    assert subordinated(small_deal("impaired"), scenario, "principal", 2) == [70, 70, 70, 70, 70, 140]


@pytest.mark.requirement("T-028", "ALLOC-10")
def test_the_most_senior_impaired_class_and_those_senior_to_it_are_paid_first() -> None:
    """T-028: six classes of $1,000, $3,120 of principal, B-2 impaired and B-1 not: 1,000, 1,000, 1,000, 120, 0, 0.

    B-1's level is 5,000 of 251,200 where it was 6,000 of 307,000; B-2's 4,000 where it was 5,000.
    """
    scenario = shrunk(part=54_800 / 307_000, paid_to_subordinated=3120)
    deal = small_deal("impaired")
    assert subordinated(deal, scenario, "opening_balance", 2) == [1000] * 6
    levels = [5000 / 251_200 - 6000 / 307_000, 4000 / 251_200 - 5000 / 307_000]
    assert levels[0] > 0 > levels[1]
    assert subordinated(deal, scenario, "principal", 2) == [1000, 1000, 1000, 120, 0, 0]


@pytest.mark.requirement("ALLOC-10", "ALLOC-11")
def test_those_two_share_by_balance_what_they_can_take() -> None:
    scenario = shrunk(part=54_800 / 307_000, paid_to_subordinated=600)
    assert subordinated(small_deal("impaired"), scenario, "principal", 2) == [300, 300, 0, 0, 0, 0]


@pytest.mark.requirement("ALLOC-11", "INC-22")
def test_an_impaired_first_class_takes_all() -> None:
    """1999 supplement: "all to M"; the others get what it can not take, by seniority."""
    scenario = shrunk(part=0.0, paid_to_subordinated=600)
    assert subordinated(small_deal("impaired"), scenario, "principal", 2) == [600, 0, 0, 0, 0, 0]
    scenario = shrunk(part=0.0, paid_to_subordinated=1200)
    assert subordinated(small_deal("impaired"), scenario, "principal", 2) == [1000, 200, 0, 0, 0, 0]


@pytest.mark.requirement("ALLOC-10")
def test_levels_are_those_before_the_losses_of_the_day() -> None:
    """The loss of month 1 does not yet redirect the principal of month 1."""
    shared = Scenario(cdr=(annual(0.01), 0.0), smm=0.07, lag_months=0, severity=1.0)
    deal = small_deal("impaired")
    first, *others = subordinated(deal, shared, "principal", 2)
    assert first > 0
    assert others == [0] * 5
    later = Scenario(cdr=(0.0, annual(0.01), 0.0), smm=(0.0, 0.07), lag_months=0, severity=1.0)
    assert subordinated(deal, later, "principal", 2) == [70, 70, 70, 70, 70, 140]


def test_without_the_rule_losses_do_not_redirect_principal(tmp_path) -> None:
    rule = "    maintenance of subordination:\n      source: supplement p. 22\n      level of: all classes\n"
    deal = variant("impaired", tmp_path, {rule: ""})
    assert subordinated(deal, shrunk(part=0.0, paid_to_subordinated=600), "principal", 2) == [100] * 6


def test_a_level_that_stays_at_its_closing_value_is_never_impaired(tmp_path) -> None:
    """At 0 % PSA every class falls in step; rounding in the last digit must not flicker."""
    rule = "source: supplement p. 1\n    maintenance of subordination:\n      source: supplement p. 1\n\nstructuring"
    deal = variant("two-and-six", tmp_path, {"source: supplement p. 1\n\nstructuring": rule})
    assert deal.terms.allocations.subordinated_principal.maintenance_of_subordination is not None
    run = deal.run(Scenario())
    for name in B_CLASSES:
        assert [round(float(value), 6) for value in run[name].principal[:20]] == [500] * 20


TWO_CLASSES = {
    "    - {class: B-1, balance: 200000, rate: 6%}\n    - {class: B-2, balance: 200000, rate: 6%}": (
        "    - {class: B-1, balance: 300000, rate: 6%}\n    - {class: B-2, balance: 100000, rate: 6%}"
    ),
    "  subordinated principal:\n    source: supplement p. 1\n": (
        "  subordinated principal:\n    source: supplement p. 1\n    maintenance of subordination:\n"
        "      source: supplement p. 1\n      level of: LEVEL\n"
    ),
}


def of(level: str) -> dict[str, str]:
    return {old: new.replace("LEVEL", level) for old, new in TWO_CLASSES.items()}


@pytest.mark.requirement("ALLOC-12", "VAR-08")
def test_1994_the_last_class_below_its_closing_part_of_the_pool_gets_none(tmp_path) -> None:
    """B-2 is 10 % of the pool; a loss of 1 % leaves it 9 of 99."""
    deal = variant("priorities", tmp_path, of("pool balance"))
    before = Scenario(smm=0.01)
    assert subordinated(deal, before, "principal", 2) == [2970, 990]
    after = losing(0.01, smm=(0.0, 0.01, 0.0))
    assert subordinated(deal, after, "opening_balance", 2) == [300_000, 90_000]
    assert subordinated(deal, after, "principal", 2) == [3900, 0]
