"""Checks of insured classes: seniors that are paid their interest themselves, insurers that are no classes."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.classes.references import named_twice, party_is_a_class
from seriatim.deal.classes.roster import Roster
from seriatim.deal.findings import Check, Finding
from seriatim.deal.insurance.terms import InsuredClass
from seriatim.deal.ratio_stripping.terms import RatioStripping, principal_only_class
from seriatim.deal.text import EntryPath


def insured_classes(
    roster: Roster,
    insurance: tuple[InsuredClass, ...],
    *,
    stripping: RatioStripping | None,
    accrual: tuple[AccrualClass, ...],
) -> Iterator[Finding]:
    """Senior classes are insured, but for the PO class, which others reimburse, and accrual classes."""
    po_class = principal_only_class(stripping)
    seniors = [each.name for each in roster.senior if each.name != po_class]
    accruing = [each.name for each in accrual]
    yield from named_twice("insurance", [policy.name for policy in insurance])
    for position, policy in enumerate(insurance):
        path: EntryPath = ("insurance", position)
        name = policy.name
        if name == po_class:
            reason = f"class {name} receives the PO strip: the subordinated classes reimburse its losses"
            yield Finding((*path, "class"), reason)
        elif name not in seniors:
            known = name in roster.names
            reason = f"class {name} is not a senior class" if known else f"unknown class '{name}'"
            yield Finding((*path, "class"), reason, "" if known else did_you_mean(name, seniors))
        if name in accruing:
            reason = f"class {name} accrues: its interest is paid to others, whom the insurer does not insure"
            yield Finding((*path, "class"), reason)
        yield from party_is_a_class(roster, (*path, "insurer"), policy.insurer)


CHECKS = (Check(insured_classes),)
