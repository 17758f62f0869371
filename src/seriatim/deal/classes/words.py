"""The class table in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.rates import format_rate
from seriatim.basics.words import dollars
from seriatim.basics.words import long_date as day
from seriatim.deal.classes.terms import PREMIUM_LOANS, Classes, SecurityClass
from seriatim.deal.english import Paragraph, Passage, table
from seriatim.deal.floating_rates.terms import FloatingRate
from seriatim.deal.floating_rates.words import rate_in_words
from seriatim.deal.terms import GroupName


def say(stated: Classes, group: GroupName) -> Iterator[Passage]:
    """The classes with balances and rates; the residual of a series is not said in each group."""
    parts = [("Senior classes", stated.senior), ("Subordinated classes, in order of seniority", stated.subordinated)]
    whose = "group has" if group else "certificates have"
    items: list[Paragraph] = [Paragraph(f"The {whose} the following classes. [{stated.source}]")]
    rows = table([_row(security) for _, part in parts for security in part])
    for heading, part in parts:
        if part:
            items += [Paragraph(f"{heading}:"), *rows[: len(part)]]
            rows = rows[len(part) :]
    items += [] if group else [residual_paragraph(stated.residual.name)]
    items += [Paragraph(" ".join(said)) for security in stated.regular if (said := list(_footnotes(security)))]
    yield Passage("The classes", tuple(items))


def residual_paragraph(name: str) -> Paragraph:
    """The class of what is left."""
    return Paragraph(f"The residual class, {name}, has no balance and no rate: it receives what is left.")


def _row(security: SecurityClass) -> tuple[str, str, str, str]:
    """Name, size, rate and features of a class."""
    size = "notional" if security.balance is None else dollars(security.balance)
    return security.name, size, _short_rate(security), ", ".join(security.features)


def _short_rate(security: SecurityClass) -> str:
    """The rate as the class table has room for it."""
    if isinstance(security.rate, FloatingRate):
        return security.rate.formula.text
    if isinstance(security.rate, str):
        return "variable"
    return "principal only" if not security.rate else format_rate(security.rate)


def _footnotes(security: SecurityClass) -> Iterator[str]:
    """Sentences on what does not fit the class table."""
    name = security.name
    if security.notional is not None:
        base = "balance of the premium loans" if security.notional == PREMIUM_LOANS else security.notional
        article = "" if base[0].isdigit() else "the "
        yield f"Class {name} receives interest only, on a notional balance equal to {article}{base}."
    if security.actual_balance == "PO strip":
        yield f"The balance of class {name} is that of the PO strip, to the cent."
    if security.actual_balance == "remainder":
        yield f"The balance of class {name} is what the other classes leave of the loans, to the cent."
    if isinstance(security.rate, FloatingRate):
        yield f"The rate of class {name} is {rate_in_words(security.rate)}."
    elif isinstance(security.rate, str):
        yield f"The rate of class {name} is the {security.rate}."
    if security.accrues_from:
        yield f"Interest on class {name} accrues from {day(security.accrues_from)}."
