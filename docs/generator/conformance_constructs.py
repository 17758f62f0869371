"""Whether a construct that the page of conformance names exists: a key, a command, a column or a field."""

from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from typing import Any

Schema = dict[str, Any]


def exists(construct: str, schema: Schema, commands: set[str]) -> bool:
    """Whether a user can write it today.

    >>> exists("seriatim trace", {}, {"trace"}), exists("events: recovry", {}, set())
    (True, False)
    """
    kind, _, name = construct.partition(": ")
    if kind == "python":
        return find_spec(name.rpartition(".")[0]) is not None and callable(_named(name))
    if name:
        return name in columns(kind)
    if construct.startswith("seriatim "):
        return construct.split()[1] in commands
    return has_key(schema, construct.split("."), schema)


def _named(name: str) -> object:
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute, None)


def columns(kind: str) -> tuple[str, ...]:
    """What may be stated in an event file, in a loan file, or of a scenario; KeyError for anything else."""
    from seriatim.collateral import event_file, lines
    from seriatim.collateral.scenario import Scenario

    known = {
        "events": event_file.COLUMNS,
        "loans": (*lines.COLUMNS, *lines.OPTIONAL_COLUMNS),
        "scenario": tuple(field.name for field in fields(Scenario)),
    }
    return known[kind]


def has_key(part: Schema, path: list[str], schema: Schema) -> bool:
    """Whether a path of keys, through lists and alternatives, leads somewhere in a deal file."""
    if not path:
        return True
    return any(
        has_key(form["properties"][path[0]], path[1:], schema)
        for form in forms(part, schema)
        if path[0] in form.get("properties", {})
    )


def forms(part: Schema, schema: Schema) -> Iterator[Schema]:
    """The forms in which a value may be written: references followed, entries of lists, alternatives."""
    if "$ref" in part:
        yield from forms(schema["$defs"][part["$ref"].rsplit("/", 1)[-1]], schema)
        return
    yield part
    single = (part.get(key) for key in ("items", "then", "else"))
    for inner in (*single, *part.get("anyOf", ()), *part.get("oneOf", ())):
        if inner:
            yield from forms(inner, schema)
