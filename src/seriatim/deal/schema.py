"""The JSON Schema of deal files, for editors: it completes keys, explains them, and marks what cannot stand."""

from __future__ import annotations

import json
import sys
from typing import Any

from seriatim.deal.model import DealTerms
from seriatim.deal.series import GROUP, GROUPS, Series
from seriatim.deal.series_file import GROUP_NAME, ONCE, UNLESS_STATED

Schema = dict[str, Any]

RATE_PATTERN = r"^\s*\d+(\.\d*)?\s*%?\s*$"
NAME: Schema = {"type": ["string", "integer"], "description": "name of a class, as in the class table"}


def deal_schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a deal file as it is written: of one pool, or of groups with a pool each."""
    series: Schema = _tidied(Series.model_json_schema(by_alias=True, mode="validation"))
    definitions = series.pop("$defs")
    definitions["Deal"] = definitions.pop(DealTerms.__name__)
    definitions.update(_written_forms(definitions))
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


def _written_forms(definitions: Schema) -> Schema:
    """Values and shorthands as a file writes them, where the model holds them in another form."""
    return {
        **_numbers(),
        **_texts(),
        "Share": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "patternProperties": {r"^[\d.]+\s*%$": {"$ref": "#/$defs/PaymentRule"}},
            "additionalProperties": False,
            "description": definitions["Share"]["description"],
        },
        "StepTable": _step_form(definitions["StepTable"]),
        "LimitTable": _step_form(definitions["LimitTable"]),
        "Documents": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "minLength": 1},
            "description": definitions["Documents"]["description"],
        },
        "PaymentRule": {
            "anyOf": [
                definitions["PaymentRule"],
                {"type": ["string", "integer"], "description": "a class: paid until its balance is zero"},
            ]
        },
        "ResidualClass": {"type": "string", "description": "name of the residual class"},
    }


def _step_form(definition: Schema) -> Schema:
    """A table of percentages as a file writes it."""
    return {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {r"^\d+(\s*[-–]\s*\d+|\s+and after)?$": {"$ref": "#/$defs/Part"}},
        "additionalProperties": False,
        "description": definition["description"],
    }


def _numbers() -> Schema:
    """Rates, amounts and days as a file writes them."""
    number = {"type": ["string", "number"], "pattern": RATE_PATTERN, "minimum": 0, "maximum": 1}
    return {
        "Rate": {**number, "examples": ["5.75%"], "description": "5.75% or 0.0575"},
        "Part": {**number, "examples": ["10%"], "description": "a part of a whole: 10% or 0.1"},
        "Money": {
            "type": ["string", "number"],
            "pattern": r"^\s*\$?\d[\d,_]*(\.\d*)?\s*$",
            "minimum": 0,
            "examples": ["85,666,000"],
            "description": "dollars",
        },
        "CalendarDay": {"type": "string", "format": "date", "examples": ["2006-11-28"], "description": "a day"},
    }


def _texts() -> Schema:
    """Names, formulas and other texts as a file writes them."""
    return {
        "ClassName": NAME,
        "ClassNames": {
            "anyOf": [
                {"type": "array", "items": {"$ref": "#/$defs/ClassName"}, "description": "names of classes"},
                {"$ref": "#/$defs/ClassName", "description": "a single one needs no brackets"},
            ]
        },
        "FileName": {"type": "string", "examples": ["rep_lines.csv"], "description": "a file beside the deal file"},
        "Source": {
            "type": "string",
            "examples": ["supplement p. 11, NAS classes"],
            "description": "document, page and section",
        },
        "Formula": {"type": "string", "examples": ["LIBOR + 0.65%", "5.35% - LIBOR"], "description": "linear in LIBOR"},
        "Notional": {
            "type": "string",
            "pattern": "^(premium loans|pool balance|.*balances? of .+)$",
            "examples": ["balance of A-6", "8.5% of the balances of A-1 and A-2", "premium loans", "pool balance"],
            "description": "what interest is computed on",
        },
        "Features": {"type": "string", "examples": ["PAC, super senior"], "description": "words, between commas"},
    }


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
