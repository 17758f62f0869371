"""The JSON Schema of deal files, for editors: it completes keys, explains them, and marks what cannot stand."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUP, GROUPS, Series
from seriatim.deal.series_file import GROUP_NAME, ONCE, UNLESS_STATED

Schema = dict[str, Any]


def deal_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a deal file as it is written: of one pool, or of groups with a pool each."""
    generated = Series.model_json_schema(by_alias=True, mode="validation")
    series: Schema = _tidied(generated)
    definitions = {name: _as_written(definition) for name, definition in series.pop("$defs").items()}
    definitions["Deal"] = definitions.pop(DealTerms.__name__)
    definitions.update(_written_forms(generated))
    definitions.update(_groups(definitions["Deal"], definitions["Classes"], series))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://seriatim.invalid/schema/deal.schema.json",
        "title": "Seriatim deal file",
        "description": "A deal file: of one pool or, with 'groups', of several.",
        "type": "object",
        "if": {"required": [GROUPS]},
        "then": {"$ref": "#/$defs/Series"},
        "else": {"$ref": "#/$defs/Deal"},
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _groups(deal: Schema, classes: Schema, series: Schema) -> Schema:
    """The file of several pools: its groups have the chapters of a deal that are not said once for all of them."""
    name = {
        "type": ["string", "integer"],
        "pattern": f"^{GROUP_NAME.pattern}$",
        "examples": ["I"],
        "description": "name of the group and of its pool",
    }
    own = {key: value for key, value in deal["properties"].items() if key not in ONCE}
    own["classes"] = {**own["classes"], "$ref": "#/$defs/GroupClasses"}
    group = {
        **deal,
        "description": "A group: a pool of loans and the classes that are paid from it, as if a series of its own.",
        "properties": {GROUP: name, **own},
        "required": [GROUP, *(key for key in deal["required"] if key not in ONCE)],
    }
    table = {
        **classes,
        "description": "The class table of a group; subordinated classes in order of seniority.",
        "properties": {key: value for key, value in classes["properties"].items() if key != "residual"},
        "required": [key for key in classes["required"] if key != "residual"],
    }
    return {"Group": group, "GroupClasses": table, "Series": _series(series, deal)}


def _series(series: Schema, deal: Schema) -> Schema:
    """The chapters of a series, those included that hold for every group that does not state its own."""
    chapters: Schema = {}
    for key, value in series["properties"].items():
        chapters[key] = {**value, "items": {"$ref": "#/$defs/Group"}} if key == GROUPS else value
        if key == GROUPS:
            for shared in UNLESS_STATED:
                meaning = f"{deal['properties'][shared]['description']}; for groups that do not state their own"
                chapters[shared] = {**deal["properties"][shared], "description": meaning}
    return {**series, "properties": chapters}


def _written_forms(part: Any) -> Iterator[tuple[str, Schema]]:
    """Kinds of value with their written forms, as the parts of the language state them."""
    if isinstance(part, list):
        for each in part:
            yield from _written_forms(each)
    elif isinstance(part, dict):
        if "x-kind" in part and "x-form" in part:
            yield part["x-kind"], _tidied(part["x-form"])
        for each in part.values():
            yield from _written_forms(each)


def _as_written(definition: Schema) -> Schema:
    """A provision as a file writes it, where its model holds it in another form, or with its shorthand beside it."""
    if "x-form" in definition:
        return {"description": definition["description"], **definition["x-form"]}
    if "x-or" in definition:
        full = {key: value for key, value in definition.items() if key != "x-or"}
        return {"anyOf": [full, definition["x-or"]]}
    return definition


def _tidied(part: Any) -> Any:
    """Without generated titles, alternatives of nothing and empty defaults; named kinds of value as references."""
    if isinstance(part, list):
        return [_tidied(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "x-kind" in part:
        kept = {
            key: value for key, value in part.items() if key in ("description", "default") and value not in ([], "")
        }
        return {"$ref": f"#/$defs/{part['x-kind']}", **({k: v for k, v in kept.items() if v is not None})}
    if "properties" in part:
        part = {**part, "properties": {key: _tidied(value) for key, value in part["properties"].items()}}
    tidy = {key: value if key == "properties" else _tidied(value) for key, value in part.items() if key != "title"}
    if tidy.get("default") in (None, [], ""):
        tidy.pop("default", None)
    choices = [each for each in tidy.pop("anyOf", ()) if each != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **tidy}
    return {**tidy, "anyOf": choices} if choices else tidy


def main() -> None:
    """Write the schema to standard output."""
    json.dump(deal_schema(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
