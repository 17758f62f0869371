"""Checks of ratio stripping: classes that can receive the strips."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from seriatim.basics.problems import did_you_mean
from seriatim.deal.classes.terms import PREMIUM_LOANS, Classes, SecurityClass
from seriatim.deal.findings import Check, Finding
from seriatim.deal.ratio_stripping.terms import RatioStripping
from seriatim.deal.text import EntryPath


def strips(classes: Classes, stripping: RatioStripping | None) -> Iterator[Finding]:
    """The PO and the IO strip go to senior classes of the right form."""
    if stripping is None:
        return
    senior = {security.name: security for security in classes.senior}
    for key, name in (
        ("principal-only class", stripping.principal_only_class),
        ("interest-only class", stripping.interest_only_class),
    ):
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


def _po_form(path: EntryPath, security: SecurityClass) -> Iterator[Finding]:
    """A class of the PO strip has a balance and no interest."""
    if security.balance is None:
        yield Finding(path, f"class {security.name} receives the PO strip: it must have a balance")
    elif security.rate != Decimal(0):
        yield Finding(path, f"class {security.name} receives the PO strip, which bears no interest", "its rate is 0%")


CHECKS = (Check(strips, vouches_for=RatioStripping | None),)
