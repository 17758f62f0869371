"""Explanations, statements and comparisons as JSON: every key always there, amounts as text with all their digits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from seriatim.explain.tree import Explanation, Node

EXPLANATION = "seriatim explanation 2"
"""Name and version of the form; it changes when a key, or the name of a unit or a kind, is another or gone."""

Record = dict[str, object]


def explanation_record(told: Explanation) -> Record:
    """An explanation as JSON data."""
    return {
        "form": EXPLANATION,
        "deal": told.deal,
        "class": told.subject,
        "item": told.item,
        "day": told.day,
        "date": told.date.isoformat(),
        "amount": number(told.amount),
        "reported": number(told.reported),
        "shown": told.shown,
        "why_nothing": told.why_nothing,
        "tree": node_record(told.root),
    }


def node_record(node: Node) -> Record:
    """A node with all below it."""
    return {
        "number": node.number,
        "kind": str(node.kind),
        "name": node.name,
        "named": node.named,
        "amount": number(node.amount),
        "unit": str(node.unit),
        "words": node.words,
        "rule": node.rule,
        "source": node.source,
        "kept": {"name": node.kept.name, "day": node.kept.day} if node.kept else None,
        "again": node.again or None,
        "cut": node.cut,
        "zeros": node.zeros,
        "terms": [
            {"role": str(term.role), "expanded": term.expanded, "node": node_record(term.node)} for term in node.terms
        ],
    }


def as_json(record: Mapping[str, object]) -> str:
    """The data as text, two spaces deep, with a line feed at the end."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def number(value: Decimal) -> str:
    """All digits of a number, never in powers of ten.

    >>> number(Decimal("1E+3")), number(Decimal("-0.00"))
    ('1000', '0.00')
    """
    return f"{value if value else abs(value):f}"
