"""Scenarios in a few words."""

from __future__ import annotations

from dataclasses import fields

from seriatim.collateral.scenario import Scenario


def label(scenario: Scenario) -> str:
    """What a scenario assumes, in the market's short form.

    >>> label(Scenario(psa=350, sda=100, severity=0.2))
    '350% PSA, 100% SDA, severity 20%'
    >>> label(Scenario())
    '0% PSA'
    """
    parts: list[str] = []
    for name, unit in (("psa", "% PSA"), ("sda", "% SDA")):
        value = getattr(scenario, name)
        if value is not None:
            parts.append(f"{_number(value)}{unit}")
    for name in ("cpr", "smm", "cdr", "severity", "libor"):
        value = getattr(scenario, name)
        if value not in (None, 0.0):
            parts.append(f"{name} {_percent(value)}" if name == "severity" else f"{name.upper()} {_percent(value)}")
    if scenario.liquidate is not None:
        plan = scenario.liquidate
        parts.append(f"{plan.fraction:.4g} liquidated over distributions {plan.first}-{plan.last}")
    for field in fields(scenario):
        conventional = field.name in ("lag_months", "advancing", "severity_base", "smm_exponent")
        value = getattr(scenario, field.name)
        if conventional and value is not None:
            parts.append(f"{field.name.replace('_', ' ')} {value}")
    if scenario.call != "never":
        parts.append(f"clean-up call {'at the first day' if scenario.call == 'first' else f'from {scenario.call}'}")
    if scenario.psa is scenario.cpr is scenario.smm is None:
        parts.insert(0, "0% PSA")
    return ", ".join(parts)


def _number(value: float | tuple[float, ...]) -> str:
    return f"vector of {len(value)} " if isinstance(value, tuple) else f"{value:g}"


def _percent(value: float | tuple[float, ...]) -> str:
    return f"vector of {len(value)}" if isinstance(value, tuple) else f"{value * 100:g}%"
