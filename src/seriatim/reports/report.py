"""An answer with its forms: text, JSON, a page, and what a notebook shows.

The rooms below find answers as data (an explanation, a statement, a comparison, a tie-out). A report is the same
record, with the forms added here: rooms that find things out do not know pages, and nothing is wrapped.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

from seriatim.basics.json_data import JsonRecord
from seriatim.reports.fragments import page, typewritten

if TYPE_CHECKING:
    import polars


class Report(ABC):
    """An answer to a question about a deal."""

    @classmethod
    def of(cls, found: Any, **more: object) -> Self:
        """The report of an answer that a room below has found; ``more`` are the fields it has besides."""
        own = {field.name: getattr(found, field.name) for field in fields(found) if field.init}
        return cls(**own, **more)

    @abstractmethod
    def to_text(self) -> str:
        """The answer as lines of text, each with its line feed."""

    @abstractmethod
    def to_dict(self) -> JsonRecord:
        """The answer as JSON data; `schema/answers.schema.json` describes every form."""

    def to_json(self) -> str:
        """The answer as JSON text, two spaces deep; exact amounts are text with all their digits."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)

    def to_html(self) -> str:
        """The answer as one HTML page that needs nothing else."""
        return page(repr(self).strip("<>"), self._repr_html_())

    def _repr_html_(self) -> str:
        """For notebooks: a part of a page."""
        return typewritten(self.to_text())


class Framed(ABC):
    """Rows that libraries for tables take."""

    @abstractmethod
    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars DataFrame."""

    def to_pandas(self) -> Any:
        """The rows as a pandas DataFrame (needs the extra ``pandas``)."""
        return self.to_polars().to_pandas()

    def to_arrow(self) -> Any:
        """The rows as a pyarrow Table (needs the extra ``arrow``)."""
        return self.to_polars().to_arrow()
