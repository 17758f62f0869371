"""The JSON Schema: current, sound, at peace with the good deals, and able to mark what cannot stand."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import seriatim
from seriatim.deal.schema import deal_schema
from seriatim.deal.text import parse
from tests.deal.cases import BASE, BASE_OF_GROUPS

HERE = Path(__file__).parent
LIBRARY = sorted(path.parent for path in Path(seriatim.__file__).parent.glob("library/*/deal.yaml"))
TWO_POOLS = HERE.parent / "compile" / "deals" / "two-pools.yaml"
DEALS = [*(folder / "deal.yaml" for folder in (*LIBRARY, BASE, BASE_OF_GROUPS, *sorted((HERE / "good").iterdir())))]
WRITTEN = HERE.parents[1] / "schema" / "deal.schema.json"
SCHEMA = deal_schema()
TEXT = (BASE / "deal.yaml").read_text(encoding="utf-8")
GROUPS = (BASE_OF_GROUPS / "deal.yaml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    found = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(
        parse(text, "deal.yaml").data
    )
    return [error.message for error in found]


def test_the_written_schema_is_current():
    """`python -m seriatim.deal.schema > schema/deal.schema.json`"""
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == SCHEMA


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("file", [*DEALS, TWO_POOLS], ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_good_deals_are_valid(file):
    assert faults(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cut-off date:", "cutoff date:"),
        ("rate: 5.5%\n", "rate: 5.5\n"),
        ("rate: 5.5%\n", "rate: -5.5%\n"),
        ("rate: 5.5%\n", "rate: five\n"),
        ("  source: supplement p. 12, Clean-up call\n", ""),
        ("together: true", "together: yes"),
        ("average months: 6", "average months: 0"),
        ("closing date: 2026-03-27", "closing date: 27 March 2026"),
        ("      - pro rata: [A-6, A-7]", "      - pro rata: [A-6, A-7]\n        to: A-6"),
        ("- 80%: A-4", "- 80: A-4"),
        ("method: lesser payment", "method: lower payment"),
        ("        5-8: 50%", "        five to eight: 50%"),
        ("      balance: 30,000,000\n", ""),
        ("      balance: 30,000,000\n", "      balance: 30,000,000\n      notional: premium loans\n"),
        ("notional: balance of A-2", "notional: as A-2"),
    ],
)
def test_an_editor_can_mark_it(old, new):
    assert TEXT.count(old) == 1
    assert faults(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - group: II\n", "  - grup: II\n"),
        ("  - group: II\n", "  - group: I/2\n"),
        ("groups:\n", "groups:\n  - III\n"),
        ("  - group: I\n", "  - group: I\n    clean-up call:\n      source: core p. 1\n      below: 5%\n"),
        ("        - class: IIA-1\n", "        - clas: IIA-1\n"),
        ("          balance: 36,600,000\n", ""),
        ("residual: R\n", ""),
        ("residual: R\n", "residual: R\naccrual: []\n"),
        ("composite classes:\n", "composites:\n"),
        ("      components: [IA-PO, IIA-PO]\n", ""),
        ("cash support: senior target-rate classes", "cash support: seniors"),
        ("subordinated cash: own pool first, then by seniority", "subordinated cash: by seniority"),
        ("  undersubordination:\n    source: core p. 5, Undersubordination\n", "  undersubordination:\n"),
        ("average months: 6", "average months: 60"),
        ("  junior on a write-down day: is paid", "  junior on a write-down day: yes"),
    ],
)
def test_an_editor_can_mark_it_in_a_series(old, new):
    assert GROUPS.count(old) == 1
    assert faults(GROUPS.replace(old, new))


def test_a_list_of_groups_decides_what_kind_of_file_it_is():
    assert faults(TEXT.replace("deal: Base\n", "deal: Base\ngroups: []\n"))
    assert faults(GROUPS.replace("groups:\n", "gruops:\n"))


def test_a_group_may_have_chapters_of_its_own():
    own = "    distributions:\n      source: core p. 6\n    allocations:\n"
    assert faults(GROUPS.replace("    allocations:\n", own)) == []


def test_every_key_is_explained():
    """What an editor shows when the pointer rests on a key."""
    statements = [*SCHEMA["$defs"].values(), *SCHEMA["$defs"]["PaymentRule"]["anyOf"]]
    silent = [
        key
        for statement in statements
        for key, entry in statement.get("properties", {}).items()
        if not entry.get("description")
    ]
    assert silent == []
    assert [name for name, kind in SCHEMA["$defs"].items() if "description" not in kind and "anyOf" not in kind] == []


def test_the_schema_speaks_of_nothing_generated():
    text = json.dumps(SCHEMA)
    assert '"null"' not in text
    assert "x-kind" not in text
    assert "title" not in {key for kind in SCHEMA["$defs"].values() for key in kind}
