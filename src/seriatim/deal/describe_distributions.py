"""In prospectus English: distributions when cash falls short, loss limits that shrink, recoveries."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.allocations import LossLimits
from seriatim.deal.distributions import AnniversaryCap, Distributions, PrepaymentInterest, Recoveries
from seriatim.deal.english import Chapter, Item, dollars, ordinal


def distributions(rule: Distributions | None) -> Iterator[Chapter]:
    """The chapter on distributions, where a deal says more than the order of seniority."""
    if rule is None:
        return
    paid = "is paid" if rule.junior_on_a_write_down_day == "is paid" else "receives nothing"
    test = "opening balances" if rule.write_down_test == "on opening balances" else "balances after distributions"
    items = [
        Item(
            f"A subordinated class {paid} on a day on which a class senior to it is written down by a subordinated "
            f"loss, as foreseen from {test}. [{rule.source}]"
        )
    ]
    if rule.prepayment_interest is not None:
        items.append(_prepayment_interest(rule.prepayment_interest))
    reimbursed = rule.shortfall_reimbursement
    if reimbursed is not None:
        shares = "shares" if reimbursed.principal_only_class == "with the seniors" else "does not share"
        items.append(
            Item(
                f"Principal shortfalls written off are reimbursed from cash left, in order of seniority, from "
                f"{reimbursed.from_}; the ratio-stripped PO class {shares} with the seniors. [{reimbursed.source}]"
            )
        )
    yield Chapter("Distributions when cash falls short", tuple(items))


def _prepayment_interest(rule: PrepaymentInterest) -> Item:
    text = (
        f"Interest that borrowers do not pay on prepayments is covered by {rule.covered_by}; the rest reduces interest "
        "allocations in proportion to accrued interest and is not carried forward"
    )
    if rule.residual_shares:
        text += ", the residual bearing its part"
    return Item(f"{text}. [{rule.source}]")


def shrinking_limits(limits: LossLimits) -> Iterator[Item]:
    """How loss limits shrink on anniversaries of the cut-off date."""
    for limit in limits.limits:
        if limit.anniversaries is not None:
            yield Item(f"The limit of {limit.kind} losses is {shrinking(limit.anniversaries)}.")


def shrinking(cap: AnniversaryCap) -> str:
    """At most the greater of two amounts, from one anniversary to another."""
    amounts = []
    if cap.percent_of_pool is not None:
        amounts.append(f"{format_rate(cap.percent_of_pool)} of the balance of the mortgage loans")
    if cap.times_largest_loan is not None and cap.largest_loan is not None:
        amounts.append(f"{cap.times_largest_loan} times the largest loan ({dollars(cap.largest_loan)})")
    most = " or, if greater, ".join(amounts)
    until = f" to the {ordinal(cap.last - 1).lower()}" if cap.last is not None else " on"
    ended = ", and zero afterwards" if cap.afterwards_zero else ""
    since = ordinal(cap.first - 1).lower()
    return f"at most {most} on each anniversary of the cut-off date from the {since}{until}{ended}"


def recoveries(rule: Recoveries) -> Item:
    """Who receives what comes in after a loss."""
    text = f"A recovery of a loss goes to the classes in this order: {rule.order}"
    if rule.order == "seniors, then as unscheduled principal":
        text += f"; the subordinated classes are written up by {rule.written_up}"
    return Item(f"{text}. [{rule.source}]")
