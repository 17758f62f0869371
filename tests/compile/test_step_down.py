"""Step-downs held back by the loss and delinquency tests, released again, and the ratchet."""

import pytest

from seriatim.api.deal import Deal
from seriatim.collateral.scenario import Scenario
from tests.compile.small import annual, small_deal, variant

A_DAY_EACH = 0.001
"""Prepayment of every month, by which the percentage in force is seen."""


def percentages(deal: Deal, scenario: Scenario, *days: int) -> list[float]:
    """Part of the subordinated share of unscheduled principal that goes to the seniors, in percent."""
    flows = deal.run(scenario).flows
    found = []
    for day in days:
        opening = [float(flows.item(name, "opening_balance")[day - 1, 0]) for name in ("A", "B")]
        paid = [float(flows.item(name, "principal")[day - 1, 0]) for name in ("A", "B")]
        share = opening[0] / sum(opening)
        found.append(round(100 * (paid[0] / sum(paid) - share) / (1 - share), 6))
    return found


def defaults(**months: float) -> tuple[float, ...]:
    """CDR by month from monthly rates: ``m30=0.01`` is 1 % of the loans in month 30."""
    rates = {int(name[1:]): rate for name, rate in months.items()}
    return tuple(annual(rates.get(month, 0.0)) for month in range(1, max(rates) + 2))


def lost(part: float) -> Scenario:
    """That part of the loans is lost in month 10 (a tenth of the classes are subordinated)."""
    return Scenario(cdr=defaults(m10=part), severity=1.0, lag_months=0, smm=A_DAY_EACH)


@pytest.mark.requirement("ALLOC-02", "ALLOC-04")
def test_with_both_tests_passed_the_table_is_in_force() -> None:
    assert percentages(small_deal("step-down"), Scenario(smm=A_DAY_EACH), 60, 61, 72, 73, 84, 85) == [
        100, 70, 70, 60, 60, 40
    ]  # fmt: skip


@pytest.mark.requirement("ALLOC-04", "ALLOC-06")
def test_a_step_is_held_back_while_losses_exceed_their_limit() -> None:
    """Losses of about 33 % of the subordinated balance: above 30 % in year 6, below 35 % in year 7."""
    assert percentages(small_deal("step-down"), lost(0.0333), 61, 72, 73, 85) == [100, 100, 60, 40]


@pytest.mark.requirement("ALLOC-06")
@pytest.mark.parametrize(("part", "day_61"), [(0.0302, 70.0), (0.0304, 100.0)])
def test_losses_are_measured_against_the_initial_subordinated_balance(part: float, day_61: float) -> None:
    """The pool has paid down by 0.9 % when 3.02 or 3.04 % of it is lost: $2.992 and $3.012 million of 3.0."""
    assert percentages(small_deal("step-down"), lost(part), 61) == [day_61]


@pytest.mark.requirement("ALLOC-06", "VAR-05", "VAR-30")
@pytest.mark.parametrize(("wording", "day_61"), [("at most", 70.0), ("below", 100.0)])
def test_losses_equal_to_their_limit(tmp_path, wording: str, day_61: float) -> None:
    deal = variant("step-down", tmp_path, {"satisfied when: at most": f"satisfied when: {wording}"})
    equal = Scenario(cdr=defaults(m10=0.03), severity=1.0, lag_months=0, smm=(*[0.0] * 60, A_DAY_EACH))
    assert percentages(deal, equal, 61) == [day_61]


DELINQUENT = Scenario(cdr=defaults(m55=0.03), lag_months=8, smm=A_DAY_EACH, advancing="interest")
"""3 % of the loans default in month 55 and are delinquent through month 62; nothing is lost.

The average of six months is 3 % in months 60 to 62, 2.5 % and 2 % in the next two, 1.5 % in month 65.
"""

TWO_OF_THREE = """          - average months: 2
            windows: 2
            percent of: pool balance"""


@pytest.mark.requirement("ALLOC-04", "ALLOC-07")
def test_a_step_held_back_by_delinquencies_is_made_good_on_the_first_later_day() -> None:
    held = percentages(small_deal("step-down"), DELINQUENT, 60, 61, 62, 63, 64, 65, 66, 72, 73)
    assert held == [100, 100, 100, 100, 100, 70, 70, 70, 60]


@pytest.mark.requirement("ALLOC-04", "VAR-05")
def test_or_not_before_the_next_step_day(tmp_path) -> None:
    deal = variant("step-down", tmp_path, {"tested on: any later day": "tested on: step days"})
    assert percentages(deal, DELINQUENT, 61, 65, 72, 73, 84, 85) == [100, 100, 100, 60, 60, 40]


@pytest.mark.requirement("ALLOC-07", "VAR-06")
def test_any_of_several_overlapping_windows_may_pass(tmp_path) -> None:
    """An average over two consecutive months of the last three: months 63 and 64 are clean, 62 is not."""
    deal = variant(
        "step-down", tmp_path, {"          - average months: 6\n            percent of: pool balance": TWO_OF_THREE}
    )
    assert percentages(deal, DELINQUENT, 61, 62, 63, 64) == [100, 100, 70, 70]
    alone = TWO_OF_THREE.replace("windows: 2", "windows: 1").replace("average months: 2", "average months: 3")
    deal = variant(
        "step-down", tmp_path, {"          - average months: 6\n            percent of: pool balance": alone}
    )
    assert percentages(deal, DELINQUENT, 61, 62, 63, 64) == [100, 100, 100, 70]


@pytest.mark.requirement("ALLOC-07", "VAR-06")
def test_delinquencies_can_be_measured_against_the_subordinated_balance(tmp_path) -> None:
    """3 % of the loans are about 30 % of the subordinated balance."""
    deal = variant("step-down", tmp_path, {"percent of: pool balance\n            limit: 2%": AGAINST_SUBORDINATED})
    assert percentages(deal, DELINQUENT, 61) == [70]
    deal = variant("step-down", tmp_path, {"percent of: pool balance": "percent of: subordinated balance"})
    assert percentages(deal, DELINQUENT, 61, 65, 68, 69) == [100, 100, 70, 70]


AGAINST_SUBORDINATED = "percent of: subordinated balance\n            limit: 50%"

LATE_LOSS = Scenario(cdr=defaults(m70=0.04), severity=1.0, lag_months=0, smm=(*[0.0] * 60, 0.02))
"""A third of the initial subordinated balance is lost in month 70, after the first step-down."""


@pytest.mark.requirement("ALLOC-05", "VAR-05")
@pytest.mark.parametrize("ratchet", ["nothing", "keep the senior percentage of the preceding day"])
def test_while_losses_exceed_their_limit_the_whole_senior_percentage_is_kept(tmp_path, ratchet: str) -> None:
    """Without the ratchet the percentage follows the senior ratio down, at 70 % of the subordinated share."""
    deal = variant("step-down", tmp_path, {"while losses exceed: nothing": f"while losses exceed: {ratchet}"})
    flows = deal.run(LATE_LOSS).flows
    senior, ratio = (
        dict(enumerate(a[60:80] / (a + b)[60:80], start=61))
        for a, b in (
            (flows.item("A", item)[:, 0], flows.item("B", item)[:, 0]) for item in ("principal", "opening_balance")
        )
    )
    rule = {day: share + 0.7 * (1 - share) for day, share in ratio.items()}
    assert [senior[day] for day in range(61, 70)] == pytest.approx([rule[day] for day in range(61, 70)])
    assert rule[69] > rule[70]  # the ratio falls as the seniors are paid more than their share,
    assert rule[71] > rule[70]  # the loss raises it,
    assert rule[72] < rule[71]  # and it falls again
    kept = ratchet != "nothing"
    assert senior[70] == pytest.approx(rule[69] if kept else rule[70])
    assert senior[71] == pytest.approx(rule[71])
    assert senior[72] == pytest.approx(rule[71] if kept else rule[72])
    # In month 73 the limit is 35 %, the test passes, and the percentage steps down to 60 %.
    assert senior[73] == pytest.approx(ratio[73] + 0.6 * (1 - ratio[73]))
