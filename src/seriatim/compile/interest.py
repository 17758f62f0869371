"""Chapter: interest that accrues on each class.

A class accrues one twelfth of its annual rate on its balance of the end of the preceding month, whatever the
number of days. Source: core prospectus, Allocations - Interest allocations.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.collateral.inputs import LIBOR_INPUT
from seriatim.compile.amounts import ACCRUED
from seriatim.compile.day import Day
from seriatim.deal.classes.terms import SecurityClass
from seriatim.deal.floating_rates.terms import FloatingRate
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table

MONTHS_PER_YEAR = 12
FIRST_DAY = Table("first distribution day", (Decimal(1),), Decimal(0), Unit.FLAG)


def bears_interest(security: SecurityClass) -> bool:
    """False for principal-only classes."""
    return not (isinstance(security.rate, Decimal) and security.rate == 0)


def interest_bearing(securities: tuple[SecurityClass, ...]) -> tuple[SecurityClass, ...]:
    """The classes that accrue interest, in their order."""
    return tuple(security for security in securities if bears_interest(security))


def accrue(day: Day) -> None:
    """Accrued interest of each interest-bearing class."""
    for security in interest_bearing(day.deal.classes.regular):
        with day.builder.rule(f"classes.{security.name}", day.deal.classes.source):
            day[ACCRUED][security.name] = _accrued(day, security).named(f"{security.name} accrued interest")


def base(day: Day, security: SecurityClass, balances: Mapping[str, Value], *, loans: str) -> Value:
    """The balance or notional balance of a class; ``loans`` picks the loans' ``opening_balance`` or ``balance``."""
    if security.notional is None:
        return balances[security.name]
    if security.notional == "premium loans":
        return day.loans.strip_item(loans, "io")
    if security.notional == "pool balance":
        return day.loans.pool_item(loans)
    return day.builder.total(balances[name] * share for share, name in security.notional_shares)


def _accrued(day: Day, security: SecurityClass) -> Value:
    if security.follows_loans:
        return day.loans.strip_item("interest_due", "io")
    balance = base(day, security, day.opening, loans="opening_balance")
    if isinstance(security.rate, FloatingRate):
        return balance * (floating_rate(day, security.rate) / MONTHS_PER_YEAR)
    assert isinstance(security.rate, Decimal)
    monthly = day.builder.constant(security.rate / MONTHS_PER_YEAR, Unit.RATE)
    return balance * monthly.named(f"a twelfth of {format_rate(security.rate)}")


def floating_rate(day: Day, rate: FloatingRate) -> Value:
    """First period as stated; then ``multiple x LIBOR + margin`` within minimum and maximum."""
    formula = day.builder.load(LIBOR_INPUT, Unit.RATE) * rate.formula.multiple + rate.formula.margin
    value = formula.at_least(rate.minimum)
    if rate.maximum is not None:
        value = value.at_most(rate.maximum)
    if rate.first_period is None:
        return value
    first = day.builder.table(FIRST_DAY)
    return day.builder.constant(rate.first_period, Unit.RATE).where(first, value)
