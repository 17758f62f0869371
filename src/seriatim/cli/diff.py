"""`seriatim diff`: where two runs part, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seriatim.basics.problems import did_you_mean
from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.options import Advancing, SeverityBase
from seriatim.cli.output import show
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import read_scenario
from seriatim.cli.status import FINDING
from seriatim.cli.warned import warn_of_runs

if TYPE_CHECKING:
    from seriatim.collateral.scenario import Scenario
    from seriatim.explain.compare import Run

DEFAULTS = ("sda", "cdr", "liquidate")
"""Of these a scenario has one: the second run's own takes the place of the first's."""


@dataclass(frozen=True)
class _Asked:
    """What a run assumes, as typed: the speed, and all else."""

    psa: str
    assumed: Assumed


@assuming
def diff(
    deal: options.DealName,
    other: Annotated[
        str | None,
        typer.Argument(metavar="OTHER", show_default="the same deal", help="The second deal: a name or a path."),
    ] = None,
    *,
    psa: options.Speed,
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OPTION=VALUE", help="What the second run assumes instead: psa=350, severity=40%. May be repeated."
        ),
    ] = None,
    assumed: Assumed,
    tolerance: Annotated[
        float, typer.Option(metavar="DOLLARS", min=0, help="Figures closer than this are the same.")
    ] = 0.005,
    json: options.Json = False,
) -> None:
    """Compare two runs: two deals, or readings of a rule, in one scenario, or one deal in two scenarios (--to).

    Shows the totals that differ, the first figure that does, and the way from there to the cause: an input, a term of
    the deal, or the first rule that makes different things of the same. Exit status 1 if anything differs.
    """
    from seriatim.explain.compare import compare
    from seriatim.explain.compare_text import comparison_record, comparison_text
    from seriatim.explain.record import as_json

    reading = Reading()
    first = _Asked(psa, assumed)
    second = _changed(reading, first, to or [])
    if other is None and not to:
        reading.refuse("OTHER", "there is nothing to compare with", "name a second deal, or give --to psa=350")
    scenarios = [_scenario(reading, first), _scenario(_Changes(reading), second)]
    reading.finish()
    with working(f"running {deal}"):
        runs = _run(deal, scenarios[0], first.assumed.events), _run(other or deal, scenarios[1], second.assumed.events)
        told = compare(*runs, tolerance=tolerance)
    warn_of_runs(*((run.model, run.scenario) for run in runs))
    show(as_json(comparison_record(told)) if json else comparison_text(told))
    if told.first is not None:
        raise typer.Exit(FINDING)


class _Changes(Reading):
    """The options of the second run: what is wrong with them is wrong with `--to`, unless it was wrong before."""

    def __init__(self, first: Reading) -> None:
        super().__init__()
        self._known = {(problem.reason, problem.hint) for problem in first.problems}
        self.problems = first.problems

    def refuse(self, option: str, reason: str, hint: str = "") -> None:
        """Note what is wrong with the option that a change stands for."""
        if (reason, hint) not in self._known:
            super().refuse(f"--to {option.removeprefix('--')}", reason, hint)


def _scenario(reading: Reading, asked: _Asked) -> Scenario:
    return read_scenario(reading, asked.psa, asked.assumed)


def _run(deal: str, scenario: Scenario, events: str | None) -> Run:
    from seriatim.api.labels import label
    from seriatim.api.library import load
    from seriatim.explain.compare import Run

    name = f"{deal}, {label(scenario)}{f', events of {events}' if events else ''}"
    return Run(name, load(deal).under(events).model, scenario)


def _changed(reading: Reading, first: _Asked, changes: list[str]) -> _Asked:
    """The assumptions of the second run."""
    second = first
    for change in changes:
        name, equals, value = (part.strip() for part in change.partition("="))
        if not equals or not value:
            reading.refuse("--to", f"{change!r} is not an assumption", "write psa=350")
        elif name not in _CHANGES:
            reading.refuse("--to", f"there is no option --{name}", did_you_mean(name, _CHANGES))
        else:
            second = _with(reading, second, name.replace("-", "_"), value)
    return second


_CHANGES = (
    "psa",
    "cpr",
    "sda",
    "cdr",
    "liquidate",
    "severity",
    "libor",
    "lag",
    "advancing",
    "severity-base",
    "call",
    "events",
)


def _with(reading: Reading, asked: _Asked, name: str, value: str) -> _Asked:
    """The same but for one assumption."""
    assumed = asked.assumed
    match name:
        case "psa" | "cpr":
            return _Asked(value, replace(assumed, cpr=name == "cpr"))
        case "sda" | "cdr" | "liquidate":
            own: dict[str, Any] = dict.fromkeys(DEFAULTS) | {name: value}
            assumed = replace(assumed, **own)
        case "events":
            assumed = replace(assumed, events=value)
        case "call":
            assumed = replace(assumed, call=value)
        case "severity":
            assumed = replace(assumed, severity=value)
        case "libor":
            assumed = replace(assumed, libor=value)
        case "lag":
            assumed = replace(assumed, lag=reading.value("--to", value, read=_months, otherwise=None))
        case "advancing":
            assumed = replace(assumed, advancing=reading.value("--to", value, read=Advancing, otherwise=None))
        case _:
            assumed = replace(assumed, severity_base=reading.value("--to", value, read=SeverityBase, otherwise=None))
    return _Asked(asked.psa, assumed)


def _months(text: str) -> int:
    if not text.isdecimal() or int(text) > 600:
        raise ValueError(f"{text!r} is not a number of months: write 12")
    return int(text)
