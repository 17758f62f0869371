"""The shape of an answer as JSON data."""

from __future__ import annotations

JsonRecord = dict[str, object]
"""Keys and values of an answer, ready to be written as JSON."""
