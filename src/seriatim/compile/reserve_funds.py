"""Chapter: reserve funds, filled from what would otherwise be distributed, and released when they are not needed.

Source: core prospectus 1994-5 pp. 8-10, Subordination (Subordination Reserve Fund), Reserve fund.
"""

from __future__ import annotations

from seriatim.compile.amounts import CASH, CLOSING, EXCESS, INTEREST_PAID, PRINCIPAL_PAID, REIMBURSED, RELEASED
from seriatim.compile.cash import take
from seriatim.compile.credit_support import SUPPORTS
from seriatim.compile.day import Day
from seriatim.compile.support_account import Support
from seriatim.deal.credit_support.terms import ReserveFund
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


def fill_and_release(day: Day) -> None:
    """Fill every fund to its required amount and release what it holds beyond.

    What fills a fund may come from what the residual receives off the top; what is released may be the residual's.
    """
    day[RELEASED] = day.zero
    for support in day[SUPPORTS]:
        fund = support.rule.fund
        if fund is None:
            continue
        with support.ruling("fund"):
            required, over = _required(day, support)
            room = (required - support.after_draws).at_least(0).named(f"missing in {support.rule.name}")
            match fund.funded_from:
                case "subordinated distributions":
                    support.deposit = _keep_from_subordinated(day, support, fund, room)
                case "excess interest":
                    support.deposit = _keep_from_residual(day, fund, room)
                case "the deposit only":
                    pass
            support.deposit.named(f"deposit into {support.rule.name}")
            day[RELEASED] = day[RELEASED] + _release(day, support, required, over)


def _required(day: Day, support: Support) -> tuple[Value, Value]:
    """Amount required of the fund after the day, none once the classes behind it are paid; 1 where they are."""
    names = (*day.senior, *((day.po_class,) if day.po_class else ()))
    if support.rule.kind == "reserve fund":
        names = (*names, *day.subordinated)
    over = (~day.total(day[CLOSING], names).positive()).named(f"{support.rule.name} has ended")
    zero = day.builder.constant(0)
    return zero.where(over, support.level).named(f"{support.rule.name} required amount"), over


def _keep_from_subordinated(day: Day, support: Support, fund: ReserveFund, room: Value) -> Value:
    """Distributions kept from subordinated classes, the most subordinated first, interest before principal.

    Their balances are those after the distribution: what is kept is theirs, and comes back if it is not needed.
    """
    given = []
    for name in reversed(day.subordinated):
        for what, amounts in (("interest", day[INTEREST_PAID]), ("principal", day[PRINCIPAL_PAID])):
            kept = (amounts[name] * fund.part).at_most(room).named(f"{what} of {name} kept in {support.rule.name}")
            amounts[name] = amounts[name] - kept
            room = room - kept
            support.kept[name, what] = _kept_from(day, support, name, what) + kept
            given.append(kept)
    return day.builder.total(given)


def _kept_from(day: Day, support: Support, name: str, what: str) -> Value:
    return day.builder.state(f"{what} of {name} held in {support.rule.name}", 0, Unit.MONEY)


def _keep_from_residual(day: Day, fund: ReserveFund, room: Value) -> Value:
    """Deposit from the cash that is left, then from interest that went to the residual off the top."""
    first = take(day, (day[CASH] * fund.part).at_most(room))
    second = (day[EXCESS] * fund.part).at_most(room - first)
    day[EXCESS] = day[EXCESS] - second
    return first + second


def _release(day: Day, support: Support, required: Value, over: Value) -> Value:
    """Excess of the fund over its required amount; the part of it that is the residual's."""
    fund = support.rule.fund
    after = support.after_draws + support.deposit
    released = (after - required).at_least(0)
    if fund is not None and fund.excess == "is kept until the end":
        released = released.where(over, 0)
    support.release = left = released.named(f"release from {support.rule.name}")
    if fund is not None and fund.released_to == "the subordinated classes":
        for name in day.subordinated:
            for what in ("principal", "interest"):
                if (name, what) in support.kept:
                    left = left - _give_back(day, support, (name, what), left)
    return left


def _give_back(day: Day, support: Support, kept: tuple[str, str], money: Value) -> Value:
    """Money of a fund to the class from which it was kept, without any change of its balance."""
    name, what = kept
    back = money.at_most(support.kept[kept]).named(f"{what} of {name} released from {support.rule.name}")
    day.builder.store(_kept_from(day, support, name, what), support.kept[kept] - back)
    amounts = day[REIMBURSED] if what == "principal" else day[INTEREST_PAID]
    amounts.add(name, back)
    return back
