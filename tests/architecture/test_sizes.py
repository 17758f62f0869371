"""Functions and files keep the sizes of the codebases we take as models."""

import ast
from statistics import median, quantiles

from tests.architecture.source import Function, body_lines, decorator_names, functions, none_found, source_files

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 9
NINE_IN_TEN = 30
LONGEST_FILE = 500
MEDIAN_FILE = 150
MOST_ARGUMENTS = 5
MOST_POSITIONAL = 3
COMPILED = {"njit", "jit", "vectorize", "guvectorize"}


def without_receiver(arguments: list[ast.arg]) -> list[ast.arg]:
    return [each for each in arguments if each.arg not in ("self", "cls")]


def positional(function: Function) -> int:
    return len(without_receiver(function.args.posonlyargs + function.args.args))


def test_no_function_is_long():
    long = [
        f"{file.place(function)} {function.name}: {body_lines(function)} lines"
        for file, function in functions()
        if body_lines(function) > LONGEST_FUNCTION
    ]
    none_found(long)


def test_functions_are_mostly_short():
    sizes = [body_lines(function) for _, function in functions()]
    assert median(sizes) <= MEDIAN_FUNCTION
    assert quantiles(sizes, n=10)[-1] < NINE_IN_TEN


def test_files_are_short():
    sizes = {file.name: file.text.count("\n") for file in source_files()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
    assert median(sizes.values()) <= MEDIAN_FILE


def test_functions_take_few_arguments():
    """A command's options are its interface, and compiled code takes arrays one by one: both are exempt."""
    many = [
        f"{file.place(function)} {function.name}"
        for file, function in functions()
        if positional(function) + len(function.args.kwonlyargs) > MOST_ARGUMENTS
        and "cli/" not in file.name
        and not decorator_names(function) & COMPILED
    ]
    none_found(many)


def test_later_arguments_are_named_by_the_caller():
    """Two unnamed arguments are the habit; three are let pass, because some things are a triple (deal, plan, scenario).

    Compiled code has no keyword-only arguments; special methods have their signatures from Python.
    """
    unnamed = [
        f"{file.place(function)} {function.name}"
        for file, function in functions()
        if positional(function) > MOST_POSITIONAL
        and not function.name.startswith("_")
        and "cli/" not in file.name
        and not decorator_names(function) & COMPILED
    ]
    none_found(unnamed)
