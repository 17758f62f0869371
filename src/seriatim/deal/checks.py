"""What must hold between the parts of a deal: every check, and the parts it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from seriatim.deal import chapter_checks, class_checks, payment_checks
from seriatim.deal.findings import Finding, accrual_rules, derivation_rules, senior_rules
from seriatim.deal.model import Deal
from seriatim.deal.terms import words

Check = Callable[[Deal], Iterator[Finding]]

NAMES = "names of the classes"
"""The class table as far as names and kinds of balance go: there even if a rate or an amount is wrong."""
ALL_PARTS = frozenset({NAMES, *(words(name) for name in Deal.model_fields)})

CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (chapter_checks.dates, ("dates",)),
    (class_checks.names, (NAMES,)),
    (class_checks.sizes, ("classes", "ratio stripping")),
    (class_checks.notionals, (NAMES, "classes", "ratio stripping")),
    (class_checks.loan_interest, ("classes", "ratio stripping")),
    (class_checks.stripping, ("classes", "ratio stripping")),
    (class_checks.first_interest, ("classes", "dates")),
    (class_checks.excess_interest, ("classes", "excess interest")),
    (class_checks.accruals, (NAMES, "ratio stripping", "accrual")),
    (class_checks.accrual_interest, ("classes", "accrual")),
    (payment_checks.payees(senior_rules), (NAMES, "ratio stripping", "allocations")),
    (payment_checks.payees(derivation_rules), (NAMES, "ratio stripping", "schedules")),
    (payment_checks.payees(accrual_rules), (NAMES, "ratio stripping", "accrual")),
    (payment_checks.limits(senior_rules), ("allocations", "schedules")),
    (payment_checks.limits(derivation_rules), ("schedules",)),
    (payment_checks.limits(accrual_rules), ("accrual", "schedules")),
    (payment_checks.nas, ("allocations", "schedules")),
    (payment_checks.no_nas_in_accrual, ("accrual",)),
    (payment_checks.coverage, (NAMES, "ratio stripping", "allocations")),
    (payment_checks.schedules, (NAMES, "ratio stripping", "schedules")),
    (payment_checks.schedules_used, ("allocations", "accrual", "schedules")),
    (payment_checks.derivations, (NAMES, "accrual", "schedules")),
    (chapter_checks.subordination, (NAMES, "allocations")),
    (chapter_checks.loss_pairs, (NAMES, "ratio stripping", "losses")),
    (chapter_checks.support_amounts, ("classes", "losses")),
    (chapter_checks.other_losses, ("losses", "ratio stripping")),
    (chapter_checks.assumptions, (NAMES, "structuring assumptions")),
)


def check(deal: Deal, parts: Iterable[str] = ALL_PARTS) -> list[Finding]:
    """Everything the parts of a deal contradict each other in; empty for a sound deal.

    ``parts`` are the chapters that could be read; what another chapter would be needed for is left out.
    """
    there = set(parts)
    return [finding for rule, needed in CHECKS if there.issuperset(needed) for finding in rule(deal)]
