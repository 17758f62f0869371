"""Explanations, statements and comparisons as JSON: every key always there, amounts as text with all their digits."""

from __future__ import annotations

from decimal import Decimal

from seriatim.basics.json_data import JsonRecord
from seriatim.explain.tree import Explanation, Node

EXPLANATION = "seriatim explanation 2"
"""Name and version of the form; it changes when a key, or the name of a unit or a kind, is another or gone."""


def explanation_record(explanation: Explanation) -> JsonRecord:
    """An explanation as JSON data."""
    return {
        "form": EXPLANATION,
        "deal": explanation.deal,
        "class": explanation.subject,
        "item": explanation.item,
        "day": explanation.day,
        "date": explanation.date.isoformat(),
        "amount": number(explanation.amount),
        "reported": number(explanation.reported),
        "shown": explanation.shown,
        "why_nothing": explanation.why_nothing,
        "tree": node_record(explanation.root),
    }


def node_record(node: Node) -> JsonRecord:
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


def number(value: Decimal) -> str:
    """All digits of a number, never in powers of ten.

    >>> number(Decimal("1E+3")), number(Decimal("-0.00"))
    ('1000', '0.00')
    """
    return f"{value if value else abs(value):f}"
