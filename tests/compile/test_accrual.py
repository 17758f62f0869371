"""Accrual classes: whose interest is paid to others as principal, and the last day of that."""

import pytest

from seriatim.collateral.scenario import Scenario
from tests.compile.small import losing, paid, small_deal, variant

NOTHING = Scenario()


@pytest.mark.requirement("T-037", "SPEC-01")
def test_interest_becomes_principal_of_the_directed_classes() -> None:
    """T-037: of A-1's $60, A-2 is paid 20 and A-3 40; A-1's balance rises by 60."""
    deal = small_deal("accrual")
    assert paid(deal, NOTHING, "accretion") == {"A-1": 60}
    assert paid(deal, NOTHING, "principal") == {"A-2": 20, "A-3": 40}
    assert paid(deal, NOTHING, "balance") == {"A-1": 12_060, "A-3": 90, "A-4": 7850}
    assert "A-1" not in paid(deal, NOTHING, "interest")


def test_the_accrual_class_earns_interest_on_what_was_added() -> None:
    assert paid(small_deal("accrual"), NOTHING, "accretion", 2) == {"A-1": 60.30}


@pytest.mark.requirement("SPEC-02", "VAR-15")
def test_following_day_what_the_directed_classes_can_not_take_is_principal_of_the_accrual_class() -> None:
    """Month 3: A-3 takes its last $29.70 of 60.60; the other 30.90 raises A-1's balance and pays it down again."""
    deal = small_deal("accrual")
    assert paid(deal, NOTHING, "opening_balance", 3) == {"A-1": 12_120.3, "A-3": 29.7, "A-4": 7850}
    assert paid(deal, NOTHING, "accretion", 3) == {"A-1": 60.60}
    assert paid(deal, NOTHING, "principal", 3) == {"A-1": 30.90, "A-3": 29.70}
    assert paid(deal, NOTHING, "balance", 3) == {"A-1": 12_150, "A-4": 7850}
    assert "A-1" not in paid(deal, NOTHING, "interest", 3)


@pytest.mark.requirement("SPEC-02", "VAR-15")
def test_same_day_it_is_interest(tmp_path) -> None:
    deal = variant("accrual", tmp_path, {"ends: following day": "ends: same day"})
    assert paid(deal, NOTHING, "accretion", 3) == {"A-1": 29.70}
    assert paid(deal, NOTHING, "principal", 3) == {"A-3": 29.70}
    assert paid(deal, NOTHING, "interest", 3)["A-1"] == 30.90
    assert paid(deal, NOTHING, "balance", 3) == {"A-1": 12_150, "A-4": 7850}


@pytest.mark.requirement("SPEC-02")
def test_from_then_on_interest_is_paid_as_interest() -> None:
    deal = small_deal("accrual")
    assert paid(deal, NOTHING, "interest", 4) == {"A-1": 60.75, "A-4": 39.25}
    assert paid(deal, NOTHING, "accretion", 4) == {}


@pytest.mark.requirement("SPEC-02")
def test_accrual_may_last_until_other_classes_are_paid_off(tmp_path) -> None:
    """Until A-2 is paid off only: the second day is the last of nothing more."""
    deal = variant(
        "accrual", tmp_path, {"    ends: following day": "    until paid off: [A-2]\n    ends: following day"}
    )
    assert paid(deal, NOTHING, "principal", 1) == {"A-2": 20, "A-3": 40}
    assert paid(deal, NOTHING, "accretion", 2) == {}
    assert paid(deal, NOTHING, "interest", 2)["A-1"] == 60.30


def test_accrual_ends_when_a_loss_takes_the_directed_classes() -> None:
    """No subordinated classes: everything is lost, and nothing is left to direct interest to."""
    deal = small_deal("accrual")
    assert paid(deal, losing(1.0), "balance") == {}
    assert paid(deal, losing(1.0), "accretion", 2) == {}


@pytest.mark.requirement("SPEC-01")
def test_accretion_comes_before_other_principal() -> None:
    """A-2 has $20: it is paid by A-1's interest, and the loans' principal goes on to A-3."""
    principal = paid(small_deal("accrual"), Scenario(smm=(0.001, 0.0)), "principal")
    assert principal == {"A-2": 20, "A-3": 40 + 20}


def test_what_was_added_today_can_be_paid_today() -> None:
    """All loans are prepaid: A-1 gets its 12,000 and the 60 of the day."""
    deal = small_deal("accrual")
    assert paid(deal, Scenario(smm=1.0), "principal") == {"A-1": 12_060, "A-2": 20, "A-3": 130, "A-4": 7850}
    assert paid(deal, Scenario(smm=1.0), "balance") == {}


@pytest.mark.requirement("INC-19")
def test_a_target_limits_what_is_directed(tmp_path) -> None:
    """Interest that finds no room, the target reached, is principal of the accrual class: its balance stays."""
    until = """    directed to:
      - {to: A-2, until: targeted balance}
      - {to: A-3, until: targeted balance}

schedules:
  - name: targeted balance
    source: supplement p. 1
    classes: [A-2, A-3]
    table: targets.csv
"""
    table = "date,A-2,A-3\n2006-12-25,15,100\n2007-01-25,0,0\n"
    changes = {"    directed to: [A-2, A-3]\n    ends: following day\n": until}
    deal = variant("accrual", tmp_path, changes, targets=table)
    assert paid(deal, NOTHING, "principal") == {"A-1": 25, "A-2": 5, "A-3": 30}
    assert paid(deal, NOTHING, "balance") == {"A-1": 12_035, "A-2": 15, "A-3": 100, "A-4": 7850}


def test_two_accrual_classes_each_by_their_own_rule(tmp_path) -> None:
    second = "    ends: following day\n  - source: supplement p. 1\n    class: A-4\n    directed to: [A-3]\n"
    deal = variant("accrual", tmp_path, {"    ends: following day\n": second})
    assert paid(deal, NOTHING, "principal") == {"A-2": 20, "A-3": pytest.approx(40 + 39.25)}
    assert paid(deal, NOTHING, "accretion") == {"A-1": 60, "A-4": 39.25}


@pytest.mark.parametrize(("ends", "item"), [("following day", "principal"), ("same day", "interest")])
def test_two_classes_with_the_same_directed_classes_share_the_last_day(tmp_path, ends: str, item: str) -> None:
    """A-1's $40 and A-4's 59.65 find room for A-2's 20 and A-3's 50: the other 29.65 are theirs as 40 : 59.65."""
    changes = {
        "A-1, balance: 12000": "A-1, balance: 8000",
        "A-3, balance: 130": "A-3, balance: 50",
        "A-4, balance: 7850": "A-4, balance: 11930",
        "    directed to: [A-2, A-3]\n    ends: following day\n": (
            f"    directed to: [A-2, A-3]\n    ends: {ends}\n  - source: supplement p. 1\n    class: A-4\n"
            f"    directed to: [A-2, A-3]\n    ends: {ends}\n"
        ),
    }
    deal = variant("accrual", tmp_path, changes)
    own = {"A-1": 40, "A-4": 59.65}
    left = sum(own.values()) - 20 - 50
    found = paid(deal, NOTHING, item)
    principal = paid(deal, NOTHING, "principal")
    assert (principal["A-2"], principal["A-3"]) == (20, 50)
    for name, interest in own.items():
        assert found[name] == pytest.approx(left * interest / sum(own.values()), abs=0.006)
    balances = paid(deal, NOTHING, "balance")
    assert balances["A-1"] + balances["A-4"] == pytest.approx(8000 + 11_930 + 70, abs=0.01)
