"""The Python code of the package, read once, for the tests that measure it."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "seriatim"
Function = ast.FunctionDef | ast.AsyncFunctionDef
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class SourceFile:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def place(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def source_files() -> tuple[SourceFile, ...]:
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py")))
    return tuple(SourceFile(path, text, ast.parse(text)) for path, text in texts)


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[SourceFile, ast.AST]]:
    """Every node of the given kinds, with its file."""
    for file in source_files():
        for node in ast.walk(file.tree):
            if isinstance(node, kinds):
                yield file, node


def functions() -> Iterator[tuple[SourceFile, Function]]:
    yield from nodes(ast.FunctionDef, ast.AsyncFunctionDef)  # type: ignore[misc]


def docstring_node(node: ast.AST) -> ast.Constant | None:
    if not isinstance(node, DOCUMENTED) or not node.body or not isinstance(node.body[0], ast.Expr):
        return None
    value = node.body[0].value
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def body_lines(function: Function) -> int:
    """Lines of a function below its signature, the docstring not counted."""
    body = function.body[1:] if docstring_node(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def decorator_names(function: Function) -> set[str]:
    calls = (item.func if isinstance(item, ast.Call) else item for item in function.decorator_list)
    return {ast.unparse(call).rsplit(".", 1)[-1] for call in calls}


def none_found(found: Iterable[object]) -> None:
    """Fail with the whole list, one place a line, so that all can be mended at once."""
    places = sorted(str(place) for place in found)
    if places:
        pytest.fail("\n".join(places), pytrace=False)
