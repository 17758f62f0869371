"""Ratio stripping: the worked examples of the documents, and what happens to strips when loans pay or fail.

Source: core prospectus 2006-6 and supplement 1999-7, Ratio stripping.
"""

import numpy as np
import pytest
from hypothesis import given

from seriatim.basics.money import round_half_up
from seriatim.collateral.lines import Lines, lines_of
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.collateral.strips import ratio_strip
from tests.collateral.pools import POOL_1994_5, POOL_1999_7, POOL_2006_6, flows_of, pools, target_rates


def loan(net_rate_annual: float) -> Lines:
    """$100,000, interest only for years, so that nothing but the event of the example moves its balance."""
    return lines_of(
        balance=100_000,
        gross_rate_annual=net_rate_annual + 0.0025,
        servicing_fee_annual=0.0025,
        remaining_term_months=360,
        remaining_io_months=120,
    )


STRIPPED = [
    pytest.param(0.07, 0.06, (100_000, 0, 100_000), 0.01, id="T-001"),
    pytest.param(0.075, 0.07, (100_000, 0, 100_000), 0.005, id="T-002"),
    pytest.param(0.054, 0.06, (90_000, 10_000, 0), 0.0, id="T-003"),
    pytest.param(0.056, 0.07, (80_000, 20_000, 0), 0.0, id="T-004"),
]


@pytest.mark.requirement("T-001", "T-002", "T-003", "T-004", "RATIO-02", "RATIO-03")
@pytest.mark.parametrize(("net", "target", "balances", "io_rate"), STRIPPED)
def test_a_loan_in_strips(net, target, balances, io_rate):
    strips = ratio_strip(loan(net), target)
    assert strips.names == ("target_rate", "po", "io")
    assert strips.notional == (False, False, True)
    assert strips.balance(loan(net)) == pytest.approx(balances, abs=1e-7)
    assert strips.rate_annual[2, 0] == pytest.approx(io_rate, abs=1e-15)
    assert strips.rate_annual[1, 0] == 0
    # The target-rate loan bears the target rate on its own balance.
    assert strips.rate_annual[0, 0] * 100_000 == pytest.approx(target * balances[0])


@pytest.mark.requirement("T-005", "T-006", "RATIO-04", "RATIO-05")
@pytest.mark.parametrize(("net", "target", "balances", "_"), STRIPPED)
def test_a_prepayment_in_strips(net, target, balances, _):
    """T-005, T-006: $10,000 prepaid on $100,000 takes a tenth of every strip, notional or not."""
    flows = flows_of(loan(net), Scenario(smm=(0.1, 0)), target_rate=target)
    for strip, balance in zip(("target_rate", "po", "io"), balances, strict=True):
        assert flows["prepayment", strip][0, 0] == pytest.approx(balance / 10, abs=1e-7)
        assert flows["balance", strip][0, 0] == pytest.approx(balance * 0.9, abs=1e-7)
    assert flows["prepayment"][0, 0] == pytest.approx(10_000)


@pytest.mark.requirement("T-007", "RATIO-04", "RATIO-05")
@pytest.mark.parametrize(("net", "target", "balances", "_"), STRIPPED)
def test_a_loss_in_strips(net, target, balances, _):
    """T-007: so does a principal loss of $10,000."""
    flows = flows_of(loan(net), Scenario(liquidate=Liquidation(0.1, 1, 1), severity=1), target_rate=target)
    for strip, balance in zip(("target_rate", "po", "io"), balances, strict=True):
        assert flows["loss", strip][0, 0] == pytest.approx(balance / 10, abs=1e-7)
        assert flows["balance", strip][0, 0] == pytest.approx(balance * 0.9, abs=1e-7)
    assert flows["loss"][0, 0] == pytest.approx(10_000)
    assert flows["liquidation_proceeds"][0, 0] == 0


@pytest.mark.requirement("T-008", "T-009", "RATIO-06")
@pytest.mark.parametrize(
    ("pool", "target", "printed"),
    [
        pytest.param(POOL_2006_6, 0.06, "675372.78", id="T-008"),
        pytest.param(POOL_1999_7, 0.07, "1766835.71", id="T-009"),
    ],
)
def test_po_strip_of_the_supplements(pool, target, printed):
    strips = ratio_strip(pool, target)
    assert str(round_half_up(strips.balance(pool)[strips.index("po")], 2)) == printed


@pytest.mark.requirement("T-010", "T-011", "RATIO-07")
@pytest.mark.parametrize(
    ("pool", "target", "notional", "rate_percent"),
    [
        pytest.param(POOL_2006_6, 0.06, "345669057", "0.3526", id="T-010"),
        pytest.param(POOL_1999_7, 0.07, "202047751", "0.4018", id="T-011"),
    ],
)
def test_io_strip_of_the_supplements(pool, target, notional, rate_percent):
    flows = flows_of(pool, Scenario(), target_rate=target)
    balance, interest = flows["opening_balance", "io"][0, 0], flows["interest", "io"][0, 0]
    assert str(round_half_up(balance, 0)) == notional
    assert str(round_half_up(1200 * interest / balance, 4)) == rate_percent


@pytest.mark.requirement("RATIO-09")
def test_without_a_target_rate_the_pool_is_one_strip():
    strips = ratio_strip(POOL_1994_5, None)
    assert strips.names == ("pool",)
    assert strips.balance(POOL_1994_5) == pytest.approx([258_891_390.2896])
    assert strips.rate_annual[0] == pytest.approx(POOL_1994_5.net_rate_annual)


@pytest.mark.requirement("RATIO-01")
def test_a_loan_at_the_target_rate_is_premium_with_no_io_interest():
    """RATIO-01, whatever the binary fractions of 6.25 % less 0.25 % say."""
    for net in (0.06, np.nextafter(0.06, 0), np.nextafter(0.06, 1)):
        strips = ratio_strip(loan(net), 0.06)
        assert strips.weight[:, 0].tolist() == [1, 0, 1]
        assert strips.rate_annual[2, 0] == pytest.approx(0, abs=1e-15)


@pytest.mark.requirement("RATIO-09")
def test_strips_without_loans_are_zero():
    """RATIO-09: no discount loans, no PO strip; no premium loans, no IO strip."""
    assert ratio_strip(loan(0.07), 0.06).balance(loan(0.07))[1] == 0
    assert ratio_strip(loan(0.05), 0.06).balance(loan(0.05))[2] == 0


@given(pools, target_rates)
def test_strips_make_up_the_pool(lines, target):
    strips = ratio_strip(lines, target)
    paid = [not notional for notional in strips.notional]
    assert strips.weight[paid].sum(axis=0) == pytest.approx(1)
    assert strips.rate_annual.sum(axis=0) == pytest.approx(lines.net_rate_annual, abs=1e-12)
    assert strips.weight.min() >= 0
    assert strips.rate_annual.min() >= 0


@pytest.mark.parametrize("target", [0, -0.06, 6, float("nan")])
def test_bad_target_rate(target):
    with pytest.raises(ValueError, match=r"it is a decimal above 0 such as 0\.06$"):
        ratio_strip(loan(0.06), target)


def test_unknown_strip():
    with pytest.raises(ValueError, match="not in tuple"):
        ratio_strip(loan(0.06), 0.06).index("pool")
