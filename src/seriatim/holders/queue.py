"""Principal of a retail class to its holders: requests in the order of the queue, then by random lot.

Source: core prospectus 2006-6 p. 60, Retail classes; 1994-5 core p. 38, Retail Class CitiCertificate.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from seriatim.holders.register import KINDS, Register, Request

BY_LOT = "lot"
"""Ground for a payment to a holder that did not request it."""


@dataclass(frozen=True)
class HolderPayment:
    """Units of a holder paid on a distribution day (1 = first), by a kind of request or by lot."""

    day: int
    holder: str
    kind: str
    units: int


@dataclass
class _Standing:
    """A request with the units of it that are not paid."""

    request: Request
    left: int


def pay_holders(
    units: Sequence[int], days: Sequence[date], register: Register, *, seed: int
) -> tuple[HolderPayment, ...]:
    """The payments to holders of ``units`` [day] units on the distribution days ``days``.

    On each day, requests dated on or before it come first: of deceased holders, then others, each kind by date and
    then by place in the file; what is left is drawn by lot, unit by unit, each unit outstanding being as likely as any
    other. A unit is paid once: a request that the lot has overtaken is paid what its holder still has. The same seed
    gives the same lot, on any machine. Raises ValueError when there are fewer units than are to be paid.
    """
    if sum(units) > sum(register.holdings.values()):
        raise ValueError(f"{sum(units):,} units are to be paid, {sum(register.holdings.values()):,} are held")
    queue = _Queue(register, seed)
    return tuple(payment for day, number in enumerate(units, 1) for payment in queue.pay(day, days[day - 1], number))


class _Queue:
    """Holdings and requests as the days go on."""

    def __init__(self, register: Register, seed: int) -> None:
        self._held = dict(register.holdings)
        self._random = Random(seed)
        in_order = sorted(register.requests, key=lambda request: (KINDS.index(request.kind), request.date))
        self._standing = [_Standing(request, request.units) for request in in_order]

    def pay(self, day: int, on: date, units: int) -> Iterator[HolderPayment]:
        """One day's payments: a line for each request that is paid, then one for each holder drawn."""
        for standing in self._standing:
            request = standing.request
            taken = min(units, standing.left, self._held[request.holder]) if request.date <= on else 0
            if taken:
                standing.left -= taken
                self._held[request.holder] -= taken
                units -= taken
                yield HolderPayment(day, request.holder, request.kind, taken)
        for holder, drawn in self._drawn(units).items():
            yield HolderPayment(day, holder, BY_LOT, drawn)

    def _drawn(self, units: int) -> dict[str, int]:
        """Units drawn by holder: only the generator's plainest number is used, which no version changes."""
        names = list(self._held)
        drawn: dict[str, int] = {}
        for _ in range(units):
            upto = list(accumulate(self._held.values()))
            holder = names[bisect_right(upto, int(self._random.random() * upto[-1]))]
            self._held[holder] -= 1
            drawn[holder] = drawn.get(holder, 0) + 1
        return drawn
