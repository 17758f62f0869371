"""Checks of the losses: support classes, limits, and events that have a meaning in the deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.findings import Check, Finding
from seriatim.deal.losses.terms import Losses
from seriatim.deal.ratio_stripping.terms import RatioStripping, payable_classes, principal_only_class
from seriatim.deal.text import EntryPath


def support_classes(roster: Roster, stripping: RatioStripping | None, losses: Losses | None) -> Iterator[Finding]:
    """Super senior classes are supported by other seniors."""
    if losses is None:
        return
    payable = payable_classes(roster, stripping)
    for position, each in enumerate(losses.super_senior):
        path: EntryPath = ("losses", "super senior", position)
        for key, name in (("class", each.name), ("support class", each.support_class)):
            if name not in payable.names:
                yield Finding((*path, key), *payable.refusal(name))
        if each.name == each.support_class:
            yield Finding((*path, "support class"), f"class {each.name} supports itself")
    for pair, count in Counter((each.name, each.support_class) for each in losses.super_senior).items():
        if count > 1:
            yield Finding(("losses", "super senior"), f"the support of {pair[0]} by {pair[1]} is stated twice")


def support_amounts(classes: Classes, losses: Losses | None) -> Iterator[Finding]:
    """A support class can bear no more than its initial balance."""
    pairs = losses.super_senior if losses else ()
    for support in dict.fromkeys(pair.support_class for pair in pairs):
        total = sum((pair.amount for pair in pairs if pair.support_class == support), Decimal(0))
        balances = [security.balance for security in classes.senior if security.name == support]
        if balances and balances[0] is not None and total > balances[0]:
            reason = f"class {support} is to bear {total:,}, more than its balance of {balances[0]:,}"
            yield Finding(("losses", "super senior"), reason)


def strips_and_limits(stripping: RatioStripping | None, losses: Losses | None) -> Iterator[Finding]:
    """Losses of a PO strip need one; each kind of loss has one limit."""
    if losses is None:
        return
    if losses.principal_only_class is not None and principal_only_class(stripping) is None:
        yield Finding(("losses", "principal-only class"), "the deal has no ratio-stripped principal-only class")
    limits = losses.limits.limits if losses.limits else ()
    for kind, count in Counter(limit.kind for limit in limits).items():
        if count > 1:
            yield Finding(("losses", "limits", "limits"), f"the limit of {kind} losses is stated twice")


def loss_allocation_event(classes: Classes, losses: Losses | None) -> Iterator[Finding]:
    """Priorities among senior classes cease; subordinated classes would have no place in what follows."""
    rule = losses.loss_allocation_event if losses else None
    if rule is not None and classes.subordinated:
        reason = "'loss allocation event' has no meaning: the subordinated classes bear losses first"
        yield Finding(("losses", "loss allocation event"), reason)


CHECKS = (Check(support_classes), Check(support_amounts), Check(strips_and_limits), Check(loss_allocation_event))
