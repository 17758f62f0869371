"""What must hold of credit support: amounts stated once, causes that its kind can cover, funds that are filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from seriatim.basics.rates import format_rate
from seriatim.deal.credit_support import LOSS_CAUSES, CreditSupport, ReserveFund, SupportKind
from seriatim.deal.findings import Finding, names_of_classes
from seriatim.deal.model import Deal
from seriatim.deal.text import Path

ONLY: Mapping[SupportKind, tuple[str, ...]] = {
    "special hazard policy": ("special hazard losses",),
    "bankruptcy bond": ("bankruptcy losses", "debt service reductions"),
    "pool insurance policy": (*LOSS_CAUSES, "debt service reductions"),
}
"""Kinds that cover certain causes only."""
AMOUNT = ("amount", "percent of pool")
REQUIRED = ("required amount", "required percent of pool")


def _places(deal: Deal) -> Iterator[tuple[Path, CreditSupport]]:
    for position, support in enumerate(deal.credit_support):
        yield ("credit support", position), support


def names(deal: Deal) -> Iterator[Finding]:
    """A support has a name of its own: cash flows and statements go by it."""
    classes = set(names_of_classes(deal))
    seen: set[str] = set()
    for path, support in _places(deal):
        if support.name in classes:
            yield Finding((*path, "name"), f"'{support.name}' is a class", "give the support a name of its own")
        if support.name in seen:
            yield Finding((*path, "name"), f"'{support.name}' is the name of another support")
        seen.add(support.name)


def amounts(deal: Deal) -> Iterator[Finding]:
    """An amount is stated once, in dollars or as a part of the pool, and is not nothing; limits lie below it."""
    pool = deal.mortgage_loans.balance
    for path, support in _places(deal):
        stated = (support.amount, support.percent_of_pool)
        yield from _stated_once(path, stated, AMOUNT, needed=not support.is_fund)
        if not support.is_fund and any(each is not None and not each for each in stated):
            yield Finding(path, f"'{support.name}' covers nothing: its amount is zero", "remove it")
        for position, each in enumerate(support.covers):
            place = (*path, "covers", position)
            yield from _stated_once(place, (each.amount, each.percent_of_pool), AMOUNT, needed=False)
            limit, whole = support.limit(each.cause, pool), support.initial(pool)
            if limit is not None and not limit:
                yield Finding(place, f"{each.cause} up to nothing are not covered", "remove the entry")
            elif limit is not None and not support.is_fund and limit > whole:
                yield Finding(place, f"{each.cause} up to {limit:,}: '{support.name}' has {whole:,} in all")


def _stated_once(
    path: Path, stated: tuple[object, object], keys: tuple[str, str], *, needed: bool
) -> Iterator[Finding]:
    given = [each for each in stated if each is not None]
    if len(given) > 1:
        yield Finding((*path, keys[1]), f"'{keys[0]}' and '{keys[1]}' are both stated", "keep one of them")
    elif needed and not given:
        yield Finding(path, f"no {keys[0]} is stated", f"write '{keys[0]}' or '{keys[1]}'")


def reductions(deal: Deal) -> Iterator[Finding]:
    """An amount shrinks by a table or on anniversaries, and never grows."""
    for path, support in _places(deal):
        if support.reductions is not None and support.anniversaries is not None:
            yield Finding((*path, "anniversaries"), "'reductions' and 'anniversaries' are both stated", "keep one")
        if support.anniversaries is not None and support.is_fund:
            yield Finding((*path, "anniversaries"), f"a {support.kind} shrinks by 'reductions' of what it must hold")
        for (_, before), (day, after) in pairwise(support.reductions.steps if support.reductions else ()):
            if after > before:
                reason = f"rises from {format_rate(before)} to {format_rate(after)} on distribution day {day}"
                yield Finding((*path, "reductions"), reason, "reductions never rise")


def causes(deal: Deal) -> Iterator[Finding]:
    """Each cause once, and only those that a support of its kind covers."""
    for path, support in _places(deal):
        for cause, count in Counter(support.causes).items():
            if count > 1:
                yield Finding((*path, "covers"), f"{cause} are covered twice")
        allowed = ONLY.get(support.kind, support.causes)
        for position, cause in enumerate(support.causes):
            if cause not in allowed:
                reason = f"a {support.kind} does not cover {cause}"
                yield Finding((*path, "covers", position), reason, f"choose from {', '.join(map(repr, allowed))}")
        if support.excess_recoveries != "to the classes" and not set(support.causes) & set(LOSS_CAUSES):
            yield Finding((*path, "excess recoveries"), f"'{support.name}' covers no losses: nothing is recovered")


def funds(deal: Deal) -> Iterator[Finding]:
    """Funds, and nothing else, are filled; those kept from subordinated classes need such classes."""
    for path, support in _places(deal):
        fund = support.fund
        if fund is None:
            if support.is_fund:
                yield Finding(path, f"'fund' is missing in '{support.name}'", "say how the fund is filled")
        elif not support.is_fund:
            yield Finding((*path, "fund"), f"a {support.kind} holds no money: it has no 'fund'")
        else:
            if support.reimbursements == "do not restore it":
                yield Finding((*path, "reimbursements"), f"a {support.kind} keeps the money that reimburses it")
            yield from _fund(deal, (*path, "fund"), support, fund)


def _fund(deal: Deal, path: Path, support: CreditSupport, fund: ReserveFund) -> Iterator[Finding]:
    stated = (fund.required_amount, fund.required_percent_of_pool)
    yield from _stated_once(path, stated, REQUIRED, needed=fund.funded_from != "the deposit only")
    if not support.required(deal.mortgage_loans.balance) and not support.initial(deal.mortgage_loans.balance):
        yield Finding(path, f"'{support.name}' covers nothing: nothing is deposited and nothing required")
    if deal.classes.subordinated:
        return
    if fund.funded_from == "subordinated distributions":
        yield Finding((*path, "funded from"), "the deal has no subordinated classes")
    if fund.released_to == "the subordinated classes":
        yield Finding((*path, "released to"), "the deal has no subordinated classes")


def loss_allocation_event(deal: Deal) -> Iterator[Finding]:
    """Priorities among senior classes cease; subordinated classes would have no place in what follows."""
    rule = deal.losses.loss_allocation_event if deal.losses else None
    if rule is not None and deal.classes.subordinated:
        reason = "'loss allocation event' has no meaning: the subordinated classes bear losses first"
        yield Finding(("losses", "loss allocation event"), reason)
