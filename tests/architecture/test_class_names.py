"""Each public class name, and each name of a type, stands for one thing in the whole package."""

import ast
from collections import defaultdict

from tests.architecture.source import none_found, source_files


def type_names(body: list[ast.stmt]) -> list[str]:
    """Classes, and aliases of types, that a module defines: names in CamelCase without an underscore in front."""
    found = [node.name for node in body if isinstance(node, ast.ClassDef)]
    for node in body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found += [each.id for each in targets if isinstance(each, ast.Name) and each.id != each.id.upper()]
    return [name for name in found if name[:1].isupper()]


def test_a_name_stands_for_one_thing():
    places: dict[str, list[str]] = defaultdict(list)
    for file in source_files():
        for name in type_names(file.tree.body):
            if len(name) > 1:  # type variables
                places[name].append(file.name)
    none_found(f"{name}: {', '.join(files)}" for name, files in places.items() if len(files) > 1)
