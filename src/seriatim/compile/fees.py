"""Chapter: fees beside the servicing fee, before the classes, one after another.

Each month's fee is due with what was carried over, without interest. What is paid is limited by the cash that is left
and by what the calendar year leaves of a cap; the rest is carried over, if need be beyond the end of the loans.
"""

from __future__ import annotations

from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.collateral.lines import LONGEST_TERM_MONTHS
from seriatim.compile.amounts import CHARGES
from seriatim.compile.cash import take
from seriatim.compile.day import Day
from seriatim.compile.interest import MONTHS_PER_YEAR
from seriatim.deal.fees.terms import Fee
from seriatim.deal.model import DealTerms
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table


def are_charged(deal: DealTerms) -> bool:
    """True where anybody is paid a fee before the classes."""
    return bool(deal.fees)


def pay_fees(day: Day) -> None:
    """Every fee in the order of the file, each with what is left of it carried to the next day."""
    for fee in day.deal.fees:
        with day.builder.rule(f"fees.{fee.name}", fee.source):
            before = day.state(f"{fee.name} carried over", 0, Unit.MONEY)
            due = (_of_the_month(day, fee) + before).named(f"{fee.name} due")
            paid = _pay(day, fee, due).named(f"{fee.name} paid")
            after = (due - paid).swept().named(f"{fee.name} carried over")
            day.builder.store(before, after)
            day[CHARGES] = day[CHARGES] + paid
            day.outside.party(fee.paid_to).add(opening=before, received=paid, closing=after)


def _of_the_month(day: Day, fee: Fee) -> Value:
    """A twelfth of the rate on the loans before the day's payments, or the amount while there are loans."""
    balance = day.loans.pool_item("opening_balance").named("scheduled balance of the loans")
    if fee.amount_a_month is not None:
        month = day.builder.constant(fee.amount_a_month, Unit.MONEY).where(balance.positive(), 0)
    else:
        rate = fee.rate or Decimal(0)
        monthly = day.builder.constant(rate / MONTHS_PER_YEAR, Unit.RATE)
        month = balance * monthly.named(f"a twelfth of {format_rate(rate)}")
    return month.named(f"{fee.name} of the month")


def _pay(day: Day, fee: Fee, due: Value) -> Value:
    """Pay what is due, up to the cash and to what the calendar year leaves of the cap."""
    if fee.cap_a_year is None:
        return take(day, due)
    before = day.state(f"{fee.name} paid this calendar year", 0, Unit.MONEY)
    spent = day.zero.where(day.builder.table(new_calendar_year(day)), before)
    cap = day.builder.constant(fee.cap_a_year, Unit.MONEY).named(f"cap of the {fee.name} a year")
    left = (cap - spent).at_least(0).named(f"left of the cap of the {fee.name}")
    paid = take(day, due.at_most(left))
    day.builder.store(before, spent + paid)
    return paid


def new_calendar_year(day: Day) -> Table:
    """1 on the first distribution day of each calendar year, for as long as any loans can last; by nominal days."""
    first = day.deal.dates.first_distribution_day.month
    months = range(first - 1, first - 1 + max(day.deal.months, LONGEST_TERM_MONTHS))
    values = tuple(Decimal(int(month % MONTHS_PER_YEAR == 0)) for month in months)
    return Table("first distribution day of a calendar year", values, Decimal(0), Unit.FLAG)
