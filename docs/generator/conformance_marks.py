"""Which tests verify which requirement: the `requirement` marks of the tests, read from their text."""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seriatim.basics.problems import Problem, ProblemsError, nearest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
MARK = "pytest.mark.requirement"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Verification:
    """A test that says that it verifies a requirement; `file` is relative to the root of the repository."""

    id: str
    file: str
    test: str


@dataclass(frozen=True)
class _Mark:
    """One mark: its ids as written, and the tests that it is on."""

    call: ast.Call
    tests: tuple[str, ...]


def verifications(ids: Collection[str], tests: Path = TESTS, root: Path = ROOT) -> tuple[Verification, ...]:
    """Every test that is marked, for each of its ids, in order.

    Marks stand on test functions, on cases of a parametrized test, on classes, or on a module as `pytestmark`.
    Raises ProblemsError with every mark that has an unknown id, ids that are not plain texts, or no test.
    """
    found: list[Verification] = []
    problems: list[Problem] = []
    for path in sorted(tests.rglob("*.py")):
        file = path.relative_to(root).as_posix()
        for mark in _marks(ast.parse(path.read_text(encoding="utf-8"))):
            named, wrong = _ids_of(mark, ids, file)
            problems += wrong
            found += [Verification(name, file, test) for name in named for test in mark.tests]
    if problems:
        raise ProblemsError(problems)
    return tuple(sorted(set(found)))


def _ids_of(mark: _Mark, ids: Collection[str], file: str) -> tuple[list[str], list[Problem]]:
    """The ids of a mark, and what is wrong with it."""
    line = mark.call.lineno
    if not mark.tests:
        return [], [Problem(file, line, "a requirement mark on something that is not a test", "put it on a test")]
    if not mark.call.args or mark.call.keywords:
        return [], [Problem(file, line, "a requirement mark without ids", 'write requirement("LOSS-05")')]
    named, problems = [], []
    for argument in mark.call.args:
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            problems.append(Problem(file, line, f"{ast.unparse(argument)} is not a plain text", "write the id itself"))
        elif argument.value not in ids:
            close = nearest(argument.value, ids)
            hint = f"did you mean {close!r}?" if close else "the ids stand in docs/generator"
            problems.append(Problem(file, line, f"unknown requirement {argument.value!r}", hint))
        else:
            named.append(argument.value)
    return named, problems


def _marks(module: ast.Module) -> Iterator[_Mark]:
    """Every mark of a file: those of `pytestmark` are on all of its tests."""
    everything = tuple(_test_names(module.body))
    for statement in module.body:
        if isinstance(statement, Function | ast.ClassDef):
            yield from _marks_of(statement, "")
        else:
            on_all = isinstance(statement, ast.Assign | ast.AnnAssign) and "pytestmark" in _targets(statement)
            yield from (_Mark(call, everything if on_all else ()) for call in _calls(statement))


def _marks_of(statement: Function | ast.ClassDef, prefix: str) -> Iterator[_Mark]:
    """The marks on a function, or on a class and inside it."""
    name = prefix + statement.name
    if isinstance(statement, ast.ClassDef):
        inside = tuple(_test_names(statement.body, f"{name}."))
        on_class = inside if statement.name.startswith("Test") else ()
        yield from (_Mark(call, on_class) for each in statement.decorator_list for call in _calls(each))
        for each in statement.body:
            if isinstance(each, Function | ast.ClassDef):
                yield from _marks_of(each, f"{name}.")
            else:
                yield from (_Mark(call, ()) for call in _calls(each))
        return
    tests = (name,) if statement.name.startswith("test_") else ()
    yield from (_Mark(call, tests) for each in statement.decorator_list for call in _calls(each))
    yield from (_Mark(call, ()) for each in statement.body for call in _calls(each))


def _test_names(body: Sequence[ast.stmt], prefix: str = "") -> Iterator[str]:
    for each in body:
        if isinstance(each, Function) and each.name.startswith("test_"):
            yield prefix + each.name
        elif isinstance(each, ast.ClassDef) and each.name.startswith("Test"):
            yield from _test_names(each.body, f"{prefix}{each.name}.")


def _targets(statement: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {ast.unparse(target) for target in targets}


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The marks written anywhere in a piece of code."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and ast.unparse(each.func) == MARK:
            yield each
