"""From the options of a command to what the face is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriatim.cli import values
from seriatim.cli.assumptions import ASSUMPTIONS, Assumed
from seriatim.cli.reader import OptionReader

if TYPE_CHECKING:
    from seriatim import Scenario
    from seriatim.api.days import DayAsked


def read_speeds(reader: OptionReader, assumed: Assumed) -> dict[str, tuple[float, ...]]:
    """The speeds of `--psa` side by side under the name the face has for them; nothing when they are not given."""
    if assumed.cpr and assumed.psa is None:
        reader.refuse("--cpr", "says how the numbers of --psa are meant", "give --psa 6 --cpr")
    read = values.cpr_rates if assumed.cpr else values.speeds
    found: tuple[float, ...] = reader.value("--psa", assumed.psa, read=read, otherwise=())
    return {"cpr" if assumed.cpr else "psa": found} if found else {}


def read_scenario(reader: OptionReader, assumed: Assumed) -> Scenario:
    """The one scenario of the options; the speed of `--psa` may be a path."""
    read = values.cpr_path if assumed.cpr else values.speed_path
    speed = reader.value("--psa", assumed.psa, read=read, otherwise=0.0)
    scenario = read_assumptions(reader, assumed)
    return replace(scenario, cpr=speed) if assumed.cpr else replace(scenario, psa=speed)


def read_assumptions(reader: OptionReader, assumed: Assumed) -> Scenario:
    """The assumptions of the options but for the prepayment speed, which is left open."""
    from seriatim import ProblemsError, Scenario

    found = {
        each.field: reader.value(f"--{each.option}", assumed.texts.get(each.name), read=each.read, otherwise=None)
        for each in ASSUMPTIONS
        if each.field
    }
    try:
        return Scenario(**{name: value for name, value in found.items() if value is not None})
    except ProblemsError as error:
        reader.problems.extend(error.problems)
        return Scenario()


def read_day(reader: OptionReader, text: str) -> DayAsked:
    """The distribution day of `--date`."""
    from seriatim.api.days import day

    return reader.value("--date", text, read=day, otherwise=1)
