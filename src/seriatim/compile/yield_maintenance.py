"""Chapter: yield maintenance agreements, by which holders of a class are paid when LIBOR is high.

The money comes from the provider and goes to the holders, a reserve fund or the underwriter: none of it is the
trust's, and no distribution depends on it. Source: supplement 2006-6 pp. 13-15, Yield maintenance.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from seriatim.compile.amounts import ACCRETED, CLOSING, CURRENT, INTEREST_FROM_OTHERS, INTEREST_PAID, WRITTEN_DOWN
from seriatim.compile.day import Day
from seriatim.compile.interest import MONTHS_PER_YEAR, floating_rate
from seriatim.deal.yield_maintenance.terms import YieldMaintenance
from seriatim.plan.accounts import Party, Side, Unit, money
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table

FROM_AGREEMENT = money("yield_maintenance", Party.CLASS, Side.OUT, words="yield maintenance payments to {}")
"""Payments of a yield maintenance agreement and its reserve fund to the holders of a class."""


@dataclass(frozen=True)
class _Payment:
    """The provider's payment of the day: in all, to the holders, to the reserve fund, to the underwriter."""

    whole: Value
    passed: Value
    excess: Value
    afterwards: Value


def maintain_yields(day: Day) -> None:
    """Every agreement's payment, and what its reserve fund takes in and gives."""
    for agreement in day.deal.yield_maintenance:
        with day.builder.rule(f"yield maintenance.{agreement.name}", agreement.source):
            payment = _payment(day, agreement)
        with day.builder.rule(f"yield maintenance.{agreement.name}.reserve fund", agreement.reserve_fund.source):
            fund = day.builder.state(f"{agreement.name} reserve fund", 0, Unit.MONEY)
            available = (fund + payment.excess).named(f"{agreement.name} reserve fund before draws")
            month = _month(day, agreement, day[WRITTEN_DOWN][agreement.name])
            drawn = _draws(day, agreement, month, available=available, passed=payment.passed)
            left = available - drawn
            ended = ~day[CLOSING][agreement.name].positive()
            released = left.where(ended, 0).named(f"reserve fund released to {agreement.name}")
            after = left - released
            day.builder.store(fund, after)
        received = payment.passed + drawn + released
        day.outside.pay(FROM_AGREEMENT.of(agreement.name, group=day.pool), received)
        day.outside.party(agreement.provider).add(paid=payment.whole)
        day.outside.party(agreement.afterwards_to).add(received=payment.afterwards)
        held = day.outside.party(f"{agreement.name} reserve fund")
        held.add(opening=fund, received=payment.excess, paid=drawn + released, closing=after)


def _payment(day: Day, agreement: YieldMaintenance) -> _Payment:
    """The percentage of the assumed balance, of which holders receive no more than that of the actual balance."""
    name = agreement.name
    percentage = floating_rate(day, agreement.percentage).named("yield maintenance percentage")
    balances = day.tables[agreement.assumed_balance].of(name)
    assumed = day.builder.table(Table(agreement.assumed_balance, balances, Decimal(0), Unit.MONEY))
    whole = (assumed * (percentage / MONTHS_PER_YEAR)).named(f"yield maintenance payment for {name}")
    standing = day.opening[name].positive()
    amount = (day.opening[name] * (percentage / MONTHS_PER_YEAR)).named(f"yield maintenance amount of {name}")
    passed = whole.at_most(amount).where(standing, 0).named(f"yield maintenance payment passed to {name}")
    excess = (whole - passed).where(standing, 0).named(f"yield maintenance payment of {name} to the reserve fund")
    return _Payment(whole, passed, excess, whole - passed - excess)


@dataclass(frozen=True)
class _Month:
    """The class's month in the trust: its loss, its interest distribution, and the change of its interest arrears."""

    loss: Value
    interest: Value
    new_arrears: Value


def _month(day: Day, agreement: YieldMaintenance, loss: Value) -> _Month:
    name = agreement.name
    interest = day[INTEREST_PAID][name] + day[ACCRETED][name] + day[INTEREST_FROM_OTHERS][name]
    return _Month(loss, interest.named(f"interest distribution of {name}"), day[CURRENT][name] - interest)


def _draws(day: Day, agreement: YieldMaintenance, month: _Month, *, available: Value, passed: Value) -> Value:
    """Payments of the fund today: for losses, then shortfalls of interest, then the gap to the rate it makes up.

    Losses and shortfalls that the fund could not cover wait for it; what the trust makes good of them in the meantime
    is no longer covered.
    """
    name, builder = agreement.name, day.builder
    lost_before = builder.state(f"{name} losses not covered", 0, Unit.MONEY)
    lost = (lost_before + month.loss).at_least(0)
    for_losses = available.at_most(lost).named(f"reserve fund pays losses of {name}")
    builder.store(lost_before, (lost - for_losses).swept())
    short_before = builder.state(f"{name} interest shortfall not covered", 0, Unit.MONEY)
    short = (short_before + month.new_arrears).at_least(0)
    for_interest = (available - for_losses).at_most(short).named(f"reserve fund pays interest shortfalls of {name}")
    builder.store(short_before, (short - for_interest).swept())
    made_up = floating_rate(day, agreement.reserve_fund.makes_up).named("rate that the reserve fund makes up")
    wanted = day.opening[name] * (made_up / MONTHS_PER_YEAR)
    gap = (wanted - month.interest - passed - for_interest).at_least(0)
    for_gap = (available - for_losses - for_interest).at_most(gap)
    return for_losses + for_interest + for_gap.named(f"reserve fund makes up the rate of {name}")
