"""The program `seriatim`: its commands, and what becomes of what they raise."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import seriatim
from seriatim.basics.problems import ProblemsError
from seriatim.cli import (
    cashflows,
    check,
    comfort,
    deals,
    describe,
    diff,
    explain,
    holders,
    plan,
    retail,
    tables,
    trace,
    yields,
)
from seriatim.cli.status import INTERRUPTED, NOBODY_READS, WRONG_INPUT


class Program(TyperGroup):
    """The commands in the order in which one meets them; errors of a user become lines and a status."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command: 2 for wrong input, 130 when interrupted, 141 when the reader of a pipe has left."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ProblemsError as error:
            sys.stdout.flush()
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(WRONG_INPUT) from None
        except BrokenPipeError:
            _leave_standard_output()
            raise typer.Exit(NOBODY_READS) from None
        except OSError as error:
            sys.stderr.write(f"{error.filename or 'standard output'}: {error.strerror or error}\n")
            _leave_standard_output()
            raise typer.Exit(WRONG_INPUT) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        return result


def _leave_standard_output() -> None:
    """Nobody reads any more: what is still buffered goes nowhere, without a complaint at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"seriatim {seriatim.__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=Program,
    name="seriatim",
    help="Mortgage-backed deals as data: tie out every printed figure of a prospectus, run any scenario.",
    epilog="DEAL is a library name (see `seriatim deals`) or a path; a file named - is standard output. "
    "Exit status: 0 fine, 1 a finding, 2 wrong usage or input.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def seriatim_program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is, and end.")
    ] = False,
) -> None:
    """Mortgage-backed deals as data: tie out every printed figure of a prospectus, run any scenario."""


app.command("deals")(deals.deals)
app.command("check")(check.check)
app.command("describe")(describe.describe)
app.command("plan")(plan.plan)
app.command("comfort")(comfort.comfort)
app.command("tables")(tables.tables)
app.command("cashflows")(cashflows.cashflows)
app.command("yield")(yields.yields)
app.command("holders")(holders.holders)
app.command("retail")(retail.retail)
app.command("explain")(explain.explain)
app.command("trace")(trace.trace)
app.command("diff")(diff.diff)


def main() -> None:
    """Run the program on the arguments of the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(prog_name="seriatim")
