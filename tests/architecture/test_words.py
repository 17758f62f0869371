"""Names come from the field, and no deal is known to the code."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, SourceFile, docstring_node, functions, nodes, none_found, source_files

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "data2"}
DEAL_WORDS = re.compile(r"cmsi|\b1994-5\b|\b1999-7\b|\b2006-[16]\b|^[AB]-(\d+|PO|IO)$", re.IGNORECASE)
SHOWN_TO_USERS = {"help", "short_help", "epilog", "metavar", "description", "examples", "hint"}
QUESTION = re.compile(r"(By |In |Into |To )?(What|Who|Whose|How|Which|Where|When|Why|Whether)\b", re.IGNORECASE)
MOST_DIGITS = 5
CONSTANTS_OF_NATURE = {"src/seriatim/reports/colours.py"}
"""Files whose long numbers are a published standard (the colour space of the charts), not a deal's."""


def words(name: str) -> set[str]:
    return set(re.split(r"_|(?<=[a-z0-9])(?=[A-Z])", name.removesuffix(".py"))) | {name.lower()}


def test_no_empty_names():
    paths = {f"{path}": path.stem for path in PACKAGE.rglob("*")}
    defined = {
        file.place(node): node.name  # type: ignore[attr-defined]
        for file, node in nodes(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    }
    empty = {place for place, name in (paths | defined).items() if {w.lower() for w in words(name)} & EMPTY_WORDS}
    none_found(empty)


def test_docstrings_say_what_a_thing_is():
    """A docstring names its thing in the field's words, "Principal of ...", "True where ...": it asks no question."""
    alone = [(file, node.value) for file, node in nodes(ast.Expr)]  # type: ignore[attr-defined]
    texts = [(file, value) for file, value in alone if isinstance(value, ast.Constant)]
    none_found(file.place(value) for file, value in texts if QUESTION.match(str(value.value).lstrip()))


def spoken_of_code(file: SourceFile) -> list[ast.Constant]:
    """The constants of a file that the code computes with: not docstrings, not examples shown to users."""
    shown = {id(docstring_node(node)) for node in ast.walk(file.tree)}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.keyword) and node.arg in SHOWN_TO_USERS:
            shown |= {id(child) for child in ast.walk(node)}
    return [n for n in ast.walk(file.tree) if isinstance(n, ast.Constant) and id(n) not in shown]


@pytest.mark.parametrize("file", source_files(), ids=lambda file: file.name)
def test_no_deal_in_code(file):
    """Neither a deal's name, nor one of its classes, nor one of its figures: a deal is a folder of the library.

    A sentence may name a class as an example; a text that is a class's name is a special case.
    """
    texts = [c for c in spoken_of_code(file) if isinstance(c.value, str) and DEAL_WORDS.search(c.value)]
    numbers = [] if file.name in CONSTANTS_OF_NATURE else spoken_of_code(file)
    figures = [constant for constant in numbers if significant_digits(constant) > MOST_DIGITS]
    none_found([f"{file.place(constant)} {constant.value!r}" for constant in texts + figures])


def significant_digits(constant: ast.Constant) -> int:
    if isinstance(constant.value, bool) or not isinstance(constant.value, int | float):
        return 0
    return len(re.sub(r"e.*|\D", "", repr(constant.value)).strip("0"))


def test_no_deal_in_names():
    named = [f"{file.place(f)} {f.name}" for file, f in functions() if re.search(r"cmsi|(?:19|20)\d\d", f.name)]
    none_found(named)


def test_the_library_is_data_only():
    none_found((PACKAGE / "library").rglob("*.py*"))
