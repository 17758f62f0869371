"""Checks of the classes: names, balances, notional balances, interest of the loans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.roster import Roster
from seriatim.deal.classes.terms import PREMIUM_LOANS, Classes
from seriatim.deal.dates.terms import Dates
from seriatim.deal.findings import Check, Finding, Sound
from seriatim.deal.ratio_stripping.terms import RatioStripping, principal_only_class


def names(roster: Roster) -> Iterator[Finding]:
    """Every class has a name of its own."""
    seen: set[str] = set()
    places = [((*path, "class"), entry.name) for path, entry in roster.places()]
    for place, name in [*places, (("classes", "residual"), roster.residual)]:
        if name in seen:
            yield Finding(place, f"class {name} is listed twice", "each class has a name of its own")
        seen.add(name)


def sizes(classes: Classes, stripping: RatioStripping | None) -> Iterator[Finding]:
    """Subordinated classes have balances; an actual balance from the loans is stated where it can be worked out."""
    remainders = [path for path, security in classes.places() if security.actual_balance == "remainder"]
    for path, security in classes.places():
        name = security.name
        if path[1] == "subordinated" and security.notional is not None:
            yield Finding((*path, "notional"), f"subordinated class {name} must have a balance")
        if security.actual_balance and security.notional is not None:
            yield Finding((*path, "actual balance"), f"class {name} has a notional balance: it has no actual balance")
        if security.actual_balance == "PO strip" and name != principal_only_class(stripping):
            reason = f"class {name} does not receive the PO strip: 'ratio stripping' does not name it"
            yield Finding((*path, "actual balance"), reason)
        if path in remainders[1:]:
            yield Finding((*path, "actual balance"), "only one class can be the remainder")


def notionals(classes: Classes, stripping: RatioStripping | None) -> Iterator[Finding]:
    """A notional balance is that of classes with balances, each counted once, or of loans the deal has."""
    with_balance = [security.name for security in classes.regular if security.balance is not None]
    for path, security in classes.places():
        place = (*path, "notional")
        for name, count in Counter(security.notional_classes).items():
            if name not in with_balance:
                known = name in Roster.of(classes).names
                wrong = f"class {name} has no balance" if known else f"unknown class '{name}'"
                hint = "" if known else did_you_mean(name, with_balance)
                yield Finding(place, f"notional balance of {security.name}: {wrong}", hint)
            elif count > 1:
                yield Finding(place, f"notional balance of {security.name}: {name} counts twice")
        if security.notional == PREMIUM_LOANS and stripping is None and not security.follows_loans:
            reason = f"class {security.name} follows the premium loans, but the deal has no ratio stripping"
            yield Finding(place, reason)


def loan_interest(classes: Classes, stripping: Sound[RatioStripping | None]) -> Iterator[Finding]:
    """The interest of the premium loans goes to one class, which 'ratio stripping' names."""
    named = stripping.interest_only_class if stripping else None
    for path, security in classes.places():
        name = security.name
        if not security.follows_loans:
            continue
        if stripping is None:
            reason = f"class {name} follows the premium loans, but the deal has no ratio stripping"
            yield Finding((*path, "rate"), reason)
        elif named is None:
            reason = f"class {name} receives the IO strip, but 'ratio stripping' does not name it"
            yield Finding((*path, "rate"), reason, f"add 'interest-only class: {name}'")
        elif name != named:
            reason = f"two classes are paid from the same money: {named} and {name}"
            yield Finding((*path, "rate"), f"{reason} both receive the interest of the premium loans")


def first_interest(classes: Classes, dates: Dates) -> Iterator[Finding]:
    """Interest begins between the cut-off date and the first distribution day."""
    for path, security in classes.places():
        day = security.accrues_from
        if day and not dates.cut_off_date <= day < dates.first_distribution_day:
            reason = f"{day} is not between the cut-off date and the first distribution day"
            yield Finding((*path, "accrues from"), reason)


CHECKS = (Check(names), Check(sizes), Check(notionals), Check(loan_interest), Check(first_interest))
