"""Scenarios in a few words: all assumptions of one, its prepayment speed alone, and its other assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seriatim.collateral.conventions import CONVENTION_FIELDS
from seriatim.collateral.scenario import Scenario, Vector

UNSAID = ("defaults_in_last_lag_months",)
"""Conventions without a short form."""


def label(scenario: Scenario) -> str:
    """All that a scenario assumes, in the market's short form.

    >>> label(Scenario(psa=350, sda=100, severity=0.2))
    '350% PSA, 100% SDA, severity 20%'
    >>> label(Scenario())
    '0% PSA'
    """
    parts = list(_parts(scenario))
    if scenario.psa is scenario.cpr is scenario.smm is None:
        parts.insert(0, "0% PSA")
    return ", ".join(parts)


def speed_label(scenario: Scenario) -> str:
    """The prepayment speed of a scenario, as the heading of a column.

    >>> speed_label(Scenario(psa=137.5)), speed_label(Scenario(cpr=0.06)), speed_label(Scenario())
    ('137.5% PSA', '6% CPR', '0% PSA')
    """
    model = scenario.prepayment_model
    speed = getattr(scenario, model) or 0.0
    if isinstance(speed, tuple):
        return f"path of {len(speed)} {model.upper()}"
    return f"{percent_of_model(scenario):.10g}% {model.upper()}"


def percent_of_model(scenario: Scenario) -> float:
    """The prepayment speed of a scenario in percent; the first of a path.

    >>> percent_of_model(Scenario(psa=350)), percent_of_model(Scenario(cpr=0.07))
    (350.0, 7.0)
    """
    speed = getattr(scenario, scenario.prepayment_model) or 0.0
    number = speed[0] if isinstance(speed, tuple) else speed
    return float(number) if scenario.prepayment_model == "psa" else float(f"{number * 100:.12g}")


def other_assumptions(scenario: Scenario, events: str = "") -> str:
    """The assumptions other than the prepayment speed, the file of events included; '' where there are none.

    >>> other_assumptions(Scenario(psa=350, sda=100, severity=0.2)), other_assumptions(Scenario(cpr=0.06))
    ('100% SDA, severity 20%', '')
    """
    words = label(replace(scenario, psa=0.0, cpr=None, smm=None)).partition(", ")[2]
    return ", ".join(part for part in (words, f"events of {events}" if events else "") if part)


def _parts(scenario: Scenario) -> Iterator[str]:
    for name, unit in (("psa", "% PSA"), ("sda", "% SDA")):
        if (value := getattr(scenario, name)) is not None:
            yield f"{_number(value)}{unit}"
    for name in ("cpr", "smm", "cdr", "severity", "libor"):
        if (value := getattr(scenario, name)) not in (None, 0.0):
            yield f"{name if name == 'severity' else name.upper()} {_percent(value)}"
    if (plan := scenario.liquidate) is not None:
        yield f"{plan.fraction:.4g} liquidated over distributions {plan.first}-{plan.last}"
    for name in CONVENTION_FIELDS:
        if name not in UNSAID and (value := getattr(scenario, name)) is not None:
            yield f"{name.replace('_', ' ')} {value}"
    if scenario.call != "never":
        yield f"clean-up call {'at the first day' if scenario.call == 'first' else f'from {scenario.call}'}"


def _number(value: Vector) -> str:
    return f"vector of {len(value)} " if isinstance(value, tuple) else f"{value:g}"


def _percent(value: Vector) -> str:
    return f"vector of {len(value)}" if isinstance(value, tuple) else f"{value * 100:g}%"
