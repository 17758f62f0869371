"""The writing of prospectuses: dates, dollars, lists of classes, ordinals; and paragraphs set to a page width."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ORDINALS = (
    *("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"),
    *("Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth"),
)
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


def listed(words: Iterable[str]) -> str:
    """Words as a sentence lists them.

    >>> listed(["A-1"]), listed(["A-1", "A-2"]), listed(["A-1", "A-2", "A-12"])
    ('A-1', 'A-1 and A-2', 'A-1, A-2 and A-12')
    >>> listed(["80% to A-1 and A-2, in that order", "20% to A-12"])
    '80% to A-1 and A-2, in that order, and 20% to A-12'
    """
    *first, last = words
    comma = "," if any("," in word for word in first) else ""
    return f"{', '.join(first)}{comma} and {last}" if first else last


def classes(names: Iterable[str]) -> str:
    """Classes by name, each once.

    >>> classes(["A-1", "A-2", "A-1"]), classes(["A-3"])
    ('classes A-1 and A-2', 'class A-3')
    """
    distinct = list(dict.fromkeys(names))
    return f"{'class' if len(distinct) == 1 else 'classes'} {listed(distinct)}"


def plural(count: int, one: str, many: str) -> str:
    """The form of a word that agrees with a number of things."""
    return one if count == 1 else many


def day(value: date) -> str:
    """A date as the documents print it.

    >>> day(date(2006, 11, 28))
    'November 28, 2006'
    """
    return f"{value:%B} {value.day}, {value.year}"


def dollars(amount: Decimal) -> str:
    """An amount as the documents print it, cents only where there are any.

    >>> dollars(Decimal(85666000)), dollars(Decimal("2588914.5"))
    ('$85,666,000', '$2,588,914.50')
    """
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def th(number: int) -> str:
    """An ordinal in figures.

    >>> th(1), th(12), th(22), th(25)
    ('1st', '12th', '22nd', '25th')
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 % 10 != 1 else "th"
    return f"{number}{ending}"


def ordinal(position: int) -> str:
    """The word that begins the clause at a position of a list, from 0.

    >>> ordinal(0), ordinal(8), ordinal(30)
    ('First', 'Ninth', '31st')
    """
    return ORDINALS[position] if position < len(ORDINALS) else th(position + 1)


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
