"""The JSON Schema of deal files, for editors."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from seriatim.deal.model import Deal

RULE_SHORTHAND = {"type": "string", "description": "a class: paid until its balance is zero"}
SHARE_FORM = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "patternProperties": {r"^[\d.]+\s*%$": {"$ref": "#/$defs/PaymentRule"}},
    "additionalProperties": False,
}
STEP_FORM = {
    "type": "object",
    "minProperties": 1,
    "patternProperties": {r"^\d+(\s*-\s*\d+|\s+and after)?$": {"type": ["string", "number"]}},
    "additionalProperties": False,
    "description": "percentages by distribution day, as 61-72: 70%, the last 'N and after'",
}


def deal_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a deal file as it is written."""
    schema = Deal.model_json_schema(by_alias=True, mode="validation")
    definitions = schema["$defs"]
    definitions["Share"] = SHARE_FORM
    definitions["StepTable"] = STEP_FORM
    definitions["Formula"] = {"type": "string", "examples": ["LIBOR + 0.65%", "5.35% - LIBOR"]}
    definitions["PaymentRule"] = {"anyOf": [definitions["PaymentRule"], RULE_SHORTHAND]}
    definitions["ResidualClass"] = {"type": "string", "description": "name of the residual class"}
    security = definitions["SecurityClass"]["properties"]
    security["features"] = {"anyOf": [security["features"], {"type": "string"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://seriatim.invalid/schema/deal.schema.json",
        **schema,
    }


@cache
def known_keys() -> tuple[str, ...]:
    """Every key a deal file may use anywhere."""
    return tuple(dict.fromkeys(_keys(deal_schema())))


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from properties
        for value in schema.values():
            yield from _keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _keys(value)


def main() -> None:
    """Write the schema to standard output."""
    json.dump(deal_schema(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
