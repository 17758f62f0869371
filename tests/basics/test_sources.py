"""Every rule names its place in the documents, and the text survives a round trip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.basics.sources import SourceRef


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("supplement", SourceRef("supplement")),
        ("supplement p. 11", SourceRef("supplement", "11")),
        ("supplement p. 11, NAS classes", SourceRef("supplement", "11", "NAS classes")),
        ("supplement pp. 24-28, Decrement tables", SourceRef("supplement", "24-28", "Decrement tables")),
        ("supplement p. S-17, Structuring assumptions", SourceRef("supplement", "S-17", "Structuring assumptions")),
        ("supplement pp. S-19-S-22", SourceRef("supplement", "S-19-S-22")),
        (
            "core prospectus, Allocations, Interest allocations",
            SourceRef("core prospectus", "", "Allocations, Interest allocations"),
        ),
        ("core prospectus p. 40", SourceRef("core prospectus", "40")),
    ],
)
def test_parse_and_print(text, reference):
    assert SourceRef.parse(text) == reference
    assert str(reference) == text


@pytest.mark.parametrize("text", ["supplement pp. 24\u201328", "supplement pp.24 - 28", "  supplement\n p. 24-28 "])
def test_lenient_spelling(text):
    assert SourceRef.parse(text) == SourceRef("supplement", "24-28")


@pytest.mark.parametrize("text", ["", "   ", ", NAS classes", "p. 11", "pp. 3-4, NAS classes", "supplement,"])
def test_no_document(text):
    with pytest.raises(ValueError, match="names no document") as caught:
        SourceRef.parse(text)
    assert str(caught.value) == f"{text!r} names no document: write 'supplement p. 11, NAS classes'"


@pytest.mark.parametrize(
    ("document", "page", "text"),
    [
        ("", "11", "a source names a document: write 'supplement p. 11, NAS classes'"),
        ("supplement, p. 11", "", "'supplement, p. 11' is not a document: a comma begins the section"),
        ("supplement", "eleven", "'eleven' is not a page: write 11, S-17 or 24-28"),
    ],
)
def test_bad_reference(document, page, text):
    with pytest.raises(ValueError, match=r"document|page") as caught:
        SourceRef(document, page)
    assert str(caught.value) == text


words = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)
pages = st.one_of(
    st.just(""),
    st.integers(1, 999).map(str),
    st.tuples(st.integers(1, 99), st.integers(1, 99)).map("{0[0]}-{0[1]}".format),
)


@given(words, pages, st.one_of(st.just(""), words))
def test_round_trip(document, page, section):
    reference = SourceRef(document, page, section)
    assert SourceRef.parse(str(reference)) == reference
