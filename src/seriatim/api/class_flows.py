"""A class of a run: its cash flows as arrays by month."""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.basics.arrays import Floats
from seriatim.projection.cashflows import CashFlows


@dataclass(frozen=True, eq=False, repr=False)
class ClassFlows:
    """One class in one run; arrays by month.

    ``balance`` begins with the closing day (month 0); the other items have one entry per distribution day.
    """

    name: str
    flows: CashFlows

    def __repr__(self) -> str:
        paid = float(self.principal.sum())
        return f"<{self.name}: initial {self.balance[0]:,.2f}, principal paid {paid:,.2f}>"

    @property
    def balance(self) -> Floats:
        """Principal or notional balance, float64 [month + 1]."""
        return self.flows.balance(self.name)[:, 0]

    @property
    def interest(self) -> Floats:
        """Interest paid, float64 [month]."""
        return self._item("interest")

    @property
    def principal(self) -> Floats:
        """Principal paid, float64 [month]."""
        return self._item("principal")

    @property
    def accretion(self) -> Floats:
        """Interest added to the balance of an accrual class, float64 [month]."""
        return self._item("accretion")

    @property
    def loss(self) -> Floats:
        """Write-downs, float64 [month]."""
        return self._item("loss")

    @property
    def interest_shortfall(self) -> Floats:
        """Interest allocated and not paid, carried forward after the day, float64 [month]."""
        return self._item("interest_shortfall")

    def _item(self, item: str) -> Floats:
        result: Floats = self.flows.item(self.name, item)[:, 0]
        return result
