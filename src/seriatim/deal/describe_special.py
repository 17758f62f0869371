"""In prospectus English: yield maintenance, insured classes, retail classes."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.classes import FloatingRate
from seriatim.deal.english import Chapter, Item, dollars
from seriatim.deal.model import Deal
from seriatim.deal.special import InsuredClass, YieldMaintenance


def special_chapters(deal: Deal) -> Iterator[Chapter]:
    """One chapter for each kind of special class."""
    if deal.yield_maintenance:
        items = [item for agreement in deal.yield_maintenance for item in _yield_maintenance(agreement)]
        yield Chapter("Yield maintenance", tuple(items))
    if deal.insurance:
        yield Chapter("Insured classes", tuple(_insured(policy) for policy in deal.insurance))
    if deal.retail:
        items = [
            Item(
                f"Class {each.name} is a retail class: its holders are paid principal in increments of "
                f"{dollars(each.unit)}, by their requests and by random lot; what does not make a whole increment is "
                f"carried to the next distribution day. [{each.source}]"
            )
            for each in deal.retail
        ]
        yield Chapter("Retail classes", tuple(items))


def _yield_maintenance(agreement: YieldMaintenance) -> Iterator[Item]:
    name, fund = agreement.name, agreement.reserve_fund
    yield Item(
        f"On each distribution day {agreement.provider} pays a twelfth of the yield maintenance percentage of the "
        f"{agreement.assumed_balance} of class {name}. The yield maintenance percentage is "
        f"{rate(agreement.percentage)}. Of each payment holders of class {name} receive no more than the same "
        f"percentage of the actual principal balance. [{agreement.source}]"
    )
    yield Item(
        f"The excess is kept in a yield maintenance reserve fund. It pays, in this order, principal losses of class "
        f"{name}, shortfalls in its interest distributions, and what interest distributions and yield maintenance "
        f"payments of the day fall short of {rate(fund.makes_up)}. [{fund.source}]"
    )
    yield Item(
        f"Once the principal balance of class {name} is zero, or the trust has ended, what is in the fund is paid to "
        f"its holders; later payments go to {agreement.afterwards_to}. No distribution of the trust depends on any of "
        f"it."
    )


def rate(stated: FloatingRate) -> str:
    """A LIBOR rate with its first period and its bounds."""
    first = f"{format_rate(stated.first_period)} for the first period, then " if stated.first_period is not None else ""
    least = f", but not less than {format_rate(stated.minimum)}"
    most = f" nor more than {format_rate(stated.maximum)}" if stated.maximum is not None else ""
    return f"{first}{stated.formula.text} per annum{least}{most}"


def _insured(policy: InsuredClass) -> Item:
    name, insurer = policy.name, policy.insurer
    reductions = "" if policy.covers_interest_reductions else "not "
    return Item(
        f"{insurer} insures class {name}. On each distribution day it is paid a premium of "
        f"{format_rate(policy.premium)} per annum of the balance of the class before any class is paid. It pays the "
        f"holders of class {name} what they are short of interest allocations and what the balance of the class is "
        f"reduced by without a distribution; prepayment interest and Servicemembers shortfalls are {reductions}"
        f"covered. It is reimbursed, with interest at {format_rate(policy.reimbursement_interest)} per annum, from "
        f"cash that is left before the residual. [{policy.source}]"
    )
