"""An explanation as indented text, the way a holder would read it aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import TextWrapper

from seriatim.explain import names
from seriatim.explain.amounts import shown
from seriatim.explain.reading import Kind, Role
from seriatim.explain.tree import Explanation, Node, Term, is_leaf

WIDTH = 118
SIGNS: Mapping[Role, str] = {Role.PLUS: "+ ", Role.MINUS: "− "}
PASSED_ON = (Kind.SAME, Kind.LESSER, Kind.GREATER, Kind.CHOICE)
"""Kinds whose value is that of one input."""
MOST_LINES = 3
"""A sum of more balances than this stands on one line."""

RuleAndSource = tuple[str, str]
"""A rule, and the paragraph it states."""


def explanation_text(explanation: Explanation) -> str:
    """The whole explanation; amounts to the cent, the tree behind it has all their digits."""
    return "\n".join(_Text(explanation).lines()) + "\n"


@dataclass
class _Entry:
    """Parts of the text that stand together: a value, and the remarks on its way to where it is used."""

    node: Node
    remarks: list[tuple[str, RuleAndSource]] = field(default_factory=list)


class _Text:
    def __init__(self, explanation: Explanation) -> None:
        self._explanation = explanation
        self._mentioned = {node.again for node in explanation.root.walk() if node.again}

    def lines(self) -> Iterator[str]:
        explanation = self._explanation
        yield f"{explanation.deal}, distribution day {explanation.day}, {explanation.date}"
        if explanation.why_nothing:
            yield from _wrapped(f"Nothing, because {explanation.why_nothing}.", "", "  ")
        yield ""
        yield from self._entry(_Entry(explanation.root), ("", ""), "", above=("", ""))

    def _entry(self, entry: _Entry, guides: tuple[str, str], sign: str, *, above: RuleAndSource) -> Iterator[str]:
        """A value and what is below it, between the guides of its first and its further lines."""
        node, (first, rest) = entry.node, guides
        below = self._lines(node)
        yield from _wrapped(f"{sign}{self._headline(node)}", first, rest + "    ")
        inner = f"{rest}{'│' if below else ' '}   "
        here = above
        for text, place in [*entry.remarks, *self._words(node, below)]:
            where = _place(place) if place != here and any(place) else ""
            here = place if any(place) else here
            for line in _fitting(text, where, WIDTH - len(inner)):
                yield from _wrapped(line, inner, inner + "  ")
        for position, term in enumerate(below):
            ends = ("└─ ", "   ") if position == len(below) - 1 else ("├─ ", "│  ")
            sign = SIGNS.get(term.role, "") if node.kind is Kind.SUM else ""
            yield from self._entry(self._passed_on(term.node), (rest + ends[0], rest + ends[1]), sign, above=here)

    def _passed_on(self, node: Node) -> _Entry:
        """Values without a name that are passed on unchanged become remarks on the value they pass on."""
        remarks: list[tuple[str, RuleAndSource]] = []
        while node.kind in PASSED_ON and not node.named and node.number not in self._mentioned:
            below = [term for term in node.terms if term.expanded and term.role is Role.OF]
            if len(below) != 1 or self._lines(node, test_only=True) or node.again or node.cut:
                break
            remarks.append((self._remark(node), (node.rule, node.source)))
            node = below[0].node
        while node.kind is Kind.TEST and node.number not in self._mentioned and (inner := self._said_again(node)):
            remarks.append(("", (node.rule, node.source)))
            node = inner
        return _Entry(node, remarks)

    def _said_again(self, test: Node) -> Node | None:
        """The one condition of a test that says the same."""
        conditions = [term.node for term in test.terms if term.expanded]
        same = len(conditions) == 1 and conditions[0].words == test.words
        return conditions[0] if same else None

    def _headline(self, node: Node) -> str:
        if node.zeros:
            return node.name
        number = f"[{node.number}] " if node.number in self._mentioned else ""
        again = f", see [{node.again}]" if node.again else " ..." if node.cut else ""
        if node.kind is Kind.TEST:
            return f"{number}because {node.words}{again}"
        stated = node.kind in (Kind.TABLE, Kind.CONSTANT)
        return f"{number}{shown(node.amount, node.unit, stated=stated)}  {node.name}{again}".rstrip()

    def _words(self, node: Node, below: list[Term]) -> Iterator[tuple[str, RuleAndSource]]:
        """The formula, if the lines below do not tell it, and the place of the rule."""
        if node.again or node.zeros or node.cut or is_leaf(node):
            return
        in_words = node.kind is Kind.TEST or (node.kind is Kind.SUM and below)
        words = _balances_in_a_row(node) if _adds_balances(node) else node.words
        if node.kind is Kind.CHOICE:
            words = node.words.split(", because")[0] if self._lines(node, test_only=True) else node.words
        yield "" if in_words else f"= {words}", (node.rule, node.source)

    def _remark(self, node: Node) -> str:
        """Words about a value that is passed on; a choice with its reason."""
        reasons = [term.node.words for term in node.terms if term.role is Role.BECAUSE]
        return f"{node.remark}, because {reasons[0]}" if reasons else node.remark

    def _lines(self, node: Node, *, test_only: bool = False) -> list[Term]:
        """The inputs that get a line of their own below a value."""
        lines = [term for term in node.terms if self._is_worth_a_line(node, term)]
        if test_only:
            return [term for term in lines if term.role is Role.BECAUSE]
        in_a_row = len(lines) > MOST_LINES and _adds_balances(node)
        return [] if in_a_row else lines

    def _is_worth_a_line(self, node: Node, term: Term) -> bool:
        """Terms of a sum; else what has something below it that the words of the value above do not say."""
        if not term.expanded:
            return False
        if node.kind is Kind.SUM:
            return True
        if term.role is Role.BECAUSE:
            return not term.node.again and bool(self._lines(self._passed_on(term.node).node))
        if node.kind is Kind.TEST and term.node.cut:
            return False
        return not is_leaf(term.node)


def _adds_balances(node: Node) -> bool:
    """True where a value is nothing but a sum of what was kept."""
    return node.kind is Kind.SUM and all(term.node.kind is Kind.KEPT or term.node.zeros for term in node.terms)


def _balances_in_a_row(node: Node) -> str:
    """A sum of balances without saying every time that they are balances, and of which day."""
    terms = [term.node for term in node.terms if term.node.kept]
    return " + ".join(f"{shown(t.amount, t.unit)} ({t.kept.subject or t.kept.name})" for t in terms if t.kept)


def _fitting(text: str, where: str, width: int) -> list[str]:
    """The words and the place of the rule, on one line if they fit."""
    together = ", ".join(each for each in (text, where) if each)
    return [together] if len(together) <= width else [each for each in (text, where) if each]


def _place(place: RuleAndSource) -> str:
    """The rule, and the paragraph it states in brackets."""
    rule = names.of_rule(place[0])
    return f"by: {rule} [{place[1]}]" if place[1] else f"by: {rule}" if rule else ""


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    wrapper = TextWrapper(
        WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
    yield from wrapper.wrap(text)
