"""Holdings of a class that is not retail, and wire instructions of its holders, from a CSV file.

Source: core prospectus 2006-6 p. 54, Method of distribution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from seriatim.basics.money import parse_money
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.tables import Row, read_rows
from seriatim.holders.register import name_fault

CERTIFICATE_COLUMNS = ("holder", "balance")
OPTIONAL_CERTIFICATE_COLUMNS = ("wire",)
ANSWERS = ("yes", "no", "")
"""Answers to whether wire instructions were given; none were unless the file says so."""


@dataclass(frozen=True)
class Holding:
    """A holder's certificates of a class: initial principal or notional balance in cents."""

    holder: str
    cents: int
    wire_instructions: bool = False


def in_cents(dollars: Decimal) -> int:
    """Whole cents of an amount that has no smaller part; ValueError otherwise."""
    cents = dollars * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{dollars} is not in whole cents: write two decimals")
    return int(cents)


def read_holdings(path: Path, class_name: str, initial: int) -> tuple[Holding, ...]:
    """The holdings of a class of ``initial`` cents, in the order of the file.

    Raises ProblemsError with all that is wrong: a holder without a name or listed twice, a balance that is none, zero
    or negative, holdings that do not add up to the class.
    """
    holdings: list[Holding] = []
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row in read_rows(path, CERTIFICATE_COLUMNS, OPTIONAL_CERTIFICATE_COLUMNS):
        faults = list(_faults(row, first))
        problems += [Problem(str(path), row.line, reason, hint) for reason, hint in faults]
        first.setdefault(row["holder"], row.line)
        if not faults:
            holdings.append(Holding(row["holder"], in_cents(parse_money(row["balance"])), row["wire"] == ANSWERS[0]))
    total = sum(holding.cents for holding in holdings)
    if not problems and total != initial:
        reason = f"the holdings are {_dollars(total)}, class {class_name} has {_dollars(initial)}"
        problems.append(Problem(str(path), None, reason, f"difference {_dollars(total - initial)}"))
    if problems:
        raise ProblemsError(problems)
    return tuple(holdings)


def _dollars(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}"


def _faults(row: Row, first: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Faults of a line, each with a way out."""
    fault = name_fault(row["holder"], first)
    if fault:
        yield fault
    try:
        if in_cents(parse_money(row["balance"])) == 0:
            yield "a balance of zero", "leave out who holds nothing"
    except ValueError as error:
        yield str(error), ""
    if row["wire"] not in ANSWERS:
        yield f"wire is {row['wire']!r}", did_you_mean(row["wire"], ANSWERS[:2])
