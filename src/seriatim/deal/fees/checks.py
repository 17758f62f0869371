"""Checks of fees: a rate or an amount, of a likely size; parties beside the classes; one payer for an amount."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars
from seriatim.deal.classes.references import party_is_a_class
from seriatim.deal.classes.roster import Roster
from seriatim.deal.credit_support.terms import CreditSupport
from seriatim.deal.fees.terms import Fee
from seriatim.deal.findings import Check, Finding
from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUPS
from seriatim.deal.text import EntryPath

HIGHEST_RATE = Decimal("0.05")
"""No trustee or agent is paid more of the loans a year."""


def _places(fees: tuple[Fee, ...]) -> Iterator[tuple[EntryPath, Fee]]:
    """Every fee with its place in the file."""
    for position, fee in enumerate(fees):
        yield ("fees", position), fee


def sizes(fees: tuple[Fee, ...]) -> Iterator[Finding]:
    """A fee is a rate or an amount, is not nothing, and a year's cap leaves room for a month of it."""
    for path, fee in _places(fees):
        stated = [
            key for key, value in (("rate", fee.rate), ("amount a month", fee.amount_a_month)) if value is not None
        ]
        if len(stated) > 1:
            yield Finding((*path, stated[1]), "'rate' and 'amount a month' are both stated", "keep one of them")
        elif not stated:
            yield Finding(path, f"nothing says how much the {fee.name} is", "write 'rate' or 'amount a month'")
        elif not (fee.rate or fee.amount_a_month):
            yield Finding((*path, *stated), f"the {fee.name} is nothing", "remove it")
        if fee.rate is not None and fee.rate > HIGHEST_RATE:
            reason = f"{format_rate(fee.rate)} of the loans a year: no fee is above {format_rate(HIGHEST_RATE)}"
            yield Finding((*path, "rate"), reason, "two basis points are 0.02%")
        yield from _cap(path, fee)


def _cap(path: EntryPath, fee: Fee) -> Iterator[Finding]:
    """A cap of nothing, or of less than a month of the fee: it would never be paid."""
    cap, month = fee.cap_a_year, fee.amount_a_month
    if cap is not None and not cap:
        yield Finding((*path, "cap a year"), f"with a cap of nothing the {fee.name} is never paid", "remove the cap")
    elif cap is not None and month is not None and cap < month:
        reason = f"the cap of {dollars(cap)} a year is less than one month of the {fee.name}, {dollars(month)}"
        yield Finding((*path, "cap a year"), reason, "state the cap of a whole year")


def names(fees: tuple[Fee, ...]) -> Iterator[Finding]:
    """A fee has a name of its own."""
    known = [fee.name for fee in fees]
    for position, name in enumerate(known):
        if name in known[:position]:
            yield Finding(("fees", position, "name"), f"'{name}' is the name of another fee")


def parties(roster: Roster, fees: tuple[Fee, ...]) -> Iterator[Finding]:
    """Nobody who is paid a fee bears the name of a class."""
    for path, fee in _places(fees):
        yield from party_is_a_class(roster, (*path, "paid to"), fee.paid_to)


def supports(fees: tuple[Fee, ...], credit_support: tuple[CreditSupport, ...]) -> Iterator[Finding]:
    """Nobody who is paid a fee bears the name of a credit support, whose payments are rows of their own."""
    known = {support.name for support in credit_support}
    for path, fee in _places(fees):
        if fee.paid_to in known:
            yield Finding((*path, "paid to"), f"'{fee.paid_to}' is a credit support", "name the party that is paid")


def once(groups: tuple[DealTerms, ...]) -> Iterator[Finding]:
    """A fee that several groups pay is a rate without a cap: each would pay an amount, and up to a cap, by itself."""
    for number, group in enumerate(groups):
        for path, fee in _places(group.fees):
            if any(fee in other.fees for other in groups[:number]):
                stated = f"the {fee.name} is stated for several groups, and each would"
                hint = "state it in the group that pays it, under a name of its own"
                if fee.amount_a_month is not None:
                    reason = f"{stated} pay {dollars(fee.amount_a_month)}"
                    yield Finding(_in_either(path, number, "amount a month"), reason, hint)
                elif fee.cap_a_year is not None:
                    yield Finding(_in_either(path, number, "cap a year"), f"{stated} have a cap of its own", hint)


def _in_either(path: EntryPath, group: int, key: str) -> EntryPath:
    """The place of a key where fees stand once, for all groups, or else in a group: parts not in the file fall out."""
    return (*path, key, GROUPS, group, *path, key)


CHECKS = (Check(sizes), Check(names), Check(parties), Check(supports), Check(once))
