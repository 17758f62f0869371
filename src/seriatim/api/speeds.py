"""Prepayment speeds side by side: from what is asked to scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.scenario import PREPAYMENT_SPEEDS, Scenario
from seriatim.deal.series import AnyDeal

Numbers = float | Sequence[float]
"""One number, or several."""


def several(given: Numbers | None) -> tuple[float, ...]:
    """One number or several as a row of them; none for None.

    >>> several(70), several([0, 100]), several(None)
    ((70,), (0, 100), ())
    """
    if given is None:
        return ()
    return (given,) if isinstance(given, int | float) else tuple(given)


@dataclass(frozen=True)
class Speeds:
    """Prepayment speeds, each a scenario: percents of ``psa``, or ``cpr`` as decimals."""

    psa: Numbers | None = None
    cpr: Numbers | None = None

    def scenarios(self, terms: AnyDeal, assumed: Scenario | None) -> tuple[Scenario, ...]:
        """A scenario for each speed; without any, for the assumed one, else for those of the document's tables.

        Raises ProblemsError for speeds that cannot be, and for a speed that is given twice.
        """
        scenario = assumed or Scenario()
        own = [name for name in PREPAYMENT_SPEEDS if getattr(scenario, name) is not None]
        psa, cpr = several(self.psa), several(self.cpr)
        if psa and cpr:
            raise _refused("psa and cpr are given together", "give one prepayment speed")
        if (psa or cpr) and own:
            raise _refused(f"the scenario states {own[0]} already", "leave it out, or the speeds beside it")
        if psa or cpr:
            name, speeds = ("psa", psa) if psa else ("cpr", cpr)
            return tuple(replace(scenario, **{name: speed}) for speed in speeds)  # type: ignore[arg-type]
        if own:
            return (scenario,)
        return tuple(replace(scenario, psa=speed) for speed in table_speeds(terms))


def table_speeds(terms: AnyDeal) -> tuple[float, ...]:
    """Speeds of the tables in the deal's own document, in percent of PSA."""
    return tuple(float(speed * 100) for speed in terms.structuring_assumptions.table_speeds)


def in_zero_column(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Scenarios as columns of a table: those of speed 0 with the loans that the document assumes there.

    Raises ProblemsError for a path of speeds, which no column can be headed by.
    """
    for each in scenarios:
        if isinstance(getattr(each, each.prepayment_model), tuple):
            raise _refused(f"{each.prepayment_model} is a path", "columns of a table are single speeds: psa=[100, 350]")
    return tuple(replace(each, zero_column=not (each.psa or each.cpr or each.smm)) for each in scenarios)


def _refused(reason: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem("", None, reason, hint)])
