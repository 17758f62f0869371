"""The reference of the command line, from the commands themselves."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from docs.generator.markdown import code, page, table

INTRODUCTION = """
What `seriatim --help` and `seriatim COMMAND --help` say, on one page. DEAL is the name of a deal in the library or a
path. A file named `-` is standard output. Rates and shares are written `5.32%` or `0.0532`; PSA and SDA speeds are
percents of the model.

Exit status: 0 fine, 1 a finding, 2 wrong usage or wrong input.
"""


def commands() -> dict[str, Any]:
    """The commands of the program by name, in the order of its help."""
    from typer.main import get_command

    from seriatim.cli.main import app

    program = get_command(app)
    return {name: command for name, command in program.commands.items() if not command.hidden}  # type: ignore[attr-defined]


def parameters(command: Any) -> Iterator[Any]:
    """Arguments, then options, without `--help`."""
    shown = [each for each in command.params if not each.hidden and "--help" not in each.opts]
    yield from (each for each in shown if each.param_type_name == "argument")
    yield from (each for each in shown if each.param_type_name == "option")


def commands_page() -> str:
    return page("Command line", INTRODUCTION, [section(name, command) for name, command in commands().items()])


def section(name: str, command: Any) -> str:
    rows = [(spelling(each), default(each), " ".join((each.help or "").split())) for each in parameters(command)]
    return "\n\n".join(
        [f"## seriatim {name}", cleandoc(command.help or ""), table(["argument or option", "default", "meaning"], rows)]
    ).strip()


def spelling(parameter: Any) -> str:
    """How a parameter is written: `DEAL`, `--psa LIST`, `--json`."""
    if parameter.param_type_name == "argument":
        word = parameter.metavar or parameter.name.upper()
        return code(f"{word}..." if parameter.nargs == -1 and not word.endswith("...") else word)
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
    return code(names + value)


def default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    return code(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
