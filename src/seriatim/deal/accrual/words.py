"""Accrual and accrual directed classes in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import plural
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.english import Paragraph, Passage, classes
from seriatim.deal.payment_rules.words import describe_rules
from seriatim.deal.schedules.terms import Schedule


def say(accrual: tuple[AccrualClass, ...], schedules: tuple[Schedule, ...]) -> Iterator[Passage]:
    """One chapter for all accrual classes."""
    items = [item for rule in accrual for item in _accrual(rule, schedules)]
    if items:
        yield Passage("Accrual and accrual directed classes", tuple(items))


def _accrual(rule: AccrualClass, schedules: tuple[Schedule, ...]) -> Iterator[Paragraph]:
    """One accrual class: whom its interest pays, and until when."""
    name = rule.name
    yield Paragraph(
        f"On each distribution day before interest is distributed to the accrual class {name}, the interest accrued on "
        f"it is redirected, and distributed as principal as follows [{rule.source}]:"
    )
    yield from describe_rules(rule.directed_to, schedules)
    ended = classes(rule.directed_classes())
    balances = plural(len(rule.directed_classes()), "balance of", "balances of")
    ends = {
        "following day": f"From the distribution day after the principal {balances} {ended} are reduced to zero",
        "same day": f"From the distribution day on which the principal {balances} {ended} are reduced to zero",
    }[rule.ends]
    ends = ends.replace(" are reduced", " is reduced") if len(rule.directed_classes()) == 1 else ends
    rest = (
        f"what these classes cannot take is distributed to class {name} as principal"
        if rule.ends == "following day"
        else f"what these classes cannot take is distributed to class {name} as interest"
    )
    yield Paragraph(
        f"The principal balance of class {name} increases by the redirected interest; {rest}. {ends}, class {name} "
        f"receives its interest itself."
    )
