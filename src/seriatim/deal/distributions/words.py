"""Distributions when cash falls short, in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.deal.distributions.terms import Distributions, PrepaymentInterest
from seriatim.deal.english import Paragraph, Passage


def say(rule: Distributions | None) -> Iterator[Passage]:
    """The chapter on distributions, where a deal says more than the order of seniority."""
    if rule is None:
        return
    paid = "is paid" if rule.junior_on_a_write_down_day == "is paid" else "receives nothing"
    test = "opening balances" if rule.write_down_test == "on opening balances" else "balances after distributions"
    items = [
        Paragraph(
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
            Paragraph(
                f"Principal shortfalls written off are reimbursed from cash left, in order of seniority, from "
                f"{reimbursed.from_}; the ratio-stripped PO class {shares} with the seniors. [{reimbursed.source}]"
            )
        )
    yield Passage("Distributions when cash falls short", tuple(items))


def _short_of_cash(rule: Distributions) -> Paragraph:
    """Sharing of short cash among the seniors, and the fate of carryforwards."""
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
    return Paragraph(
        f"Cash that falls short of the principal allocated to a ratio-stripped PO class and the senior target-rate "
        f"classes {between}; the latter share theirs {among}. Interest that is not paid is carried forward{always}; on "
        f"a day on which its class is no longer outstanding it {carried}."
    )


def _prepayment_interest(rule: PrepaymentInterest) -> Paragraph:
    """Interest that borrowers do not pay on prepayments."""
    text = (
        f"Interest that borrowers do not pay on prepayments is covered by {rule.covered_by}; the rest reduces interest "
        "allocations in proportion to accrued interest and is not carried forward"
    )
    if rule.residual_shares:
        text += ", the residual bearing its part"
    return Paragraph(f"{text}. [{rule.source}]")
