"""Checks of accrual classes: seniors that bear interest, rules that pay it, no circle of interest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.findings import Check, Finding
from seriatim.deal.payment_rules.checks import payees
from seriatim.deal.payment_rules.places import accrual_rules
from seriatim.deal.ratio_stripping.terms import RatioStripping, payable_classes
from seriatim.deal.text import EntryPath


def classes_that_accrue(
    roster: Roster, stripping: RatioStripping | None, accrual: tuple[AccrualClass, ...]
) -> Iterator[Finding]:
    """Accrual classes are seniors with balances, each stated once, and their interest ends with known classes."""
    payable = payable_classes(roster, stripping)
    names = [each.name for each in accrual]
    for position, each in enumerate(accrual):
        path: EntryPath = ("accrual", position)
        if each.name not in payable.names:
            yield Finding((*path, "class"), *payable.refusal(each.name))
        if each.name in names[:position]:
            reason = f"two rules are paid from the same money: the interest of class {each.name}"
            yield Finding((*path, "class"), reason, "state its accrual once")
        if each.name in each.until_paid_off:
            yield Finding((*path, "until paid off"), f"class {each.name} would accrue until it is paid off itself")
        for name in each.until_paid_off:
            if name not in payable.names:
                yield Finding((*path, "until paid off"), *payable.refusal(name))
        if not each.directed_classes():
            yield Finding((*path, "directed to"), f"the interest of class {each.name} is directed to itself only")
    yield from _circles(accrual)


def _circles(accrual: tuple[AccrualClass, ...]) -> Iterator[Finding]:
    """Interest that comes back to the class it starts from; each circle is found once."""
    directed = {each.name: each.directed_classes() for each in accrual}
    reported: set[str] = set()
    for position, each in enumerate(accrual):
        circle = _way_back(directed, (each.name,))
        if circle and not reported.intersection(circle):
            reported.update(circle)
            way = ", ".join(f"{payer} to {payee}" for payer, payee in pairwise(circle))
            yield Finding(("accrual", position), f"circular accrual: interest goes from {way}", "open the circle")


def _way_back(directed: dict[str, tuple[str, ...]], way: tuple[str, ...]) -> tuple[str, ...]:
    """The way on which accrual interest comes back to the class it starts from; empty if it does not."""
    for name in directed[way[-1]]:
        if name == way[0] and len(way) > 1:
            return (*way, name)
        if name in directed and name not in way:
            found = _way_back(directed, (*way, name))
            if found:
                return found
    return ()


def interest(classes: Classes, accrual: tuple[AccrualClass, ...]) -> Iterator[Finding]:
    """A class that accrues bears interest."""
    for position, each in enumerate(accrual):
        rates = [security.rate for security in classes.senior if security.name == each.name]
        if rates == [Decimal(0)]:
            yield Finding(("accrual", position, "class"), f"class {each.name} bears no interest that could accrue")


def accrual_payees(
    roster: Roster, stripping: RatioStripping | None, accrual: tuple[AccrualClass, ...]
) -> Iterator[Finding]:
    """Accrued interest is paid to classes that can be paid, each once from the same money."""
    yield from payees(accrual_rules(accrual), payable_classes(roster, stripping))


def no_nas(accrual: tuple[AccrualClass, ...]) -> Iterator[Finding]:
    """Accrued interest is not paid by NAS percentages."""
    for whole in accrual_rules(accrual):
        for place in whole.inner():
            if place.rule.NAS:
                yield Finding((*place.path, "NAS"), "'NAS' must be a rule of its own among the senior principal rules")


CHECKS = (Check(classes_that_accrue), Check(interest), Check(accrual_payees), Check(no_nas))
