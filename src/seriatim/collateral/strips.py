"""Ratio stripping: every loan as hypothetical loans of the target-rate, PO and IO strips."""

from dataclasses import dataclass

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.collateral.lines import Lines

RATE_DUST = 1e-12
"""A net rate this close to the target rate is at it: the two came from decimals."""


@dataclass(frozen=True, eq=False)
class Strips:
    """Division of each line's balance and interest over the strips of its pool.

    `weight[strip, line]`: the strip's share of the line's balance, scheduled principal, prepayments and losses.
    `rate_annual[strip, line]`: the strip's interest on the *whole* balance of the line, net of servicing fee.
    `notional[strip]`: true where the balance only measures interest and no principal is paid.
    """

    names: tuple[str, ...]
    weight: Floats
    rate_annual: Floats
    notional: tuple[bool, ...]

    def index(self, name: str) -> int:
        """The position of a strip; ValueError for a name that is none."""
        return self.names.index(name)

    def balance(self, lines: Lines) -> Floats:
        """The balance of each strip at the cut-off date, notional for the IO strip, shape `[strip]`."""
        total: Floats = self.weight @ lines.balance
        return total


def ratio_strip(lines: Lines, target_rate: float | None) -> Strips:
    """The strips of a pool: target-rate, PO and IO; the whole pool as one strip when there is no target rate.

    Net rate = gross rate - servicing fee. A premium loan (net >= target) is a target-rate loan of its whole balance
    and an IO loan of the same notional balance at net - target. A discount loan is a target-rate loan of
    balance x net / target and a PO loan of the rest. A strip without loans is zero throughout.

    Raises ValueError for a target rate that is not above 0 and at most 1.

    Source: core prospectus 2006-6, Ratio stripping; requirements RATIO-01 to RATIO-09.

    >>> from seriatim.collateral.lines import lines_of
    >>> lines = lines_of(balance=[100_000, 100_000], gross_rate_annual=[0.0725, 0.0565],
    ...                  servicing_fee_annual=0.0025, remaining_term_months=360)
    >>> ratio_strip(lines, 0.06).balance(lines).round(2).tolist()
    [190000.0, 10000.0, 100000.0]
    """
    net = lines.net_rate_annual
    if target_rate is None:
        return Strips(("pool",), np.ones((1, len(lines))), net[None, :].copy(), (False,))
    if not 0 < target_rate <= 1:
        raise ValueError(f"target rate is {target_rate!r}: it is a decimal above 0 such as 0.06")
    premium = net >= target_rate - RATE_DUST
    share = np.where(premium, 1.0, net / target_rate)
    excess = np.where(premium, np.maximum(net - target_rate, 0.0), 0.0)
    return Strips(
        ("target_rate", "po", "io"),
        np.stack([share, 1.0 - share, premium.astype(np.float64)]),
        np.stack([np.where(premium, target_rate, net), np.zeros_like(net), excess]),
        (False, False, True),
    )
