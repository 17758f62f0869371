"""Several pools: each group on its own pool, and what the core prospectus says of their collateral, in both engines."""

from functools import cache
from pathlib import Path

import polars
import pytest

import seriatim
from seriatim import Deal
from tests.compile.small import small_deal
from tests.worked.both import NOTHING, Both, written

PREMIUM_I = 68_000_000 * 0.005 + 40_000_000 * 0.0025
PREMIUM_II = 69_000_000 * 0.0025
"""A year's interest above the target rates, at net rates of 6.5 and 6.25 %, and of 5.75 %."""


def everyone(told: Both, item: str, period: int) -> dict[str, float]:
    """An item of every class in a month, components included; balances after it."""
    lanes, exact = (
        {
            key.subject: round(float(run.flows.values[place, period - 1, 0]), 2)
            for place, key in enumerate(run.flows.accounts)
            if key.item == item
        }
        for run in told.runs
    )
    assert lanes == exact
    return lanes


@cache
def example() -> Both:
    return Both(seriatim.load("example-two-pools"))


@pytest.mark.requirement("POOL-01", "RATIO-06", "CLASS-07")
def test_each_group_is_stripped_at_its_own_target_rate() -> None:
    """Net 5.75 % at a target of 6 %, net 5.25 % at 5.5 %: both pools have a PO strip of half a million."""
    told = example()
    opening, interest = everyone(told, "opening_balance", 1), everyone(told, "interest", 1)
    assert opening["IA-PO"] == round(12_000_000 * (1 - 5.75 / 6), 2) == 500_000
    assert opening["IIA-PO"] == round(11_000_000 * (1 - 5.25 / 5.5), 2) == 500_000
    assert (opening["IA-IO"], opening["IIA-IO"]) == (108_000_000, 69_000_000)
    assert (interest["IA-IO"], interest["IIA-IO"]) == (round(PREMIUM_I / 12, 2), round(PREMIUM_II / 12, 2))
    assert (interest["IA-1"], interest["IIA-1"]) == (50_000_000 * 0.005, 55_500_000 * 0.055 / 12)
    assert told("balance", 0)["A-PO"] == 1_000_000
    assert told("interest", 1)["A-IO"] == round((PREMIUM_I + PREMIUM_II) / 12, 2)


def of_pool(loans: polars.DataFrame, pool: str, period: int, item: str) -> float:
    """Principal of a pool's strips."""
    own = loans.filter((loans["pool"] == pool) & (loans["period"] == period) & (loans["strip"] != "io"))
    return float(own[item].sum())


@pytest.mark.requirement("POOL-01")
def test_balances_of_a_group_fall_by_the_principal_of_its_own_pool() -> None:
    told, deal = example(), example().deal
    loans = deal.collateral().to_polars()
    before, after = everyone(told, "opening_balance", 1), everyone(told, "balance", 1)
    for group in deal.terms.groups:
        names = [each.name for each in group.classes.regular if each.notional is None]
        fallen = sum(before[name] - after[name] for name in names)
        assert fallen == pytest.approx(of_pool(loans, group.deal, 1, "scheduled_principal"), abs=0.1)


def gaps(deal: Deal, rows: tuple[dict[str, object], ...], folder: Path) -> dict[str, float]:
    """Loans of each pool less the classes of its group, after the first month of a course of events."""
    events = written(rows, folder / "events.csv")
    balances = everyone(Both(deal, NOTHING, events), "balance", 1)
    loans = deal.under(events).collateral().to_polars()
    classes = {group.deal: sum(balances[each.name] for each in group.classes.regular) for group in deal.terms.groups}
    return {pool: round(of_pool(loans, pool, 1, "balance") - total, 2) for pool, total in classes.items()}


@pytest.mark.requirement("POOL-07", "T-048")
@pytest.mark.parametrize(("lost", "gap"), [(3050, 50), (3000, 0), (1500, 0), (4000, 1000)])
def test_what_one_group_lacks_the_other_has_too_much(tmp_path, lost: float, gap: float) -> None:
    """Of $3,050 lost in pool II its components bear 3,000: its seniors lack 50 of loans, group I has 50 too much."""
    rows = {"period": 1, "pool": "II", "loss": lost}, {"period": 1, "pool": "I"}
    assert gaps(small_deal("two-pools"), rows, tmp_path) == pytest.approx({"I": gap, "II": -gap}, abs=0.02)
