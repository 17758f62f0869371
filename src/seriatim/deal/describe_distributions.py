"""In prospectus English: distributions when cash falls short, loss limits that shrink, recoveries."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.allocations import Losses, LossLimits
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
        ),
        _short_of_cash(rule),
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


def _short_of_cash(rule: Distributions) -> Item:
    """How seniors share short cash, and what becomes of carryforwards."""
    between = {
        "in proportion": "is shared between them in proportion to their allocations",
        "principal-only class first": "goes to the PO class first",
        "seniors first": "goes to the senior target-rate classes first",
    }[rule.principal_only_class_and_seniors]
    among = {
        "in proportion to allocations": "in proportion to their allocations",
        "by the senior rules": "as their rules distribute that cash",
    }[rule.seniors_short_of_cash]
    when = ", but none of a day after the subordination depletion date"
    always = "" if rule.interest_carried_forward == "always" else when
    carried = "is lost" if rule.carryforward_of_a_retired_class == "lost" else "is still paid"
    return Item(
        f"Cash that falls short of the principal allocated to a ratio-stripped PO class and the senior target-rate "
        f"classes {between}; the latter share theirs {among}. Interest that is not paid is carried forward{always}; on "
        f"a day on which its class is no longer outstanding it {carried}."
    )


def more_of_losses(losses: Losses) -> Iterator[Item]:
    """What losses that subordination does not cover leave of allocations."""
    room = {
        "net of shared losses": "its balance less its part of the losses that all classes share",
        "whole balance": "its balance, whatever it loses on the day",
    }[losses.room_for_principal]
    both = " and interest" if losses.debt_service_reductions == "reduce principal and interest allocations" else ""
    yield Item(
        f"On a day a class can be allocated principal up to {room}. Debt service reductions that subordination does "
        f"not cover reduce principal{both} allocations."
    )


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
    counted = {"before the day": "before the day", "the day's too": "to the end of the day"}[rule.losses_counted]
    text = f"A recovery of a loss goes to the classes in this order: {rule.order}; it is held against losses {counted}"
    if rule.order == "seniors, then as unscheduled principal":
        text += f", and the subordinated classes are written up by {rule.written_up}, {rule.write_up}"
    return Item(f"{text}. [{rule.source}]")
