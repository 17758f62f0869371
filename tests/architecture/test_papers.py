"""Decisions are short, numbered papers; the changelog keeps its form."""

import re

import pytest

from tests.architecture.source import ROOT

PAPERS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
NUMBERED = [path for path in PAPERS if path.name != "index.md"]
LONGEST_PAPER = 80


def test_papers_are_numbered_in_a_row():
    numbers = [path.name[:4] for path in NUMBERED]
    assert numbers == [f"{n:04d}" for n in range(1, len(NUMBERED) + 1)]


@pytest.mark.parametrize("paper", NUMBERED, ids=lambda path: path.stem)
def test_a_paper_says_what_and_why(paper):
    text = paper.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", paper.name)
    assert text.startswith(f"# {paper.name[:4]} ")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= LONGEST_PAPER


def test_the_changelog_keeps_its_form():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    allowed = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert "## [Unreleased]" in text
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= allowed
