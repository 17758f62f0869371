"""Checks of credit support: amounts stated once, causes that its kind can cover, funds that are filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from seriatim.basics.rates import format_rate
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.credit_support.terms import LOSS_CAUSES, CreditSupport, ReserveFund, SupportKind
from seriatim.deal.findings import Check, Finding
from seriatim.deal.mortgage_loans.terms import MortgageLoans
from seriatim.deal.text import EntryPath

Supports = tuple[CreditSupport, ...]

ONLY: Mapping[SupportKind, tuple[str, ...]] = {
    "special hazard policy": ("special hazard losses",),
    "bankruptcy bond": ("bankruptcy losses", "debt service reductions"),
    "pool insurance policy": (*LOSS_CAUSES, "debt service reductions"),
}
"""Kinds that cover certain causes only."""
AMOUNT = ("amount", "percent of pool")
REQUIRED = ("required amount", "required percent of pool")


def _places(credit_support: Supports) -> Iterator[tuple[EntryPath, CreditSupport]]:
    """Every support with its place in the file."""
    for position, support in enumerate(credit_support):
        yield ("credit support", position), support


def names(roster: Roster, credit_support: Supports) -> Iterator[Finding]:
    """A support has a name of its own: cash flows and statements go by it."""
    classes = set(roster.names)
    seen: set[str] = set()
    for path, support in _places(credit_support):
        if support.name in classes:
            yield Finding((*path, "name"), f"'{support.name}' is a class", "give the support a name of its own")
        if support.name in seen:
            yield Finding((*path, "name"), f"'{support.name}' is the name of another support")
        seen.add(support.name)


def amounts(mortgage_loans: MortgageLoans, credit_support: Supports) -> Iterator[Finding]:
    """An amount is stated once, in dollars or as a part of the pool, and is not nothing; limits lie below it."""
    pool = mortgage_loans.balance
    for path, support in _places(credit_support):
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
    path: EntryPath, stated: tuple[object, object], keys: tuple[str, str], *, needed: bool
) -> Iterator[Finding]:
    """Of two ways to state an amount one is taken, where one is needed."""
    given = [each for each in stated if each is not None]
    if len(given) > 1:
        yield Finding((*path, keys[1]), f"'{keys[0]}' and '{keys[1]}' are both stated", "keep one of them")
    elif needed and not given:
        yield Finding(path, f"no {keys[0]} is stated", f"write '{keys[0]}' or '{keys[1]}'")


def reductions(credit_support: Supports) -> Iterator[Finding]:
    """An amount shrinks by a table or on anniversaries, and never grows."""
    for path, support in _places(credit_support):
        if support.reductions is not None and support.anniversaries is not None:
            yield Finding((*path, "anniversaries"), "'reductions' and 'anniversaries' are both stated", "keep one")
        if support.anniversaries is not None and support.is_fund:
            yield Finding((*path, "anniversaries"), f"a {support.kind} shrinks by 'reductions' of what it must hold")
        for (_, before), (day, after) in pairwise(support.reductions.steps if support.reductions else ()):
            if after > before:
                reason = f"rises from {format_rate(before)} to {format_rate(after)} on distribution day {day}"
                yield Finding((*path, "reductions"), reason, "reductions never rise")


def causes(credit_support: Supports) -> Iterator[Finding]:
    """Each cause once, and only those that a support of its kind covers."""
    for path, support in _places(credit_support):
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


def funds(classes: Classes, mortgage_loans: MortgageLoans, credit_support: Supports) -> Iterator[Finding]:
    """Funds, and nothing else, are filled; those kept from subordinated classes need such classes."""
    for path, support in _places(credit_support):
        fund = support.fund
        if fund is None:
            if support.is_fund:
                yield Finding(path, f"'fund' is missing in '{support.name}'", "say how the fund is filled")
        elif not support.is_fund:
            yield Finding((*path, "fund"), f"a {support.kind} holds no money: it has no 'fund'")
        else:
            if support.reimbursements == "do not restore it":
                yield Finding((*path, "reimbursements"), f"a {support.kind} keeps the money that reimburses it")
            yield from _filled((*path, "fund"), support, pool=mortgage_loans.balance)
            yield from _subordinated(classes, (*path, "fund"), fund)


def _filled(path: EntryPath, support: CreditSupport, *, pool: Decimal) -> Iterator[Finding]:
    """The amount that a fund is to hold is stated once, and is not nothing."""
    fund = support.fund
    if fund is None:
        return
    stated = (fund.required_amount, fund.required_percent_of_pool)
    yield from _stated_once(path, stated, REQUIRED, needed=fund.funded_from != "the deposit only")
    if not support.required(pool) and not support.initial(pool):
        yield Finding(path, f"'{support.name}' covers nothing: nothing is deposited and nothing required")


def _subordinated(classes: Classes, path: EntryPath, fund: ReserveFund) -> Iterator[Finding]:
    """Subordinated classes that a fund is kept from, or released to, are there."""
    if classes.subordinated:
        return
    if fund.funded_from == "subordinated distributions":
        yield Finding((*path, "funded from"), "the deal has no subordinated classes")
    if fund.released_to == "the subordinated classes":
        yield Finding((*path, "released to"), "the deal has no subordinated classes")


CHECKS = (Check(names), Check(amounts), Check(reductions), Check(causes), Check(funds))
