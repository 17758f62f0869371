"""What must hold of the classes: names, balances, strips, notional balances, interest to accrue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from seriatim.basics.problems import did_you_mean
from seriatim.basics.rates import format_rate
from seriatim.deal.classes import PREMIUM_LOANS, SecurityClass
from seriatim.deal.findings import Finding, names_of_classes, not_payable, paid_by_rules
from seriatim.deal.model import Deal
from seriatim.deal.text import Path

Row = tuple[Path, SecurityClass]


def _rows(deal: Deal) -> Iterator[Row]:
    """Every class but the residual with its place."""
    for part, securities in (("senior", deal.classes.senior), ("subordinated", deal.classes.subordinated)):
        for position, security in enumerate(securities):
            yield ("classes", part, position), security


def names(deal: Deal) -> Iterator[Finding]:
    """Every class has a name of its own."""
    seen: set[str] = set()
    places = [((*path, "class"), security.name) for path, security in _rows(deal)]
    for place, name in [*places, (("classes", "residual"), deal.classes.residual.name)]:
        if name in seen:
            yield Finding(place, f"class {name} is listed twice", "each class has a name of its own")
        seen.add(name)


def sizes(deal: Deal) -> Iterator[Finding]:
    """Subordinated classes have balances; an actual balance from the loans is stated where it can be worked out."""
    remainders = [path for path, security in _rows(deal) if security.actual_balance == "remainder"]
    for path, security in _rows(deal):
        name = security.name
        if path[1] == "subordinated" and security.notional is not None:
            yield Finding((*path, "notional"), f"subordinated class {name} must have a balance")
        if security.actual_balance and security.notional is not None:
            yield Finding((*path, "actual balance"), f"class {name} has a notional balance: it has no actual balance")
        if security.actual_balance == "PO strip" and name != deal.principal_only_class:
            reason = f"class {name} does not receive the PO strip: 'ratio stripping' does not name it"
            yield Finding((*path, "actual balance"), reason)
        if path in remainders[1:]:
            yield Finding((*path, "actual balance"), "only one class can be the remainder")


def notionals(deal: Deal) -> Iterator[Finding]:
    """A notional balance is that of classes with balances, each counted once, or of loans the deal has."""
    with_balance = [security.name for _, security in _rows(deal) if security.balance is not None]
    for path, security in _rows(deal):
        place = (*path, "notional")
        for name, count in Counter(security.notional_classes).items():
            if name not in with_balance:
                known = name in names_of_classes(deal)
                wrong = f"class {name} has no balance" if known else f"unknown class '{name}'"
                hint = "" if known else did_you_mean(name, with_balance)
                yield Finding(place, f"notional balance of {security.name}: {wrong}", hint)
            elif count > 1:
                yield Finding(place, f"notional balance of {security.name}: {name} counts twice")
        if security.notional == PREMIUM_LOANS and deal.ratio_stripping is None and not security.follows_loans:
            yield Finding(
                place, f"class {security.name} follows the premium loans, but the deal has no ratio stripping"
            )


def loan_interest(deal: Deal) -> Iterator[Finding]:
    """The interest of the premium loans goes to one class, which 'ratio stripping' names."""
    named = deal.interest_only_class
    follows = [(path, security) for path, security in _rows(deal) if security.follows_loans]
    for path, security in follows:
        name = security.name
        if deal.ratio_stripping is None:
            reason = f"class {name} follows the premium loans, but the deal has no ratio stripping"
            yield Finding((*path, "rate"), reason)
        elif named is None:
            reason = f"class {name} receives the IO strip, but 'ratio stripping' does not name it"
            yield Finding((*path, "rate"), reason, f"add 'interest-only class: {name}'")
        elif name != named:
            reason = f"two classes are paid from the same money: {named} and {name}"
            yield Finding((*path, "rate"), f"{reason} both receive the interest of the premium loans")


def stripping(deal: Deal) -> Iterator[Finding]:
    """The PO and the IO strip go to senior classes of the right form."""
    rule = deal.ratio_stripping
    if rule is None:
        return
    senior = {security.name: security for security in deal.classes.senior}
    named = (("principal-only class", rule.principal_only_class), ("interest-only class", rule.interest_only_class))
    for key, name in named:
        path = ("ratio stripping", key)
        if name is None:
            continue
        if name not in senior:
            yield Finding(path, f"'{name}' is not a senior class", did_you_mean(name, senior))
        elif key == "principal-only class":
            yield from _po_form(path, senior[name])
        elif not senior[name].follows_loans or senior[name].notional != PREMIUM_LOANS:
            reason = f"class {name} receives the IO strip"
            yield Finding(path, reason, "its rate is 'weighted average net rate less target rate' on 'premium loans'")


def _po_form(path: Path, security: SecurityClass) -> Iterator[Finding]:
    if security.balance is None:
        yield Finding(path, f"class {security.name} receives the PO strip: it must have a balance")
    elif security.rate != Decimal(0):
        yield Finding(path, f"class {security.name} receives the PO strip, which bears no interest", "its rate is 0%")


def accruals(deal: Deal) -> Iterator[Finding]:
    """Accrual classes are seniors with balances, each stated once, and their interest ends with known classes."""
    payable = paid_by_rules(deal)
    names = [accrual.name for accrual in deal.accrual]
    for position, accrual in enumerate(deal.accrual):
        path: Path = ("accrual", position)
        if accrual.name not in payable:
            yield Finding((*path, "class"), *not_payable(deal, accrual.name))
        if accrual.name in names[:position]:
            reason = f"two rules are paid from the same money: the interest of class {accrual.name}"
            yield Finding((*path, "class"), reason, "state its accrual once")
        if accrual.name in accrual.until_paid_off:
            yield Finding((*path, "until paid off"), f"class {accrual.name} would accrue until it is paid off itself")
        for name in accrual.until_paid_off:
            if name not in payable:
                yield Finding((*path, "until paid off"), *not_payable(deal, name))
        if not accrual.directed_classes():
            yield Finding((*path, "directed to"), f"the interest of class {accrual.name} is directed to itself only")
    yield from _circles(deal)


def _circles(deal: Deal) -> Iterator[Finding]:
    directed = {accrual.name: accrual.directed_classes() for accrual in deal.accrual}
    reported: set[str] = set()
    for position, accrual in enumerate(deal.accrual):
        circle = _way_back(directed, (accrual.name,))
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


def accrual_interest(deal: Deal) -> Iterator[Finding]:
    """A class that accrues bears interest."""
    for position, accrual in enumerate(deal.accrual):
        rates = [security.rate for security in deal.classes.senior if security.name == accrual.name]
        if rates == [Decimal(0)]:
            yield Finding(("accrual", position, "class"), f"class {accrual.name} bears no interest that could accrue")


def first_interest(deal: Deal) -> Iterator[Finding]:
    """Interest begins between the cut-off date and the first distribution day."""
    for path, security in _rows(deal):
        day = security.accrues_from
        if day and not deal.dates.cut_off_date <= day < deal.dates.first_distribution_day:
            reason = f"{day} is not between the cut-off date and the first distribution day"
            yield Finding((*path, "accrues from"), reason)


def excess_interest(deal: Deal) -> Iterator[Finding]:
    """No fixed rate exceeds the rate that the certificates are said to have."""
    if deal.excess_interest is None:
        return
    above = deal.excess_interest.above
    for path, security in _rows(deal):
        if security.balance and isinstance(security.rate, Decimal) and security.rate > above:
            reason = f"class {security.name} bears {format_rate(security.rate)}, above the {format_rate(above)}"
            yield Finding((*path, "rate"), f"{reason} beyond which interest is excess")
