"""The page of the forms of answers, from their JSON Schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.generator.markdown import code, page, table

Schema = dict[str, Any]
ANSWERS = Path(__file__).parents[2] / "schema" / "answers.schema.json"
INTRODUCTION = """
Every answer of the [Python face](api.md) has `to_json()`; the commands `explain`, `trace`, `diff` and `comfort` give
the same with `--json`. The JSON Schema is `schema/answers.schema.json`; the tests hold real answers against it. Every
key is always there. Exact amounts are text with all their digits; what was worked out in binary fractions is a number.
A form changes its number when a key is renamed or removed.
"""


def answers_page() -> str:
    """The page as the schema is today: the answers first, then the parts they are made of."""
    schema = json.loads(ANSWERS.read_text(encoding="utf-8"))
    answers = [each["$ref"].rsplit("/", 1)[-1] for each in schema["oneOf"]]
    parts = [name for name, part in schema["$defs"].items() if name not in answers and "properties" in part]
    return page("Answers as JSON", INTRODUCTION, [section(name, schema["$defs"][name]) for name in (*answers, *parts)])


def section(name: str, part: Schema) -> str:
    """A form with a row for each key."""
    title = name.replace("_", " ").capitalize()
    return "\n\n".join([f"## {title}", part["description"], table(["key", "value", "meaning"], rows(part))])


def rows(part: Schema, above: str = "") -> Iterator[tuple[str, str, str]]:
    """Key, value and meaning of each property, those of objects within below them."""
    for key, value in part["properties"].items():
        path = f"{above}{key}"
        yield code(path), kind(value), value.get("description", "")
        for inner in within(value):
            yield from rows(inner, f"{path}.")


def within(value: Schema) -> Iterator[Schema]:
    """The objects a value is or has, where they have no section of their own."""
    for form in (value, value.get("items", {}), *value.get("anyOf", ())):
        if "properties" in form:
            yield form


def kind(value: Schema) -> str:
    """A value in a few words."""
    if "const" in value:
        return code(value["const"])
    if "enum" in value:
        return ", ".join(code(each) for each in value["enum"])
    if "$ref" in value:
        return value["$ref"].rsplit("/", 1)[-1].replace("_", " ")
    if "anyOf" in value:
        return " or ".join(kind(each) for each in value["anyOf"])
    if value["type"] == "array":
        return f"list of {kind(value['items'])}"
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return " or ".join({"string": "text"}.get(each, each) for each in kinds)
