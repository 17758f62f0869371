"""What holds of any series of several pools in any course of events; laws that a reading sets aside ask for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.deal.model import DealTerms
from tests.projection import pools
from tests.projection.pools import HALF_CENT, Floats, PoolRun
from tests.soak.laws import states

PRINCIPAL = ("target_rate", "po", "pool")


@dataclass(frozen=True, eq=False)
class SeriesRun(PoolRun):
    """A run of any series."""

    @cached_property
    def compensating(self) -> Floats:
        """What each pool's servicer makes up for, by the rule of its group."""
        known = (*ITEMS, *EVENT_ITEMS)
        paid = np.zeros(self.model.months)
        for pool in self.model.pools:
            rule = pool.deal.distributions.prepayment_interest if pool.deal.distributions else None
            if rule is None or rule.covered_by == "nothing":
                continue
            rows = [self.model.strip_names.index(name) for name in pool.strip_names]
            short = self.loans[rows, known.index("prepayment_interest_shortfall")].sum(axis=0)
            fee = self.loans[rows, known.index("servicing_fee")].sum(axis=0)
            paid = paid + np.minimum(short, fee if rule.covered_by == "the servicing fee" else fee / 2)
        return paid

    @property
    def crossed(self) -> bool:
        return self.series.cross_collateralization is not None

    @property
    def rounding(self) -> float:
        """By how much printed class sizes miss the loans, dollars."""
        return float(sum(abs(each) for each in self._apart()))

    def _apart(self) -> Iterator[float]:
        for pool in self.model.pools:
            po = pool.deal.principal_only_class
            sized = (*pool.deal.senior_target_rate, *pool.deal.classes.subordinated)
            for names, whole in (
                ([each.name for each in sized], pool.balances.target_rate),
                ([po] if po else [], pool.balances.principal_only),
            ):
                if names:
                    yield float(sum(self.model.initial[name] for name in names) - whole)


def classes_are_the_loans(run: SeriesRun) -> None:
    """The strips of all pools are the classes, but for recoveries, where every group's readings keep them equal."""
    if not all(map(balances_are_promised, run.series.groups)):
        return
    recovered = np.cumsum(run.of_loans("recovery", *PRINCIPAL))
    po = [each.principal_only_class for each in run.series.groups if each.principal_only_class]
    for strips, names in ((("target_rate", "pool"), run.target_rate), (("po",), po)):
        apart = run.total(names, "balance") - run.of_loans("balance", *strips)
        slack = HALF_CENT * len(names) + 0.01 + run.rounding
        worst = int(np.argmax(np.maximum(apart, -apart - recovered)))
        assert -slack - recovered[worst] <= apart[worst] <= slack, (strips, worst + 1, apart[worst], recovered[worst])


def balances_are_promised(group: DealTerms) -> bool:
    """Whether the readings of a group keep its classes equal to its loans."""
    rules = group.losses
    whole = states(rules.principal_only_class if rules else None, "subordinated_write_down", "whole loss")
    return not whole and not states(rules, "room_for_principal", "whole balance")


def components_stand_in_one_ratio(run: SeriesRun) -> None:
    if run.crossed:
        pools.components_stand_in_one_ratio(run)


def losses_come_from_the_bottom(run: SeriesRun) -> None:
    """But for principal diverted to a PO class, which in the reading "text" reduces the class that gave it."""
    rules = [group.losses.principal_only_class for group in run.series.groups if group.losses]
    if run.crossed and not any(states(rule, "subordinated_write_down", "text") for rule in rules):
        pools.losses_come_from_the_bottom(run)


LAWS: tuple[Callable[[SeriesRun], None], ...] = (
    pools.cash_in_is_cash_out,
    classes_are_the_loans,
    pools.nothing_is_negative,
    pools.balances_roll,
    pools.composites_are_their_components,
    components_stand_in_one_ratio,
    losses_come_from_the_bottom,
)
