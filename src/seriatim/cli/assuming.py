"""The options of a scenario, which every command that runs one has: stated once, handed over as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from seriatim.cli import options


@dataclass(frozen=True)
class Assumed:
    """What a run assumes beside the prepayment speed itself, as typed."""

    cpr: options.Cpr = False
    sda: options.Sda = None
    cdr: options.Cdr = None
    liquidate: options.Liquidate = None
    severity: options.Severity = None
    libor: options.Libor = None
    lag: options.Lag = None
    advancing: options.Advances = None
    severity_base: options.LossBase = None
    call: options.Call = None
    events: options.EventFile = None


SHARED = tuple(field.name for field in fields(Assumed))


def assuming(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Assumed` where its signature has the parameter ``assumed``."""
    own = inspect.signature(command, eval_str=True).parameters
    shared = inspect.signature(Assumed, eval_str=True).parameters

    def asked(**given: Any) -> None:
        assumed = Assumed(**{name: given.pop(name) for name in SHARED})
        command(**given, assumed=assumed)

    merged = [each for name in own for each in (shared.values() if name == "assumed" else (own[name],))]
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in merged]
    asked.__name__, asked.__doc__, asked.__module__ = command.__name__, command.__doc__, command.__module__
    asked.__annotations__ = {each.name: each.annotation for each in parameters}
    asked.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return asked
