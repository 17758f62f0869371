"""Conventions of defaults and speeds, declared once: the words a deal, a scenario and a command state them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from numbers import Integral
from typing import Literal

from seriatim.basics.problems import Problem, ProblemsError

Advancing = Literal["principal and interest", "interest", "none"]
"""Advances of the servicer for a borrower who has defaulted, until liquidation."""
SeverityBase = Literal["default", "liquidation"]
"""The balance of a defaulted loan that its severity applies to: at default, or at liquidation."""

ADVANCING: tuple[Advancing, ...] = ("principal and interest", "interest", "none")
SEVERITY_BASES: tuple[SeverityBase, ...] = ("default", "liquidation")
LONGEST_LAG_MONTHS = 600


def whole_number_reason(name: str, value: object, *, low: int, high: int) -> Iterator[tuple[str, str]]:
    """Reason and hint for a value that is no whole number from low to high; none when it is."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= int(value) <= high:
        yield f"{name} is {value!r}", f"it is a whole number from {low} to {high}"


@dataclass(frozen=True)
class Conventions:
    """Workings of defaults and speeds where a scenario does not say: the deal's, else the market's.

    The defaults are the market standard: liquidation 12 months after default, principal and interest advanced
    until then, severity of the balance at default, no new defaults in the last `lag_months` of a loan,
    SMM = 1 - (1 - CPR)^(1/12).

    Source: SIFMA standard default assumptions; conventions, Collateral.
    """

    lag_months: int = 12
    advancing: Advancing = "principal and interest"
    severity_base: SeverityBase = "default"
    defaults_in_last_lag_months: bool = False
    smm_exponent: float = 1 / 12

    def __post_init__(self) -> None:
        found = [pair for name in CONVENTION_FIELDS for pair in convention_reason(name, getattr(self, name))]
        if found:
            raise ProblemsError(Problem("", None, reason, hint) for reason, hint in found)


CONVENTION_FIELDS = tuple(field.name for field in fields(Conventions))
"""The names that a scenario and a deal may both state; a scenario's None leaves the deal's."""


def convention_reason(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Reason and hint for a convention that cannot be; none when it can."""
    match name:
        case "lag_months":
            yield from whole_number_reason(name, value, low=0, high=LONGEST_LAG_MONTHS)
        case "advancing" | "severity_base":
            choice = ADVANCING if name == "advancing" else SEVERITY_BASES
            if value not in choice:
                yield f"{name} is {value!r}", "choose from " + ", ".join(repr(item) for item in choice)
        case "smm_exponent":
            if not isinstance(value, float | int) or isinstance(value, bool) or not 0 < value <= 1:
                yield f"{name} is {value!r}", "it is a number above 0 and up to 1, such as 1/12"
        case _:
            if not isinstance(value, bool):
                yield f"{name} is {value!r}", "it is true or false"
