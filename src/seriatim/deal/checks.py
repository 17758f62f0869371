"""What must hold between the parts of a deal: every check, and the parts it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from seriatim.deal import chapter_checks, class_checks, payment_checks, special_checks, support_checks
from seriatim.deal.findings import Finding, accrual_rules, derivation_rules, senior_rules
from seriatim.deal.model import Deal
from seriatim.deal.terms import words

NAMES = "names of the classes"
"""The class table as far as names and kinds of balance go: there even if a rate or an amount is wrong."""
STRIPS = "classes of the strips"
PAYEES = "classes that the rules pay"
LIMITS = "schedules that stop the rules"
"""What a check vouches for: once it finds a fault there, checks that take it for granted would only repeat it."""
ALL_PARTS = frozenset({NAMES, *(words(name) for name in Deal.model_fields)})


@dataclass(frozen=True)
class Check:
    """One check, the parts of a deal that it needs, and what it vouches for when it finds nothing."""

    findings: Callable[[Deal], Iterator[Finding]]
    needs: tuple[str, ...]
    vouches_for: str = ""


CHECKS = (
    Check(class_checks.stripping, ("classes", "ratio stripping"), vouches_for=STRIPS),
    Check(chapter_checks.dates, ("dates",)),
    Check(class_checks.names, (NAMES,)),
    Check(class_checks.sizes, ("classes", "ratio stripping")),
    Check(class_checks.notionals, (NAMES, "classes", "ratio stripping")),
    Check(class_checks.loan_interest, ("classes", "ratio stripping", STRIPS)),
    Check(class_checks.first_interest, ("classes", "dates")),
    Check(class_checks.excess_interest, ("classes", "excess interest")),
    Check(class_checks.accruals, (NAMES, "ratio stripping", "accrual")),
    Check(class_checks.accrual_interest, ("classes", "accrual")),
    Check(payment_checks.payees(senior_rules), (NAMES, "ratio stripping", "allocations"), vouches_for=PAYEES),
    Check(payment_checks.payees(derivation_rules), (NAMES, "ratio stripping", "schedules")),
    Check(payment_checks.payees(accrual_rules), (NAMES, "ratio stripping", "accrual")),
    Check(payment_checks.limits(senior_rules), ("allocations", "schedules"), vouches_for=LIMITS),
    Check(payment_checks.limits(derivation_rules), ("schedules",), vouches_for=LIMITS),
    Check(payment_checks.limits(accrual_rules), ("accrual", "schedules"), vouches_for=LIMITS),
    Check(payment_checks.nas, ("allocations", "schedules")),
    Check(payment_checks.no_nas_in_accrual, ("accrual",)),
    Check(payment_checks.coverage, ("classes", "ratio stripping", "allocations", STRIPS, PAYEES)),
    Check(payment_checks.schedules, (NAMES, "ratio stripping", "schedules")),
    Check(payment_checks.schedules_used, ("allocations", "accrual", "schedules", LIMITS)),
    Check(payment_checks.derivations, (NAMES, "accrual", "schedules")),
    Check(payment_checks.derivations_pay, ("allocations", "accrual", "schedules", LIMITS)),
    Check(chapter_checks.subordination, (NAMES, "allocations")),
    Check(chapter_checks.loss_pairs, (NAMES, "ratio stripping", "losses")),
    Check(chapter_checks.support_amounts, ("classes", "losses")),
    Check(chapter_checks.other_losses, ("losses", "ratio stripping")),
    Check(special_checks.yield_maintenance, (NAMES, "ratio stripping", "yield maintenance", "schedules")),
    Check(special_checks.maintained_interest, ("classes", "yield maintenance")),
    Check(special_checks.insurance, (NAMES, "ratio stripping", "accrual", "insurance")),
    Check(special_checks.retail, (NAMES, "accrual", "retail")),
    Check(special_checks.retail_units, ("classes", "retail")),
    Check(support_checks.names, (NAMES, "credit support")),
    Check(support_checks.amounts, ("mortgage loans", "credit support")),
    Check(support_checks.reductions, ("credit support",)),
    Check(support_checks.causes, ("credit support",)),
    Check(support_checks.funds, ("classes", "mortgage loans", "credit support")),
    Check(support_checks.loss_allocation_event, ("classes", "losses")),
    Check(chapter_checks.assumptions, (NAMES, "structuring assumptions")),
)


def check(deal: Deal, parts: Iterable[str] = ALL_PARTS) -> list[Finding]:
    """Everything the parts of a deal contradict each other in; empty for a sound deal.

    ``parts`` are the chapters that could be read; a check that needs another one is left out.
    """
    there = {*parts, STRIPS, PAYEES, LIMITS}
    found: list[Finding] = []
    for each in CHECKS:
        faults = list(each.findings(deal)) if there.issuperset(each.needs) else []
        there -= {each.vouches_for} if faults else set()
        found += faults
    return found
