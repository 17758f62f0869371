"""Chapter: losses and shortfalls of any group in the subordinated classes that all groups share.

The rank of a class decides what it bears, the pool that lost decides whose components shrink; then the components of
all composite classes are brought to one ratio.

Source: core prospectus 2006-6 pp. 64-68, Adjustment of subordinated component class principal balances; p. 71.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seriatim.compile.adjustment import WriteDown, adjust, roll_forward, write_down_seniors
from seriatim.compile.amounts import BORNE, CLOSING, DEPLETED, WRITTEN_OFF
from seriatim.compile.cross_principal import MOVED_PRINCIPAL
from seriatim.compile.day import Day
from seriatim.compile.losses import LOSSES, shares
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.plan.builder import PlanBuilder, Value

KINDS = ("losses", "shortfall", "reduced")
"""Causes of a write-down, in this order."""


def adjust_balances(days: Sequence[Day]) -> None:
    """Closing balances of every group's classes; those of groups that share subordinated classes together."""
    for day in days:
        for quantity in (BORNE, WRITTEN_OFF):
            day.post(quantity, {})
    if days[0].cross is not None:
        _adjust_together(days, days[0].cross)
        return
    for day in days:
        with day.group():
            adjust(day)


def _adjust_together(days: Sequence[Day], rule: CrossCollateralization) -> None:
    """Closing balances of every group's classes, the components not yet in one ratio."""
    stated = next((day.po_rule for day in days if day.po_rule is not None), None)
    rolled = []
    for day in days:
        with day.group():
            rolled.append(roll_forward(day, rule=day.po_rule or stated))
    amounts = [amount for amount, _ in rolled]
    shared = _Shared(days)
    with days[0].builder.rule("cross-collateralization.losses and shortfalls", rule.source):
        shared.bear([for_po for _, for_po in rolled], "losses")
        for kind in KINDS if days[0].with_events else KINDS[:2]:
            left = shared.bear([getattr(each, kind) for each in amounts], kind)
            for amount, rest in zip(amounts, left, strict=True):
                setattr(amount, kind, rest)
        _spread_by_collateral(days, amounts)
        _within_reach(days, amounts)
    for day, amount in zip(days, amounts, strict=True):
        with day.group():
            write_down_seniors(day, amount)
    shared.settle()


@dataclass
class _Shared:
    """The subordinated classes that all groups share: composites by rank, and each group's part of them.

    A component of a group and a rank is the composite of the rank times the group's part of all of them; until that is
    settled, only the sums by rank and by group are kept.
    """

    days: Sequence[Day]

    def __post_init__(self) -> None:
        ranks = range(len(self.days[0].subordinated))
        days = self.days
        self._ranks = [self._builder.total(day[CLOSING][day.subordinated[rank]] for day in days) for rank in ranks]
        self._groups = [day.total(day[CLOSING], day.subordinated) for day in days]

    @property
    def _builder(self) -> PlanBuilder:
        return self.days[0].builder

    def bear(self, amounts: Sequence[Value], kind: str) -> list[Value]:
        """Amounts of each group, borne by the composites from the bottom up; what is beyond all of them, by group."""
        total = self._builder.total(amounts)
        borne = total.at_most(self._builder.total(self._groups)).named(f"{kind} borne by subordinated classes")
        parts = self._by_group(amounts, borne)
        self._groups = [balance - part for balance, part in zip(self._groups, parts, strict=True)]
        left = borne
        for rank in reversed(range(len(self._ranks))):
            taken = self._ranks[rank].at_most(left).named(f"{kind} borne by {self._of_rank(rank)}")
            self._ranks[rank] = self._ranks[rank] - taken
            left = left - taken
            self._note(rank, [taken * (part / borne) for part in parts], kind)
        return shares(self._builder, total - borne, list(amounts))

    def _by_group(self, amounts: Sequence[Value], borne: Value) -> list[Value]:
        """Each group's components shrink by its own amount; what they cannot bear falls on those of the others."""
        own = [amount.at_most(balance) for amount, balance in zip(amounts, self._groups, strict=True)]
        beyond = (borne - self._builder.total(own)).at_least(0)
        rooms = [balance - taken for balance, taken in zip(self._groups, own, strict=True)]
        return [taken + more for taken, more in zip(own, shares(self._builder, beyond, rooms), strict=True)]

    def _of_rank(self, rank: int) -> str:
        """The components of a rank."""
        return " and ".join(day.subordinated[rank] for day in self.days)

    def _note(self, rank: int, parts: Sequence[Value], kind: str) -> None:
        """Note the part that each component bears, for recoveries and for the repayment of shortfalls."""
        for day, part in zip(self.days, parts, strict=True):
            name = day.subordinated[rank]
            if kind == "losses":
                day[BORNE].add(name, part)
            elif kind == "shortfall":
                day[WRITTEN_OFF].add(name, part)

    def settle(self) -> None:
        """Give every component its balance."""
        whole = self._builder.total(self._groups).named("subordinated balances of all groups after losses")
        for rank, balance in enumerate(self._ranks):
            balance.named(f"{self._of_rank(rank)} after losses")
        for day, group in zip(self.days, self._groups, strict=True):
            group.named(f"subordinated balance of group {day.pool} after losses")
            part = (group / whole).named(f"part of group {day.pool} after losses")
            for name, balance in zip(day.subordinated, self._ranks, strict=True):
                day[CLOSING][name] = (balance * part).named(f"{name} after losses")


def divide_components(days: Sequence[Day]) -> None:
    """All composites divided in one ratio, that of the groups' components together.

    They change for principal that went to another group.
    """
    builder, rule = days[0].builder, days[0].cross
    if rule is None:
        return
    with builder.rule("cross-collateralization.components in one ratio", rule.source):
        groups = [
            (day.total(day[CLOSING], day.subordinated) + day[MOVED_PRINCIPAL])
            .at_least(0)
            .named(f"subordinated balance of group {day.pool}")
            for day in days
        ]
        whole = builder.total(groups).named("subordinated balances of all groups")
        for rank in range(len(days[0].subordinated)):
            together = builder.total(day[CLOSING][day.subordinated[rank]] for day in days)
            together = together.named(f"{' and '.join(day.subordinated[rank] for day in days)} together")
            for day, group in zip(days, groups, strict=True):
                part = (group / whole).named(f"part of group {day.pool} in the subordinated classes")
                day[CLOSING][day.subordinated[rank]] = together * part


def _spread_by_collateral(days: Sequence[Day], amounts: Sequence[WriteDown]) -> None:
    """After the depletion date, losses of overcollateralized groups fall on the undercollateralized ones.

    Up to the collateral too much, in proportion to it, and in proportion to the collateral too little; as it stands
    after the day's principal and before its losses.
    """
    builder = days[0].builder
    gaps = []
    for day in days:
        loans = day.loans.strip_item("balance") + day[LOSSES].subordinated
        gaps.append(loans - day.total(day[CLOSING], (*day.senior, *day.subordinated)))
    over = [gap.at_least(0).swept() for gap in gaps]
    under = [(builder.constant(0) - gap).at_least(0).swept() for gap in gaps]
    spared = [amount.losses.at_most(gap).where(days[0][DEPLETED], 0) for amount, gap in zip(amounts, over, strict=True)]
    shifted = builder.total(spared).at_most(builder.total(under))
    less, more = shares(builder, shifted, spared), shares(builder, shifted, under)
    for amount, taken, given in zip(amounts, less, more, strict=True):
        amount.losses = amount.losses - taken + given


def _within_reach(days: Sequence[Day], amounts: Sequence[WriteDown]) -> None:
    """Losses and shortfalls beyond the balance of a group's seniors fall on the seniors of the others."""
    builder = days[0].builder
    balances = [day.total(day[CLOSING], day.senior) for day in days]
    for kind in KINDS:
        wanted = [getattr(amount, kind) for amount in amounts]
        own = [amount.at_most(balance) for amount, balance in zip(wanted, balances, strict=True)]
        beyond = builder.total(wanted) - builder.total(own)
        rooms = [balance - taken for balance, taken in zip(balances, own, strict=True)]
        more = shares(builder, beyond, rooms)
        balances = [room - part for room, part in zip(rooms, more, strict=True)]
        for amount, taken, part in zip(amounts, own, more, strict=True):
            setattr(amount, kind, taken + part)
