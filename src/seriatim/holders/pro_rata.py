"""Distributions of a class to its holders: pro rata to the balances of their certificates, to the cent.

Source: core prospectus 2006-6 p. 54, Retail classes ("unlike other classes ...") and Method of distribution; 1994-5
supplement p. S-22 and core p. 4, Distributions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from seriatim.basics.money import round_half_up
from seriatim.holders.certificates import Holding, in_cents

Means = Literal["wire", "check", "on surrender"]
"""Means of payment to a holder; ``on surrender`` is held by the paying agent until the certificate is presented."""
WIRED_FROM = 100_000_000
"""Cents of initial balance from which on a holder that has given instructions is paid by wire: $1,000,000."""
PRINCIPAL = "principal"


@dataclass(frozen=True)
class ClassDay:
    """A class on a distribution day, in cents: what it is paid, by item, and its balance after the day."""

    paid: Mapping[str, int]
    closing: int


@dataclass(frozen=True)
class Distribution:
    """Payment to one holder on a distribution day (1 = first), in cents, and its balance before and after."""

    day: int
    holder: str
    means: Means
    opening: int
    paid: Mapping[str, int]
    closing: int


def nearest_cent(dollars: float) -> int:
    """Cents of an amount, half up."""
    return in_cents(round_half_up(dollars, 2))


def class_days(paid: Mapping[str, Sequence[float]], closing: Sequence[float]) -> list[ClassDay]:
    """A class day by day, in cents, from dollars by item and month and its balance after each day.

    Fractions of a cent of principal are carried to the next day, so that its cents add up as the balance does.

    >>> [day.paid["principal"] for day in class_days({"principal": [10.004, 10.004, 10.004]}, [20.01, 10.0, 0.0])]
    [1000, 1001, 1000]
    """
    columns = {item: [nearest_cent(amount) for amount in amounts] for item, amounts in paid.items()}
    if PRINCIPAL in paid:
        upto = [0, *(nearest_cent(amount) for amount in accumulate(paid[PRINCIPAL]))]
        columns[PRINCIPAL] = [after - before for before, after in pairwise(upto)]
    return [
        ClassDay({item: columns[item][day] for item in paid}, nearest_cent(balance))
        for day, balance in enumerate(closing)
    ]


def apportion(cents: int, weights: Sequence[int]) -> list[int]:
    """Whole cents in proportion to weights, adding up to all of them: the method of the largest remainder.

    Each part is its exact share, rounded down or up; equal remainders go up in the order of the weights. Nobody
    receives more than its weight unless the whole is more than all weights. Raises ValueError for a negative amount
    or weight, and when all weights are zero.

    >>> apportion(100, [1, 1, 1]), apportion(5, [600, 300, 100])
    ([34, 33, 33], [3, 2, 0])
    """
    whole = sum(weights)
    if cents < 0 or min(weights, default=0) < 0 or not whole:
        raise ValueError(f"{cents} cents cannot be shared by {whole} among {len(weights)}")
    parts, remainders = zip(*(divmod(cents * weight, whole) for weight in weights), strict=True)
    in_order = sorted(range(len(weights)), key=lambda each: -remainders[each])
    more = set(in_order[: cents - sum(parts)])
    return [part + (each in more) for each, part in enumerate(parts)]


def pay_pro_rata(days: Sequence[ClassDay], holdings: Sequence[Holding]) -> Iterator[Distribution]:
    """Payments to each holder on the days on which there is anything for it.

    Shares are taken of the balances before the day, kept by holder to the cent: so principal ends with the balance,
    and a cent too much on one day is one less later. What else changes the class's balance (write-downs, accretion,
    notional balances) changes those of the holders in proportion. Once the balances are gone, what is still paid
    follows the initial ones. The distribution that leaves a certificate without balance is its final one, interest
    included, and is held until surrender, as is all that comes after it.
    """
    initial = [holding.cents for holding in holdings]
    balances = initial
    for number, day in enumerate(days, 1):
        shares = {item: apportion(cents, _weights(balances, initial)) for item, cents in day.paid.items()}
        after, shares[PRINCIPAL] = _after(balances, initial, day)
        for each, holding in enumerate(holdings):
            paid = {item: parts[each] for item, parts in shares.items()}
            if any(paid.values()):
                means = _means(holding, after[each])
                yield Distribution(number, holding.holder, means, balances[each], paid, after[each])
        balances = after


def _weights(balances: Sequence[int], initial: Sequence[int]) -> Sequence[int]:
    return balances if any(balances) else initial


def _after(balances: Sequence[int], initial: Sequence[int], day: ClassDay) -> tuple[list[int], list[int]]:
    """Balances after a day, and the principal of each holder; increases come before principal, decreases after it."""
    principal = day.paid[PRINCIPAL]
    change = day.closing - sum(balances) + principal
    more = apportion(max(change, 0), _weights(balances, initial))
    raised = [balance + part for balance, part in zip(balances, more, strict=True)]
    paid = apportion(principal, _weights(raised, initial))
    left = [balance - part for balance, part in zip(raised, paid, strict=True)]
    less = apportion(max(-change, 0), _weights(left, initial))
    return [balance - part for balance, part in zip(left, less, strict=True)], paid


def _means(holding: Holding, closing: int) -> Means:
    if closing == 0:
        return "on surrender"
    return "wire" if holding.wire_instructions and holding.cents >= WIRED_FROM else "check"
