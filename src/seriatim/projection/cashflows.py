"""The result of a run: what every class received, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.plan.accounts import BALANCE, OPENING_BALANCE, Account, AccountType
from seriatim.projection.model import DealModel
from seriatim.projection.warnings import ReportedWarnings, RunWarning, warnings_in


@dataclass(frozen=True, eq=False)
class CashFlows:
    """Class cash flows of one or more scenarios.

    ``values`` is float64 [output, month, scenario]; row 0 of the months is the first distribution day. What the
    outputs are is in ``accounts``. ``reported`` holds what `warnings` tells, in runs that reckon with events.
    """

    model: DealModel
    accounts: tuple[Account, ...]
    values: Floats
    reported: ReportedWarnings | None = None

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        return {(account.subject, account.item): place for place, account in enumerate(self.accounts)}

    def item(self, subject: str, item: AccountType | str) -> Floats:
        """One account of a class or a party, by its type or the name of it, float64 [month, scenario].

        KeyError if it was not reported.
        """
        place = self._places.get((subject, str(item)))
        if place is None:
            raise KeyError(f"{subject} {item} was not reported")
        result: Floats = self.values[place]
        return result

    def balance(self, class_name: str) -> Floats:
        """Balance from closing on, float64 [month + 1, scenario]; notional balance for an IO class."""
        opening = self.item(class_name, OPENING_BALANCE)[:1]
        return np.concatenate([opening, self.item(class_name, BALANCE)])

    def warnings(self, scenario: int = 0) -> tuple[RunWarning, ...]:
        """The days of a scenario on which a defect of the document's text bites; none in a run without events."""
        if self.reported is None:
            return ()
        return tuple(warnings_in(self.reported, tuple(self.dates), scenario))

    @property
    def dates(self) -> Sequence[date]:
        """Nominal distribution days of the months."""
        from seriatim.basics.dates import distribution_dates

        return distribution_dates(self.model.deal.dates.first_distribution_day, self.values.shape[1])
