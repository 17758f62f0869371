"""Documents: what the sources of a deal file refer to."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, model_validator

from seriatim.deal.terms import Fault, Provision, faults, shown


class Documents(Provision):
    """The documents, each under the short name that sources call it by, as ``supplement: Supplement of March 1``."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-form": {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"type": "string", "minLength": 1},
            }
        }
    )

    titles: tuple[tuple[str, str], ...]

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError("the documents are entries: write 'supplement: Prospectus supplement of ...'")
        if set(value) == {"titles"} and not isinstance(value["titles"], str):
            return value
        found: list[Fault] = [
            ((key,), f"'{key}': {shown(title)} is not a title") for key, title in value.items() if not _is_text(title)
        ]
        found += [((key,), f"'{key}': a comma begins the section of a source") for key in value if "," in key]
        if not value:
            found = [((), "no document is named: write 'supplement: Prospectus supplement of ...'")]
        if found:
            raise faults(found)
        return {"titles": [(name, " ".join(title.split())) for name, title in value.items()]}

    @property
    def names(self) -> tuple[str, ...]:
        """The short names, in the order of the file."""
        return tuple(name for name, _ in self.titles)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
