"""The runner of documentation snippets fails when a document is wrong."""

import pytest

from tests.docs.snippets import ROOT, commands, run_command

LANGUAGES = {"python", "console", "bash", "yaml", "json", "toml", "csv", "text", "mermaid"}
DIRECTIVES = {
    "{code-block}",
    "{glossary}",
    "{toctree}",
    "{note}",
    "{warning}",
    "{tip}",
    "{math}",
    "{seealso}",
    "{eval-rst}",
}


def test_commands_and_what_they_print():
    block = "$ ls \\\n  here\nfile\n$ cat file\n"
    assert list(commands(block, prompt="$ ")) == [("ls    here", "file\n"), ("cat file", "")]


@pytest.mark.parametrize(
    ("command", "expected", "complaint"),
    [
        ("ls /nowhere-at-all", "", "ended with 2"),
        ("cat /dev/null  # exit 1", "", "the document says 1"),
        ("cat pyproject.toml", "nothing of the kind", "should print"),
        ("rm -rf .", "", "not a command that documentation runs"),
        ("make nonsense", "", "no target nonsense"),
    ],
)
def test_a_wrong_document_is_found(command, expected, complaint, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert complaint in run_command(command, expected)


def test_a_right_document_passes(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run_command("head -n 1 README.md", "# Seri...") is None
    assert run_command("ls /nowhere-at-all  # exit 2", "") is None


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda path: path.name
)
def test_every_block_has_a_language(path):
    opened = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            opened = not opened
            word = line.strip("`").split(" ")[0]
            assert not opened or word in LANGUAGES | DIRECTIVES, line
