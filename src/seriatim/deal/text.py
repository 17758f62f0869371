"""YAML text to plain data with the line of every entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent, DocumentStartEvent, Event, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from seriatim.basics.problems import Problem, ProblemsError

MAX_BYTES = 4_000_000
"""A deal file is a few hundred lines; anything near this size is not one."""

MAX_DEPTH = 60
"""Nesting no readable deal reaches."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class DealText:
    """A parsed deal file: plain data, and the line (from 1) of every key and list entry."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of an entry, or of the nearest entry around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_text(path: FilePath) -> str:
    """The text of a small UTF-8 file.

    Raises ProblemsError when it is missing, a directory, too large or not UTF-8.
    """
    name = str(path)
    if path.is_dir():
        raise ProblemsError([Problem(name, None, "is a directory", "name a file")])
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            too_big = f"is {size:,} bytes; at most {MAX_BYTES:,} are read"
            raise ProblemsError([Problem(name, None, too_big, "is this the right file?")])
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ProblemsError([Problem(name, line, "is not UTF-8 text", "save it as UTF-8")]) from None
    except OSError as error:
        raise ProblemsError([Problem(name, None, error.strerror or "cannot be read")]) from None


def parse(text: str, file: str) -> DealText:
    """Parse YAML 1.2 into plain data with line numbers.

    Numbers keep every digit (Decimal). Anchors, aliases and tags are refused: a deal file says each thing
    once, in place, and nothing in it may make the reader build objects. Raises ProblemsError.
    """
    try:
        problems = _hostile(text, file)
        if problems:
            raise ProblemsError(problems)
        node = _yaml().compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"is not valid YAML: {error.problem or error.context}"
        raise ProblemsError([Problem(file, mark.line + 1 if mark else None, reason)]) from None
    except YAMLError as error:
        raise ProblemsError([Problem(file, None, f"is not valid YAML: {error}".splitlines()[0])]) from None
    if not isinstance(node, MappingNode):
        raise ProblemsError([Problem(file, 1, "is not a deal: it has no 'deal:' entry", "start with 'deal: NAME'")])
    reader = _Reader(file)
    data = reader.read(node, ())
    if reader.problems:
        raise ProblemsError(reader.problems)
    return DealText(file, data, reader.lines)


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)


def _hostile(text: str, file: str) -> list[Problem]:
    """Anchors, aliases, tags, several documents and absurd nesting, found before anything is built."""
    found: list[Problem] = []
    depth = documents = 0
    for event in _yaml().parse(StringIO(text)):
        depth += _depth_change(event)
        documents += isinstance(event, DocumentStartEvent)
        reason = _refused(event)
        if depth > MAX_DEPTH:
            return [*found, Problem(file, event.start_mark.line + 1, f"nests deeper than {MAX_DEPTH} levels")]
        if documents > 1:
            return [*found, Problem(file, event.start_mark.line + 1, "holds a second document", "one deal a file")]
        if reason:
            found.append(Problem(file, event.start_mark.line + 1, *reason))
    return found


def _depth_change(event: Event) -> int:
    if isinstance(event, CollectionStartEvent):
        return 1
    return -1 if type(event).__name__ in ("MappingEndEvent", "SequenceEndEvent") else 0


def _refused(event: Event) -> tuple[str, str] | None:
    if isinstance(event, AliasEvent):
        return f"alias *{event.anchor} is not allowed in a deal file", "write the entry out"
    if isinstance(event, NodeEvent) and event.anchor:
        return f"anchor &{event.anchor} is not allowed in a deal file", "write the entry out where it is needed"
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    if isinstance(event, NodeEvent) and tag and not getattr(event, "implicit", (True,)):
        return f"tag {tag} is not allowed in a deal file", "remove the tag"
    if isinstance(event, NodeEvent) and tag and str(tag) not in ("", "None", "!"):
        return f"tag {tag} is not allowed in a deal file", "remove the tag"
    return None


class _Reader:
    """Turns composed nodes into plain data and notes the line of every entry."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def read(self, node: Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            if not isinstance(key_node, ScalarNode):
                self.problems.append(Problem(self._file, line, "a key must be plain text"))
            if key in result:
                self.problems.append(Problem(self._file, line, f"'{key}' is stated twice", "keep one of them"))
            self.lines[(*path, key)] = line
            result[key] = self.read(value_node, (*path, key))
        return result


def _scalar(node: ScalarNode) -> Any:
    """Text, truth value, exact number or nothing; dates stay text."""
    text = node.value
    kind = str(node.tag).rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind in ("int", "float"):
        try:
            number = Decimal(text.replace("_", ""))
        except InvalidOperation:
            return text
        return int(number) if kind == "int" and number == number.to_integral_value() else number
    return text
