"""The documents in prospectus English."""

from __future__ import annotations

from collections.abc import Iterator

from seriatim.basics.words import listed
from seriatim.deal.documents.terms import Documents
from seriatim.deal.english import Paragraph, Passage


def say(documents: Documents) -> Iterator[Passage]:
    """Titles that the names in brackets stand for."""
    said = listed(f"'{name}' ({title})" for name, title in documents.titles)
    yield Passage("Documents", (Paragraph(f"References in brackets are to {said}."),))
