"""Published figures that follow from a representative line alone: the PO and IO strips of two supplements.

The collateral is projected here, in plain Python, so that the measures are tested without the rest of the house.
Sources: supplement 1999-7 pp. S-18, S-22, S-23; supplement 2006-6 pp. 22-23, 27-29.
"""

from typing import NamedTuple

import numpy as np
import pytest

from seriatim.analytics.arrays import FloatArray, distribution_times_months
from seriatim.analytics.decrement import decrement_table
from seriatim.analytics.last_distribution import last_distribution
from seriatim.analytics.wal import net_declines, weighted_average_life
from seriatim.analytics.yields import accrued_interest, price_from_yield, yield_from_price


class Line(NamedTuple):
    balance: float
    gross_rate_annual: float
    original_term_months: int
    remaining_term_months: int
    remaining_io_months: int = 0


DISCOUNT_1999 = Line(46_902_608.00, 0.069863078406, 358, 354)
DISCOUNT_2006 = (
    Line(11_708_055.31, 0.059955558065, 360, 356),
    Line(6_045_520.00, 0.060724817716, 360, 359, 119),
)
PREMIUM_2006 = (
    Line(258_802_452.72, 0.065961351243, 360, 359),
    Line(86_866_604.26, 0.066218936777, 360, 359, 119),
)
SERVICING_FEE_ANNUAL = 0.0025
TIMES = distribution_times_months(27 / 30, 360)


def amortized(line: Line, psa: float) -> FloatArray:
    """Balance `[361]` of a line at a percentage of the prepayment model."""
    rate, age = line.gross_rate_annual / 12, line.original_term_months - line.remaining_term_months
    balance = [line.balance]
    for month in range(1, 361):
        left = line.remaining_term_months - month + 1
        part = 0.0 if month <= line.remaining_io_months else rate / ((1 + rate) ** left - 1) if left > 0 else 1.0
        cpr = min(1.0, 0.002 * min(age + month, 30) * psa / 100)
        balance.append(balance[-1] * (1 - part) * (1 - cpr) ** (1 / 12))
    return np.array(balance)


def po_balance(line: Line, target_rate: float, psa: float) -> FloatArray:
    return amortized(line, psa) * (1 - (line.gross_rate_annual - SERVICING_FEE_ANNUAL) / target_rate)


def whole_percents(balance: FloatArray, *years: int) -> list[int]:
    return [int(np.floor(decrement_table(balance)[year] * 100 + 0.5)) for year in years]


A_10 = {  # speed: (percents after 1, 4, 10, 20 and 28 years), life, yield at 55
    0: ((99, 95, 85, 56, 11), 19.51, 3.258),
    150: ((96, 71, 36, 9, 1), 9.06, 8.145),
    250: ((94, 58, 20, 3, 0), 6.35, 11.891),
    350: ((92, 46, 10, 1, 0), 4.85, 15.558),
    500: ((88, 32, 3, 0, 0), 3.59, 20.795),
}


@pytest.mark.requirement("T-091", "AN-02", "AN-03", "AN-04")
@pytest.mark.parametrize("psa", A_10)
def test_class_a_10_of_1999_7(psa: int) -> None:
    percents, life, printed_yield = A_10[psa]
    balance = po_balance(DISCOUNT_1999, 0.07, psa)
    assert tuple(whole_percents(balance, 1, 4, 10, 20, 28)) == percents
    declines = net_declines(balance)
    assert round(float(weighted_average_life(declines, TIMES / 12)), 2) == life
    annual = float(yield_from_price(declines / balance[0], TIMES, full_price=0.55))
    assert round(annual * 100, 3) == printed_yield
    assert int(last_distribution(balance)) == 354
    again = price_from_yield(declines, TIMES, yield_annual=annual)
    assert float(again) == pytest.approx(0.55 * balance[0], rel=1e-12)


A_PO = {0: (19.80, 1.860), 100: (11.47, 3.425), 350: (4.94, 8.246), 400: (4.43, 9.196), 500: (3.67, 11.042)}


@pytest.mark.requirement("T-089", "AN-03", "AN-04")
def test_class_a_po_of_2006_6_all_speeds_at_once() -> None:
    balance = np.stack([sum(po_balance(line, 0.06, psa) for line in DISCOUNT_2006) for psa in A_PO], axis=1)
    declines = net_declines(balance)
    lives = weighted_average_life(declines, TIMES / 12)
    yields = yield_from_price(declines / balance[0], TIMES, full_price=0.70)
    assert [round(life, 2) for life in lives.tolist()] == [life for life, _ in A_PO.values()]
    assert [round(annual * 100, 3) for annual in yields.tolist()] == [annual for _, annual in A_PO.values()]


A_IO = {0: (20.23, 32.419), 100: (11.73, 27.498), 350: (5.12, 14.864), 400: (4.59, 12.280), 500: (3.84, 7.056)}


@pytest.mark.requirement("T-090", "AN-03", "AN-04", "AN-05")
def test_class_a_io_of_2006_6_all_speeds_at_once() -> None:
    lines = [np.stack([amortized(line, psa) for psa in A_IO], axis=1) for line in PREMIUM_2006]
    strip_rates = [line.gross_rate_annual - SERVICING_FEE_ANNUAL - 0.06 for line in PREMIUM_2006]
    notional = lines[0] + lines[1]
    interest = (lines[0][:-1] * strip_rates[0] + lines[1][:-1] * strip_rates[1]) / 12
    first_rate = interest[0, 0] * 12 / notional[0, 0]
    full_price = 1.0955 + accrued_interest(first_rate, 27, balance=100.0)
    lives = weighted_average_life(net_declines(notional), TIMES / 12)
    yields = yield_from_price(100.0 * interest / notional[0], TIMES, full_price=full_price)
    assert round(first_rate * 100, 4) == 0.3526
    assert [round(life, 2) for life in lives.tolist()] == [life for life, _ in A_IO.values()]
    assert [round(annual * 100, 3) for annual in yields.tolist()] == [annual for _, annual in A_IO.values()]
