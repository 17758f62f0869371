"""Reasons why an amount is zero: the way from the root to the limit, the test or the empty source that made it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seriatim.explain.amounts import is_nothing, shown
from seriatim.explain.reading import LEAVES, Kind, Role
from seriatim.explain.tree import Node, Term


def why_nothing(root: Node) -> str:
    """The reason in one sentence, '' when the amount is not zero."""
    if not is_nothing(root.amount):
        return ""
    found = _Reasons({node.number: node for node in root.walk()})
    return "; ".join(dict.fromkeys(found.of(root))) or "nothing is added to it"


class _Reasons:
    """Reasons for zero nodes; ``nodes`` by number, for those that are explained elsewhere."""

    def __init__(self, nodes: Mapping[int, Node]) -> None:
        self._nodes = nodes

    def of(self, node: Node) -> Iterator[str]:
        """Reasons why a node is zero."""
        node = self._nodes[node.again] if node.again else node
        if node.kind in LEAVES:
            yield from _empty(node)
            return
        decisive = [term for term in node.terms if term.expanded]
        match node.kind:
            case Kind.CHOICE:
                yield from self._choice(decisive)
            case Kind.SUM:
                yield from self._sum(decisive)
            case Kind.GREATER:
                yield from (_valued(t.node, "is only") for t in node.terms if t.node.amount < 0)
            case Kind.NOTHING:
                yield node.words
            case _:
                for term in decisive:
                    yield from self.of(term.node)

    def _choice(self, terms: list[Term]) -> Iterator[str]:
        """The test, where it is what put nothing in the place of something; else the branch taken."""
        taken = [term.node for term in terms if term.role is Role.OF]
        if all(node.kind is Kind.CONSTANT for node in taken):
            yield from (term.node.words for term in terms if term.role is Role.BECAUSE)
            return
        for node in taken:
            yield from self.of(node)

    def _sum(self, terms: list[Term]) -> Iterator[str]:
        """Deductions that took all; or the reasons why nothing came."""
        plus = [term.node for term in terms if term.role is Role.PLUS and not term.node.zeros]
        came = [node for node in plus if not is_nothing(node.amount)]
        if not came:
            for node in plus:
                yield from self.of(node)
            return
        went = [t.node for t in terms if t.role is Role.MINUS and not is_nothing(t.node.amount)]
        kept = [node for node in went if node.held]
        spent = [node for node in went if node not in kept]
        verbs = ("is", "remains") if len(came) == 1 else ("are", "remain")
        ways = [f"{verbs[0]} used up by {_all(spent)}"] if spent else []
        ways += [f"{verbs[1]} as {_all(kept)}"] if kept else []
        yield f"{_all(came)} {' and '.join(ways)}"


def _empty(node: Node) -> Iterator[str]:
    """An outside value, a table or a balance that is zero itself; a constant zero says nothing."""
    if node.kind is not Kind.CONSTANT:
        yield _valued(node, "is")


def _all(nodes: list[Node]) -> str:
    return " and ".join(_valued(node, "") for node in nodes)


def _valued(node: Node, verb: str) -> str:
    amount = shown(node.amount, node.unit, stated=node.kind is Kind.TABLE)
    return f"{node.name} {verb} {amount}" if verb else f"{amount} ({node.name})"
