"""Life, outstanding percentage, yield and price of one class of a deal, in every scenario of a run.

The formulas are in `analytics`; here stands which cash, which days and which price of the deal they are fed with.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seriatim.analytics.arrays import distribution_times_months
from seriatim.analytics.decrement import outstanding_fraction
from seriatim.analytics.last_distribution import last_distribution
from seriatim.analytics.losses import aggregate_realized_loss
from seriatim.analytics.wal import net_declines, weighted_average_life
from seriatim.analytics.yields import price_from_yield, yield_from_price
from seriatim.basics.arrays import Floats
from seriatim.basics.dates import days_30_360, months_between_30_360
from seriatim.collateral.projection import ITEMS as LOAN_ITEMS
from seriatim.plan.accounts import ACCRETION, INTEREST, OPENING_BALANCE, PRINCIPAL
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel

MONTHS_PER_YEAR = 12
DAYS_PER_MONTH = 30
PRICE_UNIT = 100.0


def times_months(model: DealModel) -> Floats:
    """Months from closing to each distribution day, 30/360 to the nominal day, float64 [month].

    Source: conventions, Measures; supplement 2006-6 p. 29, Yields on certain classes.
    """
    dates = model.deal.dates
    first = months_between_30_360(dates.closing_date, dates.first_distribution_day)
    return distribution_times_months(first, model.months)


def outstanding(run: CashFlows, class_name: str) -> Floats:
    """Part of the initial (notional) balance outstanding from closing on, float64 [month + 1, scenario]."""
    return outstanding_fraction(run.balance(class_name))


def life_years(run: CashFlows, class_name: str) -> Floats:
    """Weighted average life from the closing day, years, float64 [scenario].

    Weights are the net declines of the balance, or the principal received where the deal says so.
    """
    if class_name in run.model.deal.structuring_assumptions.life_weighted_by_principal:
        weights = run.item(class_name, PRINCIPAL)
    else:
        weights = net_declines(run.balance(class_name))
    return np.atleast_1d(weighted_average_life(weights, times_months(run.model) / MONTHS_PER_YEAR))


def last_payment(run: CashFlows, class_name: str) -> NDArray[np.int64]:
    """Distribution that retires the class (1 = first, 0 = never outstanding), int64 [scenario]."""
    return np.atleast_1d(last_distribution(run.balance(class_name)))


def cash(run: CashFlows, class_name: str) -> Floats:
    """Interest and principal the class is paid, dollars, float64 [month, scenario]."""
    paid: Floats = run.item(class_name, INTEREST) + run.item(class_name, PRINCIPAL)
    return paid


def accrued_per_100(run: CashFlows, class_name: str) -> Floats:
    """Interest accrued at closing per 100 of initial balance, at the first period's rate, float64 [scenario].

    From the cut-off date, or from the day the class's own accrual period begins; 30/360.
    """
    dates = run.model.deal.dates
    since = run.model.deal.classes.named(class_name).accrues_from or dates.cut_off_date
    days = days_30_360(since, dates.closing_date)
    first = run.item(class_name, INTEREST)[0] + run.item(class_name, ACCRETION)[0]
    result: Floats = first / run.item(class_name, OPENING_BALANCE)[0] * (PRICE_UNIT * days / DAYS_PER_MONTH)
    return result


def yield_annual(run: CashFlows, class_name: str, price_per_100: float) -> Floats:
    """Corporate bond equivalent yield at a price without accrued interest, decimals, float64 [scenario]."""
    balance = run.item(class_name, OPENING_BALANCE)[0]
    full = balance * (price_per_100 + accrued_per_100(run, class_name)) / PRICE_UNIT
    solved = yield_from_price(cash(run, class_name), times_months(run.model), full_price=full)
    return np.atleast_1d(solved)


def price_per_100(run: CashFlows, class_name: str, yield_decimal: float) -> Floats:
    """Price without accrued interest, per 100 of initial balance, at a bond equivalent yield, float64 [scenario]."""
    balance = run.item(class_name, OPENING_BALANCE)[0]
    full = price_from_yield(cash(run, class_name), times_months(run.model), yield_annual=yield_decimal)
    result: Floats = np.atleast_1d(full) / balance * PRICE_UNIT - accrued_per_100(run, class_name)
    return result


def realized_loss(model: DealModel, loans: Floats) -> Floats:
    """All principal lost over the life of the loans as part of their initial balance, decimal, float64 [scenario].

    ``loans`` is float64 [strip, item, month, scenario] as `projection.simulate.project_pool` gives it.
    """
    principal = [position for position, notional in enumerate(model.notional) if not notional]
    losses = loans[principal, LOAN_ITEMS.index("loss")].sum(axis=0)
    initial = float(model.balance)
    return np.atleast_1d(aggregate_realized_loss(losses, initial_balance=initial))
