"""YAML text to plain data with the line of every entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from seriatim.basics import tables
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.deal.terms import shown

MAX_BYTES = 400_000
"""A deal file is a few hundred lines; anything near this size is not one."""
MAX_DEPTH = 60
"""Nesting no readable deal reaches."""
MAX_REFUSALS = 20
"""Anchors, aliases and tags reported before reading stops."""
LONGEST_TEXT = 10_000
LONGEST_KEY = 200
LONGEST_NUMBER = 40
"""Digits of a number; what is longer is text, and no number of dollars or percent."""

UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PLAIN_WORDS = (
    (r"'\\t' that cannot start", "a tab stands where only spaces can", "indent with spaces"),
    (r"mapping values are not allowed", "a ':' stands where none can", "check the indentation, or quote the text"),
    (r"expected ',' or '\]'", "a bracket '[' is not closed", "close it with ']'"),
    (r"expected ',' or '\}'", "a brace '{' is not closed", "close it with '}'"),
    (r"expected <block end>", "is not aligned with the entries around it", "check the indentation"),
    (r"could not find expected ':'", "an entry has no ':'", "write 'key: value'"),
    (r"end of stream.*quoted|quoted.*end of stream", "a quotation mark is not closed", "close it"),
    (r"quoted.*document separator", "a quotation mark is not closed", "close it"),
    (r"cannot start any token", "a line begins with a character that YAML keeps for itself", "quote the text"),
    (r"expected the node content|did not find expected", "a value is missing or broken", "check brackets and commas"),
    (r"unknown escape character|chr\(\) arg", "an escape after '\\' is unknown", "use single quotation marks"),
)
"""Complaints of the YAML reader, their meaning to the writer of a deal file, and ways out."""

EntryPath = tuple[str | int, ...]
"""A place in a deal file: keys and positions, from the outermost entry on."""


@dataclass(frozen=True)
class DealText:
    """A parsed deal file: plain data, and the line (from 1) of every key and list entry.

    ``problems`` are those that leave the rest readable, such as an entry stated twice. ``elsewhere`` are the entries
    that another part of the file has, where this is only a part of one: they are neither missed nor offered here.
    """

    file: str
    data: dict[str, Any]
    lines: Mapping[EntryPath, int]
    problems: tuple[Problem, ...] = ()
    elsewhere: frozenset[EntryPath] = frozenset()

    def line_of(self, path: EntryPath) -> int:
        """The line of an entry, or of the nearest entry around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_text(path: FilePath) -> str:
    """The text of a small UTF-8 file.

    Raises ProblemsError when it is missing, not a file, too large or not UTF-8.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ProblemsError([Problem(str(path), None, "is not a regular file", "name a file or a folder")])
    return tables.read_text(path, largest=MAX_BYTES)


def parse(text: str, file: str) -> DealText:
    """Parse YAML 1.2 into plain data with line numbers.

    Numbers keep every digit (Decimal). Anchors, aliases and tags are refused: a deal file says each thing
    once, in place, and nothing in it may make the reader build objects. Raises ProblemsError when the file cannot
    be read as one mapping.
    """
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        line = text.count("\n", 0, unprintable.start()) + 1
        raise ProblemsError([Problem(file, line, _unprintable(unprintable[0]), "remove it")])
    try:
        problems = _hostile(text, file)
        node = None if problems else _yaml().compose(StringIO(text))
    except MarkedYAMLError as error:
        problems = [_in_plain_words(error, file)]
    except (YAMLError, ValueError, OverflowError) as error:  # a bad escape ends in chr(), an odd number in int()
        problems = [Problem(file, None, *_plain(str(error)))]
    if problems:
        raise ProblemsError(problems)
    if not isinstance(node, MappingNode):
        raise ProblemsError([Problem(file, 1, "is not a deal: it has no 'deal:' entry", "begin with 'deal: NAME'")])
    reader = _Reader(file)
    data = reader.mapping(node, ())
    return DealText(file, data, reader.lines, tuple(reader.problems))


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _in_plain_words(error: MarkedYAMLError, file: str) -> Problem:
    """A complaint of the YAML reader; an open bracket or quotation is reported where it begins."""
    words = f"{error.context or ''} {error.problem or ''}"
    opened = re.search(r"flow|quoted", error.context or "")
    mark = (opened and error.context_mark) or error.problem_mark or error.context_mark
    return Problem(file, mark.line + 1 if mark else None, *_plain(words.strip()))


def _plain(complaint: str) -> tuple[str, str]:
    """A complaint of the YAML reader in plain words, with a way out."""
    for pattern, reason, hint in PLAIN_WORDS:
        if re.search(pattern, complaint, re.DOTALL):
            return reason, hint
    return f"is not valid YAML: {shown(' '.join(complaint.split()))}", "check indentation, brackets and quotation marks"


def _hostile(text: str, file: str) -> list[Problem]:
    """Anchors, aliases, tags, several documents and absurd nesting, found before anything is built."""
    found: dict[Problem, None] = {}
    depth = documents = 0
    for event in _yaml().parse(StringIO(text)):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        documents += isinstance(event, DocumentStartEvent)
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            return [*found, Problem(file, line, f"nests deeper than {MAX_DEPTH} levels", "no deal needs that")]
        if documents > 1:
            return [*found, Problem(file, line, "holds a second document", "one deal a file")]
        for refusal in _refused(event):
            found[Problem(file, line, *refusal)] = None
        if len(found) >= MAX_REFUSALS:
            break
    return list(found)


def _refused(event: Event) -> Iterator[tuple[str, str]]:
    """Directives, aliases, anchors and tags: what a deal file may not have, and a way out."""
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        yield "a directive (%) is not allowed in a deal file", "remove the line"
    if isinstance(event, AliasEvent):
        yield f"alias {shown('*' + str(event.anchor))} is not allowed in a deal file", "write the entry out"
    elif isinstance(event, NodeEvent) and event.anchor:
        yield f"anchor {shown('&' + str(event.anchor))} is not allowed in a deal file", "write the entry out"
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    if isinstance(event, NodeEvent) and tag and str(tag) not in ("None", "!"):
        yield f"tag {shown(str(tag))} is not allowed in a deal file", "remove the tag"


class _Reader:
    """Turns composed nodes into plain data and notes the line of every entry."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: dict[EntryPath, int] = {}
        self.problems: list[Problem] = []

    def mapping(self, node: MappingNode, path: EntryPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value)
            if not isinstance(key_node, ScalarNode) or len(key) > LONGEST_KEY or UNPRINTABLE.search(key):
                reason = f"a key must be a text of at most {LONGEST_KEY} characters"
                self._complain(line, reason, "write 'key: value'")
                continue
            if key in result:
                first = self.lines[(*path, key)]
                self._complain(line, f"'{key}' is stated twice", f"first on line {first}")
                continue
            self.lines[(*path, key)] = line
            value = self._read(value_node, (*path, key))
            if value is None:
                self._complain(line, f"'{key}' is empty", "give it a value or remove it")
            else:
                result[key] = value
        return result

    def _complain(self, line: int, reason: str, hint: str) -> None:
        self.problems.append(Problem(self._file, line, reason, hint))

    def _read(self, node: Node, path: EntryPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        return self._sequence(node, path) if isinstance(node, SequenceNode) else self._scalar(node)

    def _sequence(self, node: SequenceNode, path: EntryPath) -> list[Any]:
        """The entries of a list; an empty one is a problem."""
        items: list[Any] = []
        for child in node.value:
            value = self._read(child, (*path, len(items)))
            if value is None:
                del self.lines[(*path, len(items))]
                self._complain(child.start_mark.line + 1, "an entry of a list is empty", "remove the '-' or the comma")
            else:
                items.append(value)
        return items

    def _scalar(self, node: Node) -> Any:
        """Text, truth value, exact number or nothing; dates stay text."""
        line, text = node.start_mark.line + 1, node.value
        unprintable = UNPRINTABLE.search(text)
        if unprintable:
            self._complain(line, _unprintable(unprintable[0]), "remove it")
            return UNPRINTABLE.sub("?", text)
        if len(text) > LONGEST_TEXT:
            self._complain(line, f"a text of {len(text):,} characters", f"at most {LONGEST_TEXT:,} are read")
            return text[:LONGEST_TEXT]
        kind = str(node.tag).rsplit(":", 1)[-1]
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        return _number(text) if kind in ("int", "float") else text


def _unprintable(character: str) -> str:
    return f"holds a character that cannot be printed (U+{ord(character):04X})"


def _number(text: str) -> int | Decimal | str:
    """The number exactly as written, or the text if it is none of a deal's (hexadecimal, huge, infinite)."""
    if len(text) > LONGEST_NUMBER or not re.fullmatch(r"[-+]?[\d_]*\.?[\d_]*(e[-+]?\d{1,2})?", text, re.IGNORECASE):
        return text
    try:
        number = Decimal(text.replace("_", ""))
    except InvalidOperation:
        return text
    return int(number) if re.fullmatch(r"[-+]?[\d_]+", text) else number
