"""Insured classes in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.insurance.terms import InsuredClass


def say(insurance: tuple[InsuredClass, ...]) -> Iterator[Passage]:
    """One passage for all insured classes."""
    if insurance:
        yield Passage("Insured classes", tuple(_insured(policy) for policy in insurance))


def _insured(policy: InsuredClass) -> Paragraph:
    """Premium, payments and reimbursement of an insurer."""
    name, insurer = policy.name, policy.insurer
    reductions = "" if policy.covers_interest_reductions else "not "
    return Paragraph(
        f"{insurer} insures class {name}. On each distribution day it is paid a premium of "
        f"{format_rate(policy.premium)} per annum of the balance of the class before any class is paid. It pays the "
        f"holders of class {name} what they are short of interest allocations and what the balance of the class is "
        f"reduced by without a distribution; prepayment interest and Servicemembers shortfalls are {reductions}"
        f"covered. It is reimbursed, with interest at {format_rate(policy.reimbursement_interest)} per annum, from "
        f"cash that is left before the residual. [{policy.source}]"
    )
