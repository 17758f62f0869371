"""Ratio stripping in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.deal.english import Paragraph, Passage
from seriatim.deal.ratio_stripping.terms import RatioStripping


def say(rule: RatioStripping | None) -> Iterator[Passage]:
    """Division of the loans into strips, and the classes of the PO and the IO strip."""
    if rule is None:
        return
    target = format_rate(rule.target_rate)
    po = f"goes to class {rule.principal_only_class}" if rule.principal_only_class else "does not arise: there are none"
    io = f"class {rule.interest_only_class}" if rule.interest_only_class else "the residual"
    text = (
        f"The target rate is {target}. A loan with a lower net rate is a discount loan: a target-rate loan of its net "
        f"rate divided by {target} of its balance, and a principal-only loan of the rest. The PO strip of the "
        f"discount loans {po}. A loan with a net rate of {target} or more is a premium loan: a target-rate loan of its "
        f"whole balance, and an interest-only loan at the net rate less {target}. The IO strip of the premium loans "
        f"goes to {io}."
    )
    yield Passage("Ratio stripping", (Paragraph(f"{text} [{rule.source}]"),))
