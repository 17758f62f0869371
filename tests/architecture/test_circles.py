"""No circle of files: what a file imports does not import it, over any number of steps.

Imports inside functions and those for the type checker count as well.
"""

import ast
from collections.abc import Iterator, Mapping

from tests.architecture.source import PACKAGE, SourceFile, none_found, source_files


def module_name(file: SourceFile) -> str:
    parts = file.path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(file: SourceFile) -> Iterator[str]:
    """Full names of all that a file imports: modules, or things in them."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(files: tuple[SourceFile, ...]) -> Mapping[str, frozenset[str]]:
    """The modules of the package that each of its modules imports."""
    known = {module_name(file) for file in files}
    return {
        module_name(file): frozenset(
            home
            for name in imported_names(file)
            for home in [name if name in known else name.rpartition(".")[0]]
            if home in known
        )
        for file in files
    }


def reached(graph: Mapping[str, frozenset[str]], start: str) -> set[str]:
    """The modules that a module imports, over any number of steps; itself only if it stands in a circle."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def circles(graph: Mapping[str, frozenset[str]]) -> set[frozenset[str]]:
    """Modules that import each other: the strongly connected components of more than one."""
    reach = {name: reached(graph, name) for name in graph}
    return {frozenset(other for other in reach[name] if name in reach[other]) for name in graph if name in reach[name]}


def test_no_circle_of_files():
    none_found(" <-> ".join(sorted(circle)) for circle in circles(imports(source_files())))


def test_a_circle_is_found():
    graph = {"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("a"), "d": frozenset("a")}
    assert circles(graph) == {frozenset("abc")}
