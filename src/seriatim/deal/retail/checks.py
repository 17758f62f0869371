"""Checks of retail classes: balances of whole units, which never grow."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.deal.classes.references import named_twice
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import Classes
from seriatim.deal.findings import Check, Finding
from seriatim.deal.retail.terms import RetailClass


def retail_classes(
    roster: Roster, accrual: tuple[AccrualClass, ...], retail: tuple[RetailClass, ...]
) -> Iterator[Finding]:
    """A retail class has a balance, and does not accrue."""
    accruing = [each.name for each in accrual]
    with_balance = [each.name for each in roster.regular if each.has_balance]
    yield from named_twice("retail", [each.name for each in retail])
    for position, each in enumerate(retail):
        path, name = ("retail", position), each.name
        if name not in with_balance:
            known = name in roster.names
            reason = f"class {name} has no principal balance" if known else f"unknown class '{name}'"
            yield Finding((*path, "class"), reason, "" if known else did_you_mean(name, with_balance))
        elif name in accruing:
            yield Finding((*path, "class"), f"class {name} accrues: its balance is not one of whole units")


def units(classes: Classes, retail: tuple[RetailClass, ...]) -> Iterator[Finding]:
    """The balance of a retail class is a number of whole units."""
    balances = {each.name: each.balance for each in classes.regular if each.balance is not None}
    for position, each in enumerate(retail):
        balance = balances.get(each.name)
        if balance is not None and balance % each.unit:
            reason = f"the balance of class {each.name}, {balance:,}, is no multiple of {each.unit:,}"
            yield Finding(("retail", position, "unit"), reason)


CHECKS = (Check(retail_classes), Check(units))
