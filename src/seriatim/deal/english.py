"""Prospectus paragraphs: items and chapters set to a page width, lists of classes, letters of points."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seriatim.basics.words import listed

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INDENT = 4


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or a point of a list: how deep it stands, what marks it (``First,``, ``A.``, ``·``), what it says."""

    text: str
    depth: int = 0
    marker: str = ""

    def set(self, width: int) -> str:
        """The item in lines of at most ``width``, the lines after the first hanging below its text."""
        margin = " " * (INDENT * self.depth)
        hanging = margin + " " * (INDENT if self.marker else 0)
        text = f"{self.marker} {self.text}" if self.marker else self.text
        text = re.sub(r"\b(pp?\.) ", "\\1\xa0", text)  # a page number stays beside its p.
        return textwrap.fill(
            text,
            width,
            initial_indent=margin,
            subsequent_indent=hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )


@dataclass(frozen=True)
class Passage:
    """A heading with what stands below it; ``rule`` is the sign that underlines the heading."""

    heading: str
    items: tuple[Paragraph, ...]
    rule: str = "-"

    def set(self, width: int) -> str:
        """Heading, rule and paragraphs in lines of at most ``width``; points of a list are not spread."""
        lines = textwrap.fill(self.heading, width)
        text = [lines, self.rule * max(map(len, lines.splitlines()))]
        before = Paragraph("")
        for item in self.items:
            if (not item.depth and not item.marker) or (item.marker and not before.marker and before.depth):
                text.append("")
            text.append(item.set(width))
            before = item
        return "\n".join(text)


def classes(names: Iterable[str]) -> str:
    """Classes by name, each once.

    >>> classes(["A-1", "A-2", "A-1"]), classes(["A-3"])
    ('classes A-1 and A-2', 'class A-3')
    """
    distinct = list(dict.fromkeys(names))
    return f"{'class' if len(distinct) == 1 else 'classes'} {listed(distinct)}"


def letter(position: int, depth: int) -> str:
    """The mark of a point below a clause: A., then (1), then (a).

    >>> letter(1, 0), letter(1, 1), letter(1, 2)
    ('B.', '(2)', '(b)')
    """
    sign = LETTERS[position] if position < len(LETTERS) else str(position + 1)
    return (f"{sign}.", f"({position + 1})", f"({sign.lower()})")[min(depth, 2)]


def table(rows: Sequence[Sequence[str]], depth: int = 1) -> tuple[Paragraph, ...]:
    r"""Rows in aligned columns, one item a row; the spaces between columns do not break.

    >>> [item.text.replace("\xa0", ".") for item in table([("1-60", "100%"), ("61 and after", "0%")])]
    ['1-60..........100%', '61.and.after..0%']
    """
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return tuple(Paragraph(line.replace(" ", "\xa0"), depth) for line in lines)


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', ':')) else '.'}"
