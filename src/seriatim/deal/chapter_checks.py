"""What must hold of the other chapters: dates, sources, allocations, losses, assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.problems import did_you_mean
from seriatim.deal.findings import Finding, names_of_classes, not_payable, paid_by_rules
from seriatim.deal.model import Deal
from seriatim.deal.text import Path

LONGEST_MONTHS = 600
"""Distribution days that can be run: fifty years."""


def dates(deal: Deal) -> Iterator[Finding]:
    """Cut-off, closing, first and last distribution day follow one another."""
    stated = deal.dates
    if stated.closing_date < stated.cut_off_date:
        yield Finding(("dates", "closing date"), "the closing date is before the cut-off date")
    if stated.first_distribution_day < stated.closing_date:
        yield Finding(("dates", "first distribution day"), "the first distribution day is before the closing date")
    path = ("dates", "last distribution day")
    if stated.last_distribution_day <= stated.first_distribution_day:
        yield Finding(path, "the last distribution day is not after the first")
    elif deal.months > LONGEST_MONTHS:
        yield Finding(path, f"{deal.months} distribution days: at most {LONGEST_MONTHS} can be run")
    first, last = stated.first_distribution_day.day, stated.last_distribution_day.day
    if first != last and max(first, last) <= 28:
        yield Finding(path, f"the last distribution day is the {_th(last)} of its month, the first the {_th(first)}")


def _th(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"


def subordination(deal: Deal) -> Iterator[Finding]:
    """What only means something beside subordinated classes is not stated without them."""
    if deal.classes.subordinated:
        return
    path: Path = ("allocations",)
    for key in ("senior ratio", "unscheduled principal", "subordinated principal"):
        if getattr(deal.allocations, key.replace(" ", "_")) is not None:
            yield Finding((*path, key), f"'{key}' has no meaning: the deal has no subordinated classes")


def loss_pairs(deal: Deal) -> Iterator[Finding]:
    """Super senior classes are supported by other seniors."""
    losses = deal.losses
    if losses is None:
        return
    payable = paid_by_rules(deal)
    for position, each in enumerate(losses.super_senior):
        path: Path = ("losses", "super senior", position)
        for key, name in (("class", each.name), ("support class", each.support_class)):
            if name not in payable:
                yield Finding((*path, key), *not_payable(deal, name))
        if each.name == each.support_class:
            yield Finding((*path, "support class"), f"class {each.name} supports itself")
    for pair, count in Counter((each.name, each.support_class) for each in losses.super_senior).items():
        if count > 1:
            yield Finding(("losses", "super senior"), f"the support of {pair[0]} by {pair[1]} is stated twice")


def support_amounts(deal: Deal) -> Iterator[Finding]:
    """A support class can bear no more than its initial balance."""
    pairs = deal.losses.super_senior if deal.losses else ()
    for support in dict.fromkeys(pair.support_class for pair in pairs):
        total = sum((pair.amount for pair in pairs if pair.support_class == support), Decimal(0))
        balances = [security.balance for security in deal.classes.senior if security.name == support]
        if balances and balances[0] is not None and total > balances[0]:
            reason = f"class {support} is to bear {total:,}, more than its balance of {balances[0]:,}"
            yield Finding(("losses", "super senior"), reason)


def other_losses(deal: Deal) -> Iterator[Finding]:
    """Losses of a PO strip need one; each kind of loss has one limit."""
    losses = deal.losses
    if losses is None:
        return
    if losses.principal_only_class is not None and deal.principal_only_class is None:
        yield Finding(("losses", "principal-only class"), "the deal has no ratio-stripped principal-only class")
    limits = losses.limits.limits if losses.limits else ()
    for kind, count in Counter(limit.kind for limit in limits).items():
        if count > 1:
            yield Finding(("losses", "limits", "limits"), f"the limit of {kind} losses is stated twice")


def assumptions(deal: Deal) -> Iterator[Finding]:
    """Classes named in the assumptions are there."""
    known = names_of_classes(deal)
    for name in deal.structuring_assumptions.life_weighted_by_principal:
        if name not in known:
            path = ("structuring assumptions", "life weighted by principal")
            yield Finding(path, f"unknown class '{name}'", did_you_mean(name, known))
