"""From the options of a command to scenarios."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from seriatim.cli import values
from seriatim.cli.assuming import Assumed
from seriatim.cli.options import Advancing, SeverityBase
from seriatim.cli.reading import Reading

if TYPE_CHECKING:
    from seriatim.api.deal import Deal
    from seriatim.collateral.scenario import Scenario


_ADVANCING: Mapping[Advancing, Literal["principal and interest", "interest", "none"]] = {
    Advancing.both: "principal and interest",
    Advancing.interest: "interest",
    Advancing.nothing: "none",
}
_SEVERITY_BASE: Mapping[SeverityBase, Literal["default", "liquidation"]] = {
    SeverityBase.default: "default",
    SeverityBase.liquidation: "liquidation",
}


def read_speeds(reading: Reading, psa: str | None, *, cpr: bool) -> tuple[float, ...]:
    """The speeds of `--psa`, each a scenario: percents of PSA, or decimals with `--cpr`; none when it is not given."""
    _needs_psa(reading, psa, cpr=cpr)
    found: tuple[float, ...] = reading.value(
        "--psa", psa, read=values.cpr_rates if cpr else values.speeds, otherwise=()
    )
    return found


def read_scenario(reading: Reading, psa: str, asked: Assumed) -> Scenario:
    """The one scenario of the options; the speed of `--psa` may be a path."""
    speed = reading.value("--psa", psa, read=values.cpr_path if asked.cpr else values.speed_path, otherwise=0.0)
    assumed = read_assumptions(reading, asked)
    return replace(assumed, cpr=speed) if asked.cpr else replace(assumed, psa=speed)


def read_assumptions(reading: Reading, asked: Assumed) -> Scenario:
    """Everything that the options assume beside the prepayment speed, which is left open."""
    from seriatim.basics.problems import ProblemsError
    from seriatim.collateral.scenario import Scenario

    def read(option: str, text: str | None, reader: Callable[[str], Any], otherwise: Any = None) -> Any:
        return reading.value(option, text, read=reader, otherwise=otherwise)

    try:
        return Scenario(
            sda=read("--sda", asked.sda, values.speed_path),
            cdr=read("--cdr", asked.cdr, values.share_path),
            liquidate=read("--liquidate", asked.liquidate, values.liquidation),
            severity=read("--severity", asked.severity, values.share, 0.0),
            libor=read("--libor", asked.libor, values.rate_path, 0.0),
            lag_months=asked.lag,
            advancing=_ADVANCING[asked.advancing] if asked.advancing else None,
            severity_base=_SEVERITY_BASE[asked.severity_base] if asked.severity_base else None,
            call=read("--call", asked.call, values.call, "never"),
        )
    except ProblemsError as error:
        reading.problems.extend(error.problems)
        return Scenario()


def at_speeds(assumed: Scenario, speeds: tuple[float, ...], *, cpr: bool) -> tuple[Scenario, ...]:
    """The same assumptions at each prepayment speed."""
    if cpr:
        return tuple(replace(assumed, cpr=each) for each in speeds)
    return tuple(replace(assumed, psa=each) for each in speeds)


def with_zero_column(scenarios: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    """The scenarios as columns of a table: those of speed 0 with the loans that the document assumes there."""
    return tuple(replace(each, zero_column=not (each.psa or each.cpr)) for each in scenarios)


def table_speeds(deal: Deal) -> tuple[float, ...]:
    """The speeds of the tables in the deal's own document, in percent of PSA."""
    return tuple(float(speed * 100) for speed in deal.terms.structuring_assumptions.table_speeds)


def speed_labels(speeds: tuple[float, ...], *, cpr: bool) -> tuple[str, ...]:
    """Prepayment speeds as the headings of columns.

    >>> speed_labels((0.0, 137.5), cpr=False), speed_labels((0.06,), cpr=True)
    (('0% PSA', '137.5% PSA'), ('6% CPR',))
    """
    if cpr:
        return tuple(f"{speed * 100:.10g}% CPR" for speed in speeds)
    return tuple(f"{speed:.10g}% PSA" for speed in speeds)


def assumption_words(assumed: Scenario, events: str | None = None) -> str:
    """What is assumed beside the prepayment speed, in a few words; nothing where nothing is."""
    from seriatim.api.labels import label

    words = label(replace(assumed, psa=0.0, cpr=None)).partition(", ")[2]
    return ", ".join(part for part in (words, f"events of {events}" if events else "") if part)


def _needs_psa(reading: Reading, psa: str | None, *, cpr: bool) -> None:
    if cpr and psa is None:
        reading.refuse("--cpr", "says how the numbers of --psa are meant", "give --psa 6 --cpr")
