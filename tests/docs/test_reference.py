"""The reference pages say what the program is today."""

import json
import re

import pytest

from docs.generator.__main__ import PAGES, REFERENCE
from docs.generator.commands import commands, parameters
from tests.docs.snippets import ROOT

FIELD_WORDS = """
    accrual class, class percentage, corporate bond equivalent yield, CPR, cut-off date, decrement table,
    distribution day, loss recovery, NAS class, notional balance, PAC class, prepayment interest shortfall,
    prepayment percentage, PSA, realized loss, scheduled principal balance, SDA, SMM,
    subordination depletion date, subordination level, TAC class, target-rate strip, WAL
"""


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name):
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name](), "run `make reference`"


def test_the_schema_is_current():
    from seriatim.deal.schema import deal_schema

    written = json.loads((ROOT / "schema" / "deal.schema.json").read_text(encoding="utf-8"))
    assert written == deal_schema(), "run `make schema`"


def test_every_option_says_what_it_does():
    silent = [
        f"{name} {parameter.opts[0]}"
        for name, command in commands().items()
        for parameter in parameters(command)
        if not (parameter.help or "").strip()
    ]
    assert silent == []
    assert [name for name, command in commands().items() if not command.help] == []


def test_the_readme_lists_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `seriatim (\w+)", readme, re.MULTILINE)) == set(commands())


def glossary() -> dict[str, str]:
    text = (REFERENCE / "glossary.md").read_text(encoding="utf-8")
    body = re.search(r"^```\{glossary\}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[1]
    entries = re.findall(r"^(\S.*)\n((?: {4}.*\n)+)", body, re.MULTILINE)
    assert len({term for term, _ in entries}) == len(entries), "a term is defined twice"
    return dict(entries)


def test_every_term_has_a_definition_with_a_source():
    assert [
        term for term, text in glossary().items() if not re.search(r"^    \*Source: \S.*\.\*$", text, re.MULTILINE)
    ] == []


def test_the_glossary_has_the_words_of_the_field():
    words = {word.strip() for word in FIELD_WORDS.replace("\n", " ").split(",")}
    assert words - set(glossary()) == set()


def test_the_glossary_is_in_order():
    terms = [term.lower() for term in glossary()]
    assert terms == sorted(terms)
