"""The page of conformance: each requirement, how a user asks for it, and the tests that verify it."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from docs.generator.conformance_items import SECTIONS, Item, items
from docs.generator.conformance_marks import Verification, verifications
from docs.generator.markdown import code, page, table

INTRODUCTION = """
What the documents require, by number, and what has been done about it. The page is written from the tests: a test says
with `@pytest.mark.requirement("LOSS-05")` what it would fail without, and an item that no test names is **open**. A
remark says why it is open, or how far a verified item goes.

A construct is a key of the [deal language](deal-language.md), a command (`seriatim trace`), a column of an event file
(`events: recovery`) or of a loan file (`loans: age`), a field of a scenario (`scenario: psa`), or a function of the
package (`python: seriatim.load`).
"""
VERIFIED, OPEN = "verified", "**open**"
Tests = Mapping[str, Sequence[Verification]]


def conformance_page() -> str:
    """The page as the tables and the tests have it today."""
    listed = items()
    found = verifications({item.id for item in listed})
    tests: Tests = {name: tuple(group) for name, group in groupby(found, key=lambda each: each.id)}
    sections = {name: [item for item in listed if item.section == name] for name in SECTIONS}
    return page(
        "Conformance",
        INTRODUCTION,
        [counts(sections, tests), *(section(name, inside, tests) for name, inside in sections.items())],
    )


def counts(sections: Mapping[str, Sequence[Item]], tests: Tests) -> str:
    """How many items each section has, how many are core, and how many are verified."""
    rows = [
        (f"[{name}](#{anchor(name)})", SECTIONS[name], *_numbers(inside, tests)) for name, inside in sections.items()
    ]
    requirements = [item for inside in sections.values() for item in inside if item.tag]
    rows.append(("", "All requirements", *_numbers(requirements, tests)))
    return "## Summary\n\n" + table(["ids", "section", "items", "core", "core verified", "verified", "open"], rows)


def _numbers(inside: Sequence[Item], tests: Tests) -> tuple[str, ...]:
    core = [item for item in inside if item.tag == "core"]
    verified = [item for item in inside if item.id in tests]
    both = [item for item in verified if item.tag == "core"]
    numbers = (len(inside), len(core), len(both), len(verified), len(inside) - len(verified))
    return tuple(str(number) for number in numbers)


def anchor(name: str) -> str:
    """The place of a section on the page.

    >>> anchor("CALL")
    'call-clean-up-call'
    """
    heading = f"{name} {SECTIONS[name]}".lower()
    return re.sub(r"[^a-z0-9 -]", "", heading).replace(" ", "-")


def section(name: str, inside: Sequence[Item], tests: Tests) -> str:
    """The items of a section."""
    heads = ["id", "", "construct", "tests", "remark", "status"]
    rows = [row(item, tests) for item in inside]
    return f"## {name}: {SECTIONS[name]}\n\n{table(heads, rows)}"


def row(item: Item, tests: Tests) -> tuple[str, ...]:
    note = f" ({item.tag})" if item.tag and item.tag != "core" else ""
    about = f" ({', '.join(item.about)})" if item.about else ""
    return (
        item.id,
        f"{item.title}{note}{about}",
        ", ".join(code(construct) for construct in item.constructs),
        tests_of(tests.get(item.id, ())),
        item.remark,
        VERIFIED if item.id in tests else OPEN,
    )


def tests_of(found: Sequence[Verification]) -> str:
    """Names of tests, file by file, each file a link.

    >>> tests_of([Verification("A", "tests/deal/test_a.py", "test_b")])
    '[deal/test_a](../../tests/deal/test_a.py): `test_b`'
    """
    files = groupby(found, key=lambda each: each.file)
    return "; ".join(f"{link(file)}: {', '.join(code(each.test) for each in group)}" for file, group in files)


def link(file: str) -> str:
    path = PurePosixPath(file)
    return f"[{path.relative_to('tests').with_suffix('')}](../../{file})"
