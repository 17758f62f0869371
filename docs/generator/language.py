"""The reference of the deal language, from the JSON Schema of deal files."""

import re
from collections.abc import Iterator
from typing import Any

from docs.generator.markdown import code, page, table

Schema = dict[str, Any]

INTRODUCTION = """
A deal file is YAML 1.2. This page lists every key it may have, in the order in which a file has them. A key that is not
listed is an error, and `seriatim check` names the nearest right one. The file of a series with several pools has
`groups`, each with the chapters of a deal of its own, and around them what holds for all.

Money is written as the documents print it (`85,666,000`), rates as `5.75%` or `0.0575`, speeds as percents of the model
(`350%`), dates as `2006-11-28`. A `source` names the document, the page and the section, as in `supplement p. 11,
NAS classes`. Tables are CSV files in the folder of the deal.
"""
FILES = {"Deal": "The deal file", "Series": "The file of several pools"}
"""The forms of a deal file, with their headings."""
AS_TEXT = {"SourceRef": "source"}
"""Definitions that a file writes as plain text, with the word for it."""


def language_page(schema: Schema) -> str:
    """The whole page; the forms of a file, then one section per kind of statement, in order of first mention."""
    definitions = schema["$defs"]
    statements = [(title(name, schema), definitions[name]) for name in mentioned(schema) if name not in AS_TEXT]
    files = [(heading, definitions[name]) for name, heading in FILES.items()]
    sections = [section(heading, definition, schema) for heading, definition in [*files, *statements]]
    return page("The deal language", INTRODUCTION, sections)


def mentioned(schema: Schema) -> list[str]:
    """Names of all definitions, those nearest to the beginning of a deal file first."""
    found: list[str] = []
    waiting = [name for file in FILES for name in references(schema["$defs"][file]["properties"])]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            inner = list(references(schema["$defs"][name])) if name not in AS_TEXT else []
            waiting = inner + waiting
    return found


def references(part: Any) -> Iterator[str]:
    """Names of the definitions that a part of a schema refers to."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rsplit("/", 1)[-1]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def section(heading: str, definition: Schema, schema: Schema) -> str:
    """One kind of statement: what it is, and how it is written; its shorthands after its full form."""
    full, *short = definition.get("anyOf", [definition])
    shorthands = [f"Or {kind(form, schema)}: {form.get('description', '')}." for form in short]
    parts = [f"## {heading}", prose(full.get("description", "")), written(full, schema), examples(full), *shorthands]
    return "\n\n".join(part for part in parts if part)


def written(form: Schema, schema: Schema) -> str:
    """The keys of a statement, or the form of a value without keys."""
    return keys(form, schema) if "properties" in form else f"Written as {kind(form, schema)}."


def keys(form: Schema, schema: Schema) -> str:
    required = set(form.get("required", ()))
    rows = [
        (code(key), kind(part, schema), "required" if key in required else default(part), meaning(part))
        for key, part in form.get("properties", {}).items()
    ]
    if any(row[3] for row in rows):
        return table(["key", "value", "default", "meaning"], rows)
    return table(["key", "value", "default"], [row[:3] for row in rows])


def meaning(part: Schema) -> str:
    """What a key means, where the schema says more than the kind of its value."""
    spoken = prose(part.get("description", ""))
    return "" if spoken.startswith(("5.75%", "Dollars", "Document, page")) else spoken


def default(part: Schema) -> str:
    value = part.get("default")
    return code(str(value)) if value not in (None, [], "", {}) else ""


def kind(part: Schema, schema: Schema) -> str:
    """What may be written as a value, in words."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return AS_TEXT.get(name) or f"[{title(name, schema)}](#{anchor(name, schema)})"
    if "const" in part:
        return code(part["const"])
    if "enum" in part:
        return " or ".join(code(value) for value in part["enum"])
    if part.get("type") == "array":
        return f"list of {kind(part.get('items', {}), schema)}"
    if "patternProperties" in part:
        return "one or more entries" if part.get("maxProperties") != 1 else "one entry, `PERCENT: RULE`"
    if (worded := spoken_number(part)) is not None:
        return worded
    choices = part.get("anyOf") or part.get("oneOf")
    if choices:
        return " or ".join(dict.fromkeys(kind(each, schema) for each in choices if each.get("type") != "null"))
    return scalar(part)


def spoken_number(part: Schema) -> str | None:
    """Rates and money say so in their description; a decimal is a number or a text."""
    spoken = part.get("description", "")
    if spoken.startswith("5.75%"):
        return "rate"
    if spoken.startswith("dollars"):
        return "money"
    types = [each.get("type") for each in part.get("anyOf", ()) if each.get("type") != "null"]
    return "number" if sorted(map(str, types)) == ["number", "string"] else None


def scalar(part: Schema) -> str:
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    if part.get("format") == "date":
        return "date"
    named = part.get("type", "")
    return words.get(named, "mapping") if isinstance(named, str) else "text or number"


def examples(form: Schema) -> str:
    shown = form.get("examples", ())
    return f"For example {', '.join(code(each) for each in shown)}." if shown else ""


def prose(description: str) -> str:
    """A docstring as Markdown: doctests dropped, double backticks halved."""
    spoken = description.split("\n>>>")[0].strip().replace("``", "`")
    return spoken[:1].upper() + spoken[1:]


def title(name: str, schema: Schema) -> str:
    """A definition's name in words, with the hyphens of the keys of the language.

    >>> title("NASPercentages", {"$defs": {}}), title("PaymentRule", {"$defs": {}})
    ('NAS percentages', 'Payment rule')
    >>> title("CleanUpCall", {"$defs": {"Deal": {"properties": {"clean-up call": {}}}}})
    'Clean-up call'
    """
    parts = re.findall(r"[A-Z]+(?=[A-Z][a-z]|$)|[A-Z]?[a-z]+", name)
    first, *rest = [part if part.isupper() else part.lower() for part in parts]
    words = " ".join([first if first.isupper() else first.capitalize(), *rest])
    for hyphenated in hyphenated_words(schema):
        words = re.sub(rf"\b{hyphenated.replace('-', ' ')}\b", hyphenated, words)
        words = re.sub(rf"^{hyphenated.replace('-', ' ').capitalize()}\b", hyphenated.capitalize(), words)
    return words


def hyphenated_words(schema: Schema) -> list[str]:
    """The words with a hyphen among the keys of the language, each once."""
    keys = (key for form in schema["$defs"].values() for key in form.get("properties", {}))
    return list(dict.fromkeys(word for key in keys for word in key.split() if "-" in word))


def anchor(name: str, schema: Schema) -> str:
    return title(name, schema).lower().replace(" ", "-")
