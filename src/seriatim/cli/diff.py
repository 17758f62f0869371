"""`seriatim diff`: two runs side by side, and where they part."""

from __future__ import annotations

from typing import Annotated

import typer

from seriatim.basics.problems import did_you_mean
from seriatim.cli import options
from seriatim.cli.assumptions import CHANGEABLE, ONE_SPEED, Assumed, assuming
from seriatim.cli.output import show_answer
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_scenario
from seriatim.cli.status import FINDING


@assuming(ONE_SPEED)
def diff(
    deal: options.DealName,
    other: Annotated[
        str | None,
        typer.Argument(metavar="OTHER", show_default="the same deal", help="The second deal: a name or a path."),
    ] = None,
    *,
    assumed: Assumed,
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OPTION=VALUE", help="What the second run assumes instead: psa=350, severity=40%. May be repeated."
        ),
    ] = None,
    tolerance: Annotated[
        float, typer.Option(metavar="DOLLARS", min=0, help="Figures closer than this are the same.")
    ] = 0.005,
    json: options.Json = False,
) -> None:
    """Compare two runs: two deals, or readings of a rule, in one scenario, or one deal in two scenarios (--to).

    Shows the totals that differ, the first figure that does, and the way from there to the cause: an input, a term of
    the deal, or the first rule that makes different things of the same. Exit status 1 if anything differs.
    """
    import seriatim

    reader = OptionReader()
    changed = _changed(reader, assumed, to or [])
    if other is None and not to:
        reader.refuse("OTHER", "there is nothing to compare with", "name a second deal, or give --to psa=350")
    scenario, second = read_scenario(reader, assumed), read_scenario(_ChangeReader(reader), changed)
    reader.finish()
    with working(f"running {deal}"):
        runs = seriatim.load(deal).under(assumed.events), seriatim.load(other or deal).under(changed.events)
        comparison = runs[0].compare(runs[1], scenario=scenario, to=second, tolerance=tolerance)
    show_answer(comparison, json=json)
    if comparison.first is not None:
        raise typer.Exit(FINDING)


class _ChangeReader(OptionReader):
    """The options of the second run: what is wrong with them is wrong with `--to`, unless it was wrong before."""

    def __init__(self, first: OptionReader) -> None:
        super().__init__()
        self._known = {(problem.reason, problem.hint) for problem in first.problems}
        self.problems = first.problems

    def refuse(self, option: str, reason: str, hint: str = "") -> None:
        """Note what is wrong with the option that a change stands for."""
        if (reason, hint) not in self._known:
            super().refuse(f"--to {option.removeprefix('--')}", reason, hint)


def _changed(reader: OptionReader, first: Assumed, changes: list[str]) -> Assumed:
    """The assumptions of the second run."""
    second = first
    for change in changes:
        name, equals, value = (part.strip() for part in change.partition("="))
        if not equals or not value:
            reader.refuse("--to", f"{change!r} is not an assumption", "write psa=350")
        elif name not in CHANGEABLE:
            reader.refuse("--to", f"there is no option --{name}", did_you_mean(name, CHANGEABLE))
        else:
            second = second.but(name.replace("-", "_"), value)
    return second
