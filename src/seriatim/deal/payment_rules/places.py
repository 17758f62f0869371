"""Places of payment rules: among the seniors' rules, in the derivation of a schedule, at an accrual class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.allocations.terms import Allocations
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.schedules.terms import Schedule
from seriatim.deal.text import EntryPath


@dataclass(frozen=True)
class RulePlace:
    """A payment rule and where it stands."""

    path: EntryPath
    rule: PaymentRule

    def inner(self) -> Iterator[RulePlace]:
        """This rule and all rules inside it, each with its own place."""
        yield self
        for position, rule in enumerate(self.rule.sequentially or ()):
            yield from RulePlace((*self.path, "sequentially", position), rule).inner()
        for position, share in enumerate(self.rule.concurrently or ()):
            yield from RulePlace((*self.path, "concurrently", position, "rule"), share.rule).inner()


def senior_rules(allocations: Allocations) -> Iterator[RulePlace]:
    """The senior principal rules."""
    for position, rule in enumerate(allocations.senior_principal.rules):
        yield RulePlace(("allocations", "senior principal", "rules", position), rule)


def derivation_rules(schedules: tuple[Schedule, ...]) -> Iterator[RulePlace]:
    """The rules that replace the senior principal rules where a schedule is derived."""
    for outer, schedule in enumerate(schedules):
        for position, rule in enumerate(schedule.derivation.principal_rules if schedule.derivation else ()):
            yield RulePlace(("schedules", outer, "derivation", "principal rules", position), rule)


def accrual_rules(accrual: tuple[AccrualClass, ...]) -> Iterator[RulePlace]:
    """The rules by which the interest of accrual classes is paid."""
    for outer, each in enumerate(accrual):
        for position, rule in enumerate(each.directed_to):
            yield RulePlace(("accrual", outer, "directed to", position), rule)
