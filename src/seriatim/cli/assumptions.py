"""The options of a scenario, which every command that runs one has: declared once, in one table.

A row says how the option is spelled and read, and which field of `Scenario` it is; a new one is a row here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from seriatim.api.conventions import ADVANCING, LONGEST_LAG_MONTHS, SEVERITY_BASES
from seriatim.cli import options, values

DEFAULT_SPEED = "default speed"
"""The group of options of which a scenario has one."""


@dataclass(frozen=True)
class Assumption:
    """An option of a scenario: its name, the field of `Scenario`, how its text is read, how its help has it."""

    name: str
    field: str
    read: Callable[[str], Any]
    help: str
    metavar: str | None = None
    kind: Any = str
    group: str = ""
    most: int | None = None

    @property
    def option(self) -> str:
        """The option as it is typed, without dashes before it."""
        return self.name.replace("_", "-")

    @property
    def parameter(self) -> inspect.Parameter:
        """The parameter of a command that is this option."""
        flag = self.kind is bool
        least = None if self.most is None else 0
        info = typer.Option(f"--{self.option}", metavar=self.metavar, help=self.help, min=least, max=self.most)
        annotation = Annotated[bool if flag else self.kind | None, info]  # type: ignore[valid-type]
        return inspect.Parameter(
            self.name, inspect.Parameter.KEYWORD_ONLY, default=False if flag else None, annotation=annotation
        )


def _hyphened(title: str, words: tuple[str, ...]) -> Any:
    """Words as the choices of an option, hyphens for the blanks within."""
    return StrEnum(title, [(word.replace(" ", "_"), word.replace(" ", "-")) for word in words])


ASSUMPTIONS = (
    Assumption(
        "cpr", "", values.as_typed, "The numbers of --psa are constant prepayment rates: 6 is 6% a year.", kind=bool
    ),
    Assumption(
        "sda",
        "sda",
        values.speed_path,
        "Default speed in percent of SDA; a list is a path by distribution.",
        "PERCENT",
        group=DEFAULT_SPEED,
    ),
    Assumption(
        "cdr",
        "cdr",
        values.share_path,
        "Constant default rate a year, such as 2%; a list is a path by distribution.",
        "RATE",
        group=DEFAULT_SPEED,
    ),
    Assumption(
        "liquidate",
        "liquidate",
        values.liquidation,
        "Fixed liquidations instead of a default speed: 0.5%@25-84 spreads half a percent of the initial balance over"
        " distributions 25 to 84.",
        "PART@FIRST-LAST",
        group=DEFAULT_SPEED,
    ),
    Assumption(
        "severity",
        "severity",
        values.share,
        "Part of a defaulted balance that is lost, such as 35%; nothing without it.",
        "RATE",
    ),
    Assumption(
        "libor",
        "libor",
        values.rate_path,
        "LIBOR from the second period on, such as 4.32%; a list is a path by distribution. 0% without it.",
        "RATE",
    ),
    Assumption(
        "lag",
        "lag_months",
        values.months,
        "Months from default to liquidation. Without it, the deal's, else the market's 12.",
        "MONTHS",
        kind=int,
        most=LONGEST_LAG_MONTHS,
    ),
    Assumption(
        "advancing",
        "advancing",
        values.one_of(ADVANCING),
        "What the servicer advances on a defaulted loan until liquidation. Without it, what the deal says, else"
        " principal-and-interest.",
        kind=_hyphened("Advancing", ADVANCING),
    ),
    Assumption(
        "severity_base",
        "severity_base",
        values.one_of(SEVERITY_BASES),
        "The balance that --severity is a part of, at default or at liquidation. Without it, the deal's, else at"
        " default.",
        kind=_hyphened("SeverityBase", SEVERITY_BASES),
    ),
    Assumption(
        "call",
        "call",
        values.call,
        "When the clean-up call is used: first (as soon as the deal allows it), never, or a day from which on it is"
        " used, such as 2014-06-25. Never without it.",
        "WHEN",
    ),
    Assumption(
        "events",
        "",
        values.as_typed,
        "What happens to the loans month by month on top of the speeds, a CSV file: losses by kind, recoveries,"
        " prepayments, amounts withheld and received late.",
        "FILE",
    ),
)
"""Every option of a scenario but the prepayment speed itself."""


@dataclass(frozen=True)
class Assumed:
    """The assumptions of a run, as typed: the prepayment speed (None for those of the document), and the options."""

    psa: str | None
    texts: Mapping[str, str]
    cpr: bool = False

    @property
    def events(self) -> str | None:
        """The file of events, if there is one."""
        return self.texts.get("events")

    def but(self, name: str, text: str) -> Assumed:
        """The same but for one assumption; a default speed takes the place of another."""
        if name in ("psa", "cpr"):
            return replace(self, psa=text, cpr=name == "cpr")
        group = {each.name: each.group for each in ASSUMPTIONS}
        kept = {each: given for each, given in self.texts.items() if not group[name] or group[each] != group[name]}
        return replace(self, texts={**kept, name: text})


CHANGEABLE = ("psa", *(each.option for each in ASSUMPTIONS))
"""Assumptions that the second of two runs may change."""


ONE_SPEED = inspect.Parameter("psa", inspect.Parameter.KEYWORD_ONLY, annotation=options.Speed)
"""`--psa` of a command that runs one scenario: its speed may be a path, and must be given."""
SPEEDS = inspect.Parameter("psa", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=options.SpeedsOption)
"""`--psa` of a command that puts scenarios side by side."""


def assuming(speed: inspect.Parameter) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of a scenario, ``--psa`` of that kind first, where its signature has ``assumed``."""
    shared = [speed, *(each.parameter for each in ASSUMPTIONS)]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True).parameters

        def asked(**given: Any) -> None:
            typed = {each.name: given.pop(each.name) for each in ASSUMPTIONS}
            texts = {name: str(value) for name, value in typed.items() if value is not None and name != "cpr"}
            command(assumed=Assumed(given.pop("psa"), texts, typed["cpr"]), **given)

        merged = [each for name in own for each in (shared if name == "assumed" else (own[name],))]
        parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in merged]
        asked.__name__, asked.__doc__, asked.__module__ = command.__name__, command.__doc__, command.__module__
        asked.__annotations__ = {each.name: each.annotation for each in parameters}
        asked.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return asked

    return decorate
