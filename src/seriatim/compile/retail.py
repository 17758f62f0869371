"""Chapter: retail classes, whose holders are paid principal in whole units.

Source: core prospectus 2006-6 p. 60, Retail classes.
"""

from __future__ import annotations

from decimal import Decimal

from seriatim.compile.amounts import PRINCIPAL_PAID, REIMBURSED
from seriatim.compile.day import Day
from seriatim.plan.accounts import WHOLE_UNITS, Party, Side, Unit, money
from seriatim.plan.builder import Value
from seriatim.plan.steps import DUST

CARRIED = money("carried", Party.CLASS, Side.BALANCE, words="principal of {} carried to the next day")
"""Principal of a retail class that waits for a whole unit."""


def hand_on(day: Day) -> None:
    """Whole units of what the class was paid and of what was carried; the rest is carried to the next day.

    The class itself is paid, and its balance reduced, to the cent: only its holders wait for a whole unit.
    """
    for retail in day.deal.retail:
        with day.builder.rule(f"retail.{retail.name}", retail.source):
            carried = day.builder.state(f"{retail.name} principal carried", 0, Unit.MONEY)
            principal = day[PRINCIPAL_PAID][retail.name] + day[REIMBURSED][retail.name]
            waiting = (carried + principal).named(f"principal of {retail.name} for whole units")
            whole = _whole(waiting, retail.unit).named(f"whole units of {retail.name}")
            rest = (waiting - whole).at_least(0).named(f"principal of {retail.name} carried to the next day")
            day.builder.store(carried, rest)
            day.outside.pay(WHOLE_UNITS.of(retail.name, group=day.pool), whole)
            day.outside.pay(CARRIED.of(retail.name, group=day.pool), rest)


def _whole(amount: Value, unit: Decimal) -> Value:
    """The amount rounded down to whole units; half a cent short of a unit counts as one, else dust decides."""
    return (amount - (unit / 2 - DUST)).rounded(unit).at_least(0)
