"""Events that cannot be: found in the run of a scenario, reported with its number, the month and the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from seriatim.basics.arrays import Floats, Integers
from seriatim.basics.problems import Problem, ProblemsError
from seriatim.collateral.events import (
    DELINQUENT,
    INTEREST_LOSSES,
    INTEREST_SHORT,
    PREPAYMENT_SHORTFALL,
    PRINCIPAL_SHORT,
    Events,
)
from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.collateral.strips import Strips

TOO_MUCH: Mapping[str, tuple[str, str]] = {
    "lost": ("losses and liquidation proceeds", "its balance before the month"),
    "prepaid": ("prepayments and repurchases", "its balance after scheduled principal"),
    "principal_short": ("principal withheld or reduced", "its scheduled principal"),
    "interest_short": ("interest withheld, reduced or not collected", "its interest due"),
    "delinquent": ("delinquent balances", "its balance before the month"),
}
"""An event and the amount that it cannot exceed, by the words of `kernel.EVENT_FAULTS`."""
SMALLER = "smaller events, or a slower scenario"
RECEIVED = ("scheduled_principal", "prepayment", "liquidation_proceeds", "late_principal", "recovery")
HALF_CENT = 0.005


def check_lines(events: Events, faults: Floats, scenarios: Integers, *, first_line: int) -> None:
    """Raise ProblemsError for what the kernel noted in `faults[lane]`: fault, month, line, what there was.

    Each fault is told of the first scenario that meets it.
    """
    from seriatim.collateral.kernel import EVENT_FAULTS

    met: dict[tuple[int, int, int], Problem] = {}
    for lane, scenario in enumerate(scenarios):
        kind, month, line = (int(value) for value in faults[lane, :3])
        if kind:
            place = (month, line + first_line)
            problem = _problem_of_line(events, EVENT_FAULTS[kind], place, float(faults[lane, 3]), int(scenario))
            met.setdefault((month, line, kind), problem)
    if met:
        raise ProblemsError(met[key] for key in sorted(met))


def _problem_of_line(events: Events, kind: str, place: tuple[int, int], have: float, scenario: int) -> Problem:
    month, line = place
    what, limit = TOO_MUCH[kind]
    reason = f"{what} exceed {limit}, {have:,.2f}"
    where = f"line {events.lines[line]!r}, period {month + 1}, scenario {scenario + 1}"
    record = events.record(month, line)
    return Problem(events.file, int(events.place[record]), f"{where}: {reason}", SMALLER)


def check_pool(events: Events, strips: Strips, flows: Floats, *, first: int) -> None:
    """Raise ProblemsError where the events withhold more of the pool than there is, or leave less than no cash.

    `flows[strip, item, month, scenario]` are complete; `first` is the number of their first scenario.
    """
    pool = _PoolFlows(strips, flows[:, :, : events.months])
    found = [*_exceeding(events, pool, first)]
    if found:
        raise ProblemsError(found)


class _PoolFlows:
    """Flows of all strips together: principal of those that are paid, interest of all."""

    def __init__(self, strips: Strips, flows: Floats) -> None:
        self.flows = flows
        self.paid = [position for position, notional in enumerate(strips.notional) if not notional]

    def principal(self, items: Iterable[str]) -> Floats:
        """`[month, scenario]`."""
        total: Floats = self.flows[self.paid][:, _places(items)].sum(axis=(0, 1))
        return total

    def interest(self, items: Iterable[str]) -> Floats:
        """`[month, scenario]`."""
        total: Floats = self.flows[:, _places(items)].sum(axis=(0, 1))
        return total


def _places(items: Iterable[str]) -> list[int]:
    names = (*ITEMS, *EVENT_ITEMS)
    return [names.index(item) for item in items]


def _exceeding(events: Events, pool: _PoolFlows, first: int) -> Iterator[Problem]:
    interest_short = (*INTEREST_SHORT, PREPAYMENT_SHORTFALL)
    principal, interest = pool.principal(PRINCIPAL_SHORT), pool.interest(interest_short)
    due, received = pool.principal(["scheduled_principal"]), pool.interest(["interest"])
    cash = received + pool.principal(
        ["scheduled_principal", "prepayment", "liquidation_proceeds", "late_principal", "recovery"]
    )
    cash = cash + pool.interest(["late_interest"]) - principal - interest
    delinquent = events.by_month(events.total(*DELINQUENT), events.months)[:, None]
    checks = (
        (principal, due, "principal withheld or reduced", "the scheduled principal of the pool"),
        (interest, received, "interest withheld, reduced or not collected", "the interest of the pool"),
        (pool.interest(INTEREST_LOSSES), cash, "interest lost", "the cash of the month"),
        (delinquent, pool.principal(["opening_balance"]), "delinquent balances", "the pool balance"),
    )
    for taken, there, what, limit in checks:
        beyond = np.argwhere(np.broadcast_to(taken, there.shape) > np.maximum(there, 0) + HALF_CENT)
        if len(beyond):
            month, lane = (int(index) for index in beyond[0])
            have, place = there[month, lane], int(events.place[np.flatnonzero(events.month == month)[0]])
            reason = f"period {month + 1}, scenario {first + lane + 1}: {what} exceed {limit}, {have:,.2f}"
            yield Problem(events.file, place, reason, SMALLER)
