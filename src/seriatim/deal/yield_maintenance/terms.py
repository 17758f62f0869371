"""Yield maintenance agreements: a provider pays a class when LIBOR is high."""

from __future__ import annotations

from pydantic import Field

from seriatim.deal.floating_rates.terms import FloatingRate
from seriatim.deal.terms import LONGEST_PARTY, ClassName, Rule


class YieldReserveFund(Rule):
    """Payments of the provider beyond the yield maintenance amount, kept for the class.

    It is drawn for principal losses of the class, then for shortfalls of its interest distributions, then for what
    interest and yield maintenance payments of the day fall short of ``makes up``; it is released to the holders
    when the class is paid off or the trust ends.
    """

    makes_up: FloatingRate = Field(description="the annual rate up to which the day's payments are made up")


class YieldMaintenance(Rule):
    """An agreement by which a provider pays the holders of a class when LIBOR is high.

    The provider pays ``percentage`` (a twelfth a month) of the assumed balance of the day; the holders receive no more
    of it than the same percentage of the actual balance; the excess goes to the reserve fund. Payments after the
    class is paid off go to ``afterwards to``. No money of it is the trust's.
    """

    name: ClassName = Field(alias="class", description="the class that benefits")
    provider: str = Field(min_length=1, max_length=LONGEST_PARTY, description="who makes the payments")
    percentage: FloatingRate = Field(description="the yield maintenance percentage, annual")
    assumed_balance: str = Field(min_length=1, description="the schedule that states it, by name; zero after its end")
    reserve_fund: YieldReserveFund = Field(description="where payments beyond the yield maintenance amount go")
    afterwards_to: str = Field(
        min_length=1, max_length=LONGEST_PARTY, description="who receives payments once the class is paid off"
    )

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """Outside parties that the entry names, each with its key."""
        return (("provider", self.provider), ("afterwards to", self.afterwards_to))
