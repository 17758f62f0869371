"""What a check finds: a place in the deal, what is wrong there, and a way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.basics.problems import did_you_mean
from seriatim.deal.model import Deal
from seriatim.deal.rules import PaymentRule
from seriatim.deal.text import Path


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place of the deal (a path of keys and positions)."""

    path: Path
    reason: str
    hint: str = ""


@dataclass(frozen=True)
class RulePlace:
    """A payment rule and where it stands."""

    path: Path
    rule: PaymentRule

    def inner(self) -> Iterator[RulePlace]:
        """This rule and all rules inside it, each with its own place."""
        yield self
        for position, rule in enumerate(self.rule.sequentially or ()):
            yield from RulePlace((*self.path, "sequentially", position), rule).inner()
        for position, share in enumerate(self.rule.concurrently or ()):
            yield from RulePlace((*self.path, "concurrently", position, "rule"), share.rule).inner()


def senior_rules(deal: Deal) -> Iterator[RulePlace]:
    """The senior principal rules of the deal."""
    for position, rule in enumerate(deal.allocations.senior_principal.rules):
        yield RulePlace(("allocations", "senior principal", "rules", position), rule)


def derivation_rules(deal: Deal) -> Iterator[RulePlace]:
    """The rules that replace the senior principal rules where a schedule is derived."""
    for outer, schedule in enumerate(deal.schedules):
        for position, rule in enumerate(schedule.derivation.principal_rules if schedule.derivation else ()):
            yield RulePlace(("schedules", outer, "derivation", "principal rules", position), rule)


def accrual_rules(deal: Deal) -> Iterator[RulePlace]:
    """The rules by which the interest of accrual classes is paid."""
    for outer, accrual in enumerate(deal.accrual):
        for position, rule in enumerate(accrual.directed_to):
            yield RulePlace(("accrual", outer, "directed to", position), rule)


def names_of_classes(deal: Deal) -> tuple[str, ...]:
    """All classes, the residual included."""
    return (*(security.name for security in deal.classes.regular), deal.classes.residual.name)


def paid_by_rules(deal: Deal) -> tuple[str, ...]:
    """The classes that payment rules may name: seniors with a balance of the target-rate strip."""
    return tuple(security.name for security in deal.senior_target_rate)


def not_payable(deal: Deal, name: str) -> tuple[str, str]:
    """Why a payment rule may not name a class, and the nearest name that it may."""
    payable = paid_by_rules(deal)
    if name not in names_of_classes(deal):
        return f"unknown class '{name}'", did_you_mean(name, payable)
    if name == deal.classes.residual.name:
        return f"class {name} is the residual: no rule pays it", ""
    if name == deal.principal_only_class:
        return f"class {name} receives the PO strip: no rule of the seniors pays it", ""
    if deal.classes.named(name).notional is not None:
        return f"class {name} has a notional balance: it receives no principal", ""
    return f"class {name} is subordinated: only senior classes can stand here", ""
