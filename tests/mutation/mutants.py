"""Small changes of a deal file, one at a time: every number, date, choice, name, rule and entry, and every loan line.

The file is read as plain text values, changed at one place and written again; what was left out or misunderstood
shows as a mutant that nothing notices.
"""

from __future__ import annotations

import copy
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from ruamel.yaml import YAML

from seriatim.deal.model import DealTerms

Path_ = tuple[str | int, ...]

PERCENT = re.compile(r"\d+(?:\.\d+)?(?=\s*%)")
MONEY = re.compile(r"[\d,_]+(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
RANGE = re.compile(r"(\d+)-(\d+)|(\d+) and after")
SIZES = (Decimal("0.1"), Decimal("0.5"))
"""Percentage points: a change too small for the decimals printed is made once more, larger."""


@dataclass(frozen=True)
class Mutant:
    """A deal file with one change: ``deal.yaml`` (as JSON, which is YAML) and the loans' CSV.

    ``name`` is the place, and what was done there.
    """

    name: str
    deal: str
    loans: str


def plain(path: Path) -> dict[str, Any]:
    """The deal file with every value as the text that stands there."""
    data: dict[str, Any] = YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))
    return data


def written(data: Any) -> str:
    """JSON, which is YAML, with numbers and truths bare as they stood."""
    return re.sub(r'"(-?\d+|true|false)"(?!:)', r"\1", json.dumps(data))


def unchanged(folder: Path) -> Mutant:
    data = plain(folder / "deal.yaml")
    return Mutant("unchanged", written(data), (folder / data["mortgage loans"]["loans"]).read_text())


def mutants(folder: Path, points: Decimal) -> Iterator[Mutant]:
    """Every mutant of a deal, each under a name of its own; percentages change by so many points."""
    original = unchanged(folder)
    data = plain(folder / "deal.yaml")
    for name, changed in changes(data, points):
        text = written(changed)
        if text != original.deal:
            yield Mutant(name, text, original.loans)
    for name, loans in changed_loans(original.loans):
        yield Mutant(f"loans: {name}", original.deal, loans)


def changes(data: dict[str, Any], points: Decimal) -> Iterator[tuple[str, dict[str, Any]]]:
    names = tuple(each["class"] for part in ("senior", "subordinated") for each in data["classes"].get(part, ()))
    for path, node in walk(data, ()):
        for what, replacement in of_node(path, node, names, points):
            yield f"{shown(path)}: {what}", replaced(data, path, replacement)
    for path, node in walk(data, ()):
        if path:
            yield f"{shown(path)}: left out", without(data, path)
        if isinstance(node, list):
            for first in range(len(node) - 1):
                swapped = [*node[:first], node[first + 1], node[first], *node[first + 2 :]]
                yield f"{shown(path)}: {first + 1} and {first + 2} swapped", replaced(data, path, swapped)
    yield from moved_balances(data)


def walk(node: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from walk(value, (*path, position))


def shown(path: Path_) -> str:
    """A path as a person would say it, list entries counted from 1."""
    return " > ".join(str(part + 1) if isinstance(part, int) else part for part in path)


def replaced(data: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = replaced(data[path[0]], path[1:], value)
    return changed


def without(data: Any, path: Path_) -> Any:
    changed = copy.copy(data)
    if len(path) > 1:
        changed[path[0]] = without(data[path[0]], path[1:])
    else:
        del changed[path[0]]
    return changed


def of_node(path: Path_, node: Any, names: tuple[str, ...], points: Decimal) -> Iterator[tuple[str, Any]]:
    """What else could stand in the place of a value, or of a mapping with telling keys."""
    if isinstance(node, dict):
        yield from step_tables(node)
        return
    if isinstance(node, list):
        yield from shares(node, points)
        return
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    for choice in choices().get(key, ()):
        if choice != node and node in choices()[key]:
            yield choice, choice
    if node in names:
        other = names[(names.index(node) + 1) % len(names)]
        yield f"{other} for {node}", other
        return
    yield from text_changes(key, node, points)


def text_changes(key: str, text: str, points: Decimal) -> Iterator[tuple[str, str]]:
    if key in ("source", "title", "note", "deal", "features", "supplement", "core"):
        yield "other words", f"{text}, and more"
    elif DAY.fullmatch(text):
        day = date.fromisoformat(text)
        yield "a month later", (day + timedelta(days=31)).replace(day=day.day).isoformat()
        yield "a day later", (day + timedelta(days=1)).isoformat()
    elif text in ("true", "false"):
        yield "the contrary", "false" if text == "true" else "true"
    elif PERCENT.search(text):
        match = PERCENT.search(text)
        for what, change in (("points more", points), ("points less", -points)):
            value = Decimal(match[0]) + change
            if value >= 0:
                yield what, f"{text[: match.start()]}{value}{text[match.end() :]}"
    elif re.fullmatch(r"\d+", text):
        yield "one more", str(int(text) + 1)
        yield "one less", str(int(text) - 1)
        yield "a thousandth more", str(round(int(text) * 1.001))
        yield "a thousandth less", str(round(int(text) * 0.999))
    elif MONEY.fullmatch(text):
        amount = Decimal(text.replace(",", ""))
        yield "a thousandth more", f"{amount * Decimal('1.001'):f}"
        yield "a thousandth less", f"{amount * Decimal('0.999'):f}"


def step_tables(node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each boundary of a table by distribution day, a month earlier or later."""
    keys = list(node)
    if not keys or not all(RANGE.fullmatch(key) for key in keys):
        return
    firsts = [int(RANGE.fullmatch(key)[1] or RANGE.fullmatch(key)[3]) for key in keys]
    for position in range(len(keys)):
        for change in (1, -1):
            if firsts[position] + change < 1:
                continue
            moved = [first + change * (at == position) for at, first in enumerate(firsts)]
            ranges = [f"{first}-{after - 1}" for first, after in pairwise(moved)]
            table = dict(zip([*ranges, f"{moved[-1]} and after"], node.values(), strict=True))
            yield f"step {keys[position]} {'later' if change > 0 else 'earlier'}", table


def shares(node: list[Any], points: Decimal) -> Iterator[tuple[str, list[Any]]]:
    """Some points from one side of a concurrent payment to the next; the sum stays."""
    percents = [next(iter(side)) for side in node if isinstance(side, dict) and len(side) == 1]
    if len(percents) != len(node) or not all(PERCENT.match(percent) for percent in percents):
        return
    for first in range(len(node) - 1):
        moved = list(node)
        for position, change in ((first, points), (first + 1, -points)):
            ((percent, rule),) = node[position].items()
            moved[position] = {f"{Decimal(percent.rstrip('%')) + change}%": rule}
        yield f"some of side {first + 2} to side {first + 1}", moved


def moved_balances(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A thousandth of a class's balance to the next class; the sum stays."""
    for part in ("senior", "subordinated"):
        table = data["classes"].get(part, [])
        sized = [position for position, each in enumerate(table) if "balance" in each]
        for first, second in pairwise(sized):
            balances = [Decimal(table[position]["balance"].replace(",", "")) for position in (first, second)]
            amount = (balances[0] / 1000).quantize(Decimal(1))
            changed = replaced(data, ("classes", part, first, "balance"), str(balances[0] - amount))
            changed = replaced(changed, ("classes", part, second, "balance"), str(balances[1] + amount))
            yield f"classes: {amount} from {table[first]['class']} to {table[second]['class']}", changed


def choices() -> dict[str, tuple[str, ...]]:
    """The words a key may have, by key, out of the models of the deal language."""
    found: dict[str, set[str]] = {}
    seen: set[type] = set()

    def visit(annotation: Any, key: str) -> None:
        if get_origin(annotation) is Literal:
            found.setdefault(key, set()).update(each for each in get_args(annotation) if isinstance(each, str))
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation not in seen:
                seen.add(annotation)
                for name, field in annotation.model_fields.items():
                    visit(field.annotation, field.alias or name)
        else:
            for part in get_args(annotation):
                visit(part, key)

    visit(DealTerms, "")
    return {key: tuple(sorted(words)) for key, words in found.items()}


def changed_loans(text: str) -> Iterator[tuple[str, str]]:
    """Every cell of the loan lines a little more and less, balance moved to the next line, and each line left out."""
    header, *rows = list(csv.reader(StringIO(text)))

    def written(changed: list[list[str]]) -> str:
        return "\n".join(",".join(row) for row in [header, *changed]) + "\n"

    for at, row in enumerate(rows):
        for column, name in enumerate(header[1:], start=1):
            for what, cell in cell_changes(name, row[column]):
                changed = [[*each] for each in rows]
                changed[at][column] = cell
                yield f"{name} of {row[0]} {what}", written(changed)
        if at + 1 < len(rows):
            changed = [[*each] for each in rows]
            amount = Decimal(row[1]) / 1000
            changed[at][1] = str(Decimal(row[1]) - amount)
            changed[at + 1][1] = str(Decimal(rows[at + 1][1]) + amount)
            yield f"a thousandth of {row[0]} moved to {rows[at + 1][0]}", written(changed)
        yield f"{row[0]} left out", written([each for each in rows if each is not row])


def cell_changes(column: str, cell: str) -> Iterator[tuple[str, str]]:
    if cell.endswith("%"):
        rate = Decimal(cell.rstrip("%"))
        yield "a hundredth of a point more", f"{rate + Decimal('0.01')}%"
        yield "a hundredth of a point less", f"{rate - Decimal('0.01')}%"
    elif column == "balance":
        yield "a thousandth more", str(Decimal(cell) * Decimal("1.001"))
        yield "a dollar more", str(Decimal(cell) + 2)
    else:
        yield "one more", str(int(cell) + 1)
        yield "one less", str(int(cell) - 1)
