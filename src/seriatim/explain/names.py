"""English names: loan cash, what is kept from day to day, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from seriatim.plan.plan import StateRegister

LOAN_ITEMS: Mapping[str, str] = {
    "opening_balance": "scheduled balance before this day",
    "balance": "scheduled balance after this day",
    "scheduled_principal": "scheduled principal",
    "prepayment": "prepayments",
    "default": "balances that default",
    "liquidation_proceeds": "principal recovered in liquidations",
    "loss": "principal lost in liquidations",
    "interest_due": "interest due, after the servicing fee",
    "interest": "interest received or advanced, after the servicing fee",
    "servicing_fee": "servicing fee",
    "delinquent": "balances in default, not yet liquidated",
}
STRIPS: Mapping[str, str] = {
    "target_rate": "target-rate strip",
    "po": "PO strip",
    "io": "IO strip",
    "pool": "all loans",
}
_POSITION = re.compile(r"(?P<rule>.*)\[(?P<position>\d+)\]")


def of_input(name: str) -> str:
    """Loan cash in words: the item, the strip.

    >>> of_input("target_rate/prepayment")
    'prepayments, target-rate strip'
    >>> of_input("I/target_rate/prepayment")
    'prepayments, pool I, target-rate strip'
    >>> of_input("libor")
    'LIBOR'
    """
    if "/" not in name:
        return "LIBOR" if name == "libor" else name.replace("_", " ")
    strip, item = name.rsplit("/", 1)
    return f"{LOAN_ITEMS.get(item, item.replace('_', ' '))}, {of_strip(strip)}"


def of_strip(strip: str) -> str:
    """A strip, with its pool where there are several.

    >>> of_strip("po"), of_strip("II/target_rate")
    ('PO strip', 'pool II, target-rate strip')
    """
    *pools, kind = strip.split("/")
    return ", ".join([*(f"pool {pool}" for pool in pools), STRIPS.get(kind, kind.replace("_", " "))])


def of_kept(state: StateRegister, after: date | None) -> str:
    """Words for a value kept at the end of a day, or at closing where ``after`` is None."""
    when = f"after {after}" if after else "at closing"
    return f"{state.account.words if state.account else state.name} {when}"


def of_rule(rule: str) -> str:
    """A path in the deal file as a reader would say it.

    >>> of_rule("allocations.senior principal.rules[2]")
    'allocations, senior principal, rule 2'
    >>> of_rule("accrual.A-8.directed to[1]")
    'accrual, A-8, directed to 1'
    """
    parts = []
    for part in rule.split("."):
        match = _POSITION.fullmatch(part)
        if match is None:
            parts.append(part)
        else:
            parts.append(f"{match['rule'].replace('rules', 'rule')} {match['position']}")
    return ", ".join(part for part in parts if part)
