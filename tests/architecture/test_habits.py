"""What our style refuses, where a tool cannot see it or could be told to look away."""

import ast
import re

from tests.architecture.source import SourceFile, nodes, none_found, source_files

UNSAFE_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
CLOCKS = {"now", "today", "utcnow", "time"}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MUTABLE_CALLS = {"list", "dict", "set", "defaultdict", "OrderedDict", "Counter", "deque", "bytearray"}
LOOKING_AWAY = re.compile(r"noqa(?!:)|type: ignore(?!\[)|ruff: noqa|mypy: ignore-errors")


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return {alias.name.split(".")[0] for alias in node.names}  # type: ignore[attr-defined]


def test_no_bare_or_blind_except():
    bare = [
        file.place(node)
        for file, node in nodes(ast.ExceptHandler)
        if node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")  # type: ignore[attr-defined]
    ]
    none_found(bare)


def test_no_wildcard_imports():
    starred = [
        file.place(node)
        for file, node in nodes(ast.ImportFrom)
        if any(alias.name == "*" for alias in node.names)  # type: ignore[attr-defined]
    ]
    none_found(starred)


def test_nothing_from_outside_is_executed():
    imports = [file.place(n) for file, n in nodes(ast.Import, ast.ImportFrom) if imported(n) & UNSAFE_MODULES]
    calls = [
        file.place(node)
        for file, node in nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS  # type: ignore[attr-defined]
    ]
    none_found(imports + calls)


def test_no_clock():
    """A run is a function of its inputs; only the command line may look at the time, to show progress."""
    ticking = [
        file.place(node)
        for file, node in nodes(ast.Call)
        if isinstance(node.func, ast.Attribute)  # type: ignore[attr-defined]
        and node.func.attr in CLOCKS  # type: ignore[attr-defined]
        and ast.unparse(node.func.value).split(".")[-1] in ("datetime", "date", "time")  # type: ignore[attr-defined]
        and "cli/" not in file.name
    ]
    none_found(ticking)


def test_no_global_statement():
    none_found([file.place(node) for file, node in nodes(ast.Global)])


def mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).rsplit(".", 1)[-1] in MUTABLE_CALLS
    return isinstance(value, MUTABLE)


def module_state(file: SourceFile) -> list[str]:
    """Assignments of something mutable to a name of the module.

    A table may stand there as a dict if its annotation (`Mapping`, `Sequence`, `Collection`) lets nobody change it.
    """
    found = []
    for node in file.tree.body:
        if isinstance(node, ast.Assign) and mutable(node.value):
            names = [ast.unparse(target) for target in node.targets]
            found += [f"{file.place(node)} {name}" for name in names if name != "__all__"]
        if isinstance(node, ast.AnnAssign) and mutable(node.value):
            kind = ast.unparse(node.annotation).removeprefix("Final[").lower()
            if re.match(r"(typing\.)?(list|dict|set|defaultdict|deque|final$)", kind):
                found.append(f"{file.place(node)} {ast.unparse(node.target)}")
    return found


def test_no_mutable_state_in_modules():
    none_found([each for file in source_files() for each in module_state(file)])


def test_no_check_is_silenced_wholesale():
    """A `noqa` or `type: ignore` names the rule that it sets aside."""
    blanket = [file.name for file in source_files() if LOOKING_AWAY.search(file.text)]
    none_found(blanket)
