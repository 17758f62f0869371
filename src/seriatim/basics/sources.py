"""Place of a rule in the documents: document, page, section."""

import re
from dataclasses import dataclass

_PAGE = r"(?:[A-Z]+-)?\d+"
_PAGES = re.compile(rf"{_PAGE}(?:-{_PAGE})?")
_REFERENCE = re.compile(
    rf"(?P<document>[^,]*?)(?:\s+pp?\.\s*(?P<page>{_PAGE}(?:\s*[-\u2013]\s*{_PAGE})?))?(?:\s*,\s*(?P<section>.+))?",
    re.DOTALL,
)
_BARE_PAGE = re.compile(rf"pp?\.\s*{_PAGE}.*")


@dataclass(frozen=True)
class SourceRef:
    """A place in a document: `page` as printed (`11`, `S-17`, `24-28`) or empty, `section` or empty.

    `str()` gives the text back that `parse` reads. Raises ValueError when no document is named, when the
    document has a comma in it, or when the page is not one.

    >>> reference = SourceRef.parse("supplement p. 11, NAS classes")
    >>> reference
    SourceRef(document='supplement', page='11', section='NAS classes')
    >>> str(reference)
    'supplement p. 11, NAS classes'
    """

    document: str
    page: str = ""
    section: str = ""

    def __post_init__(self) -> None:
        if not self.document.strip():
            raise ValueError("a source names a document: write 'supplement p. 11, NAS classes'")
        if "," in self.document:
            raise ValueError(f"{self.document!r} is not a document: a comma begins the section")
        if self.page and not _PAGES.fullmatch(self.page):
            raise ValueError(f"{self.page!r} is not a page: write 11, S-17 or 24-28")

    @classmethod
    def parse(cls, text: str) -> "SourceRef":
        """Read `<document>[ p. N| pp. N-M][, section]`.

        Raises ValueError on empty text and when no document is named.

        >>> SourceRef.parse("supplement pp. S-19-S-22")
        SourceRef(document='supplement', page='S-19-S-22', section='')
        >>> SourceRef.parse("core prospectus, Loss recoveries").section
        'Loss recoveries'
        """
        stripped = " ".join(text.split())
        match = _REFERENCE.fullmatch(stripped)
        if match is None or not match["document"] or _BARE_PAGE.fullmatch(match["document"]):
            raise ValueError(f"{text!r} names no document: write 'supplement p. 11, NAS classes'")
        page = re.sub(r"\s*[-\u2013]\s*", "-", match["page"] or "")
        return cls(match["document"], page, match["section"] or "")

    def __str__(self) -> str:
        ranged = re.fullmatch(rf"{_PAGE}-{_PAGE}", self.page) is not None
        page = f" {'pp.' if ranged else 'p.'} {self.page}" if self.page else ""
        section = f", {self.section}" if self.section else ""
        return f"{self.document}{page}{section}"
