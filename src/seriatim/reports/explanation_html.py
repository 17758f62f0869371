"""An explanation as a tree that folds: the amount, and below it what it is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from seriatim.explain import names
from seriatim.explain.amounts import shown
from seriatim.explain.reading import Kind, Role
from seriatim.explain.tree import Explanation, Node, Term
from seriatim.reports.fragments import folded

LEVELS_OPEN = 2
"""Levels that are open when a reader meets the tree."""
SIGNS: Mapping[Role, str] = {Role.PLUS: "+ ", Role.MINUS: "− "}


def explanation_fragment(explanation: Explanation) -> str:
    """The whole explanation, its first levels open."""
    heading = f"{explanation.deal}, distribution day {explanation.day}, {explanation.date}"
    why = f"<p>Nothing, because {escape(explanation.why_nothing)}.</p>" if explanation.why_nothing else ""
    tree = _Tree(explanation.root).folded()
    return f"<div><p><b>{escape(heading)}</b></p>{why}{tree}</div>"


class _Tree:
    """The lines of a tree; a value that is referred to elsewhere has its number before it."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._mentioned = {node.again for node in root.walk() if node.again}

    def folded(self) -> str:
        return self._node(self._root, "", LEVELS_OPEN)

    def _node(self, node: Node, sign: str, levels: int) -> str:
        below = "".join(self._terms(node, levels - 1))
        number = f"[{node.number}] " if node.number in self._mentioned else ""
        line = f"{sign}{number}{escape(_headline(node))}{_rule(node)}"
        return folded(line, below, opened=levels > 0)

    def _terms(self, node: Node, levels: int) -> Iterator[str]:
        for term in node.terms:
            if term.expanded:
                yield self._node(term.node, _sign(node, term), levels)


def _sign(node: Node, term: Term) -> str:
    if term.role is Role.BECAUSE:
        return "because "
    return SIGNS.get(term.role, "") if node.kind is Kind.SUM else ""


def _headline(node: Node) -> str:
    if node.zeros:
        return node.name
    again = f", see [{node.again}]" if node.again else " …" if node.cut else ""
    amount = shown(node.amount, node.unit, stated=node.kind in (Kind.TABLE, Kind.CONSTANT))
    return f"{node.words if node.kind is Kind.TEST else f'{amount} {node.name}'}{again}"


def _rule(node: Node) -> str:
    """The rule and the paragraph it states."""
    rule = names.of_rule(node.rule)
    if not rule:
        return ""
    return f" <small>{escape(f'{rule} [{node.source}]' if node.source else rule)}</small>"
