"""What must hold of special classes: agreements, insurance, retail classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seriatim.basics.problems import did_you_mean
from seriatim.deal.findings import Finding, names_of_classes, not_payable, paid_by_rules
from seriatim.deal.model import Deal
from seriatim.deal.special import InsuredClass, RetailClass, YieldMaintenance
from seriatim.deal.text import Path

Special = YieldMaintenance | InsuredClass | RetailClass


def yield_maintenance(deal: Deal) -> Iterator[Finding]:
    """An agreement is about a senior class with a balance, and a schedule states the assumed balance of that class."""
    payable = paid_by_rules(deal)
    yield from _twice("yield maintenance", deal.yield_maintenance)
    for position, agreement in enumerate(deal.yield_maintenance):
        path: Path = ("yield maintenance", position)
        if agreement.name not in payable:
            yield Finding((*path, "class"), *not_payable(deal, agreement.name))
        for key, party in (("provider", agreement.provider), ("afterwards to", agreement.afterwards_to)):
            yield from _a_class(deal, (*path, key), party)
        if agreement.provider == agreement.afterwards_to:
            reason = f"{agreement.provider} would pay itself once the class is paid off"
            yield Finding((*path, "afterwards to"), reason, "name the underwriter")
        yield from _assumed_balance(deal, path, agreement)


def _assumed_balance(deal: Deal, path: Path, agreement: YieldMaintenance) -> Iterator[Finding]:
    """The schedule is there, is meant for it, and is about the class."""
    place, name = (*path, "assumed balance"), agreement.assumed_balance
    known = [schedule.name for schedule in deal.schedules]
    if name not in known:
        yield Finding(place, f"no schedule is named '{name}'", did_you_mean(name, known))
        return
    schedule = deal.schedule(name)
    if schedule.purpose != "assumed balance":
        yield Finding(place, f"the schedule '{name}' governs principal", "give it 'purpose: assumed balance'")
    if agreement.name not in schedule.classes:
        yield Finding(place, f"the schedule '{name}' states no balance of class {agreement.name}")
    elif schedule.together and len(schedule.classes) > 1:
        yield Finding(place, f"the schedule '{name}' states balances of several classes together")


def maintained_interest(deal: Deal) -> Iterator[Finding]:
    """A class whose yield is maintained bears interest."""
    for position, agreement in enumerate(deal.yield_maintenance):
        if any(each.name == agreement.name and each.rate == 0 for each in deal.classes.senior):
            reason = f"class {agreement.name} bears no interest that could be made up"
            yield Finding(("yield maintenance", position, "class"), reason)


def insurance(deal: Deal) -> Iterator[Finding]:
    """Senior classes are insured, but for the PO class, which others reimburse, and accrual classes."""
    seniors = [security.name for security in deal.classes.senior if security.name != deal.principal_only_class]
    accruing = [accrual.name for accrual in deal.accrual]
    yield from _twice("insurance", deal.insurance)
    for position, policy in enumerate(deal.insurance):
        path: Path = ("insurance", position)
        name = policy.name
        if name == deal.principal_only_class:
            reason = f"class {name} receives the PO strip: the subordinated classes reimburse its losses"
            yield Finding((*path, "class"), reason)
        elif name not in seniors:
            known = name in names_of_classes(deal)
            reason = f"class {name} is not a senior class" if known else f"unknown class '{name}'"
            yield Finding((*path, "class"), reason, "" if known else did_you_mean(name, seniors))
        if name in accruing:
            reason = f"class {name} accrues: its interest is paid to others, whom the insurer does not insure"
            yield Finding((*path, "class"), reason)
        yield from _a_class(deal, (*path, "insurer"), policy.insurer)


def retail(deal: Deal) -> Iterator[Finding]:
    """A retail class has a balance of whole units, which never grows."""
    accruing = [accrual.name for accrual in deal.accrual]
    balances = {each.name: each.balance for each in deal.classes.regular if each.balance is not None}
    yield from _twice("retail", deal.retail)
    for position, retail_class in enumerate(deal.retail):
        path, name = ("retail", position), retail_class.name
        balance = balances.get(name)
        if balance is None:
            known = name in names_of_classes(deal)
            reason = f"class {name} has no principal balance" if known else f"unknown class '{name}'"
            yield Finding((*path, "class"), reason, "" if known else did_you_mean(name, balances))
        elif name in accruing:
            yield Finding((*path, "class"), f"class {name} accrues: its balance is not one of whole units")


def retail_units(deal: Deal) -> Iterator[Finding]:
    """The balance of a retail class is a number of whole units."""
    balances = {each.name: each.balance for each in deal.classes.regular if each.balance is not None}
    for position, each in enumerate(deal.retail):
        balance = balances.get(each.name)
        if balance is not None and balance % each.unit:
            reason = f"the balance of class {each.name}, {balance:,}, is no multiple of {each.unit:,}"
            yield Finding(("retail", position, "unit"), reason)


def _twice(chapter: str, entries: Sequence[Special]) -> Iterator[Finding]:
    names = [entry.name for entry in entries]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield Finding((chapter, position, "class"), f"'{chapter}' names class {name} twice", "state it once")


def _a_class(deal: Deal, path: Path, party: str) -> Iterator[Finding]:
    """A party beside the classes that bears the name of one."""
    if party in names_of_classes(deal):
        yield Finding(path, f"{party} is a class of the deal: it cannot be a party beside it")
