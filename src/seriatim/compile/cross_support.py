"""Chapter: what the groups of a multiple pool series do for each other, between the chapters of each group's day.

Groups that are not cross-collateralized do nothing for each other: each is a series of its own but for the residual
and the clean-up call.

Source: core prospectus 2006-6 pp. 63-71, Multiple pool series - Cross-collateralization.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seriatim.compile import cross_cash, cross_losses, cross_principal
from seriatim.compile.adjustment import adjust, po_shortfall
from seriatim.compile.allocation import Division, Principal, allocate
from seriatim.compile.day import Amounts, Day, in_turn
from seriatim.compile.distribution import Cash, block, pay_subordinated, reimburse_po, reimburse_shortfalls
from seriatim.compile.losses import RealizedLosses, shares
from seriatim.compile.shortfalls import InterestReduction
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.plan.builder import Value


class CrossSupport:
    """The groups of a series and the terms on which they support each other, if they do."""

    def __init__(self, days: Sequence[Day], rule: CrossCollateralization | None) -> None:
        self._days = days
        self._rule = rule
        self._moved: list[Value] = []

    def depleted(self) -> list[Value]:
        """For each group, 1 from the day after the subordinated balances it relies on reached zero (never without)."""
        if self._rule is None:
            return in_turn(self._days, lambda day: _depleted([day]))
        return [_depleted(self._days)] * len(self._days)

    def share_shortfalls(
        self, reductions: list[InterestReduction], accrued: list[Amounts], depleted: list[Value]
    ) -> list[InterestReduction]:
        """Before the depletion date all groups bear shortfalls of interest, in proportion to accrued interest."""
        if self._rule is None or not self._days[0].eventful:
            return reductions
        builder = self._days[0].builder
        with builder.rule("cross-collateralization.shortfalls of interest", self._rule.source):
            together = builder.total(each.shareable for each in reductions)
            everyone = builder.total(amount for each in accrued for amount in each.values())
            shared = []
            for each, own, gone in zip(reductions, accrued, depleted, strict=True):
                part = (together * (builder.total(own.values()) / everyone)).named("part of the shortfalls of interest")
                change = each.allocations - each.shareable + each.shareable.where(gone, part)
                shared.append(replace(each, allocations=change.named("reduction of interest allocations")))
            return shared

    def support_interest(self, cash: list[Cash]) -> None:
        """Interest that overcollateralized groups do not need, up to what the others would carry forward."""
        if self._rule is not None:
            cross_cash.support_interest(self._days, cash, self._rule)

    def redirect_principal(
        self, divisions: list[Division], principal: list[Principal], losses: list[RealizedLosses]
    ) -> list[Division]:
        """Principal of one group allocated to another."""
        if self._rule is None:
            return divisions
        redirection = cross_principal.Redirection(self._days, self._rule, divisions)
        self._moved = redirection.redirect(principal, losses)
        return redirection.divisions

    def allocate(self, principal: list[Principal], divisions: list[Division], depleted: list[Value]) -> None:
        """Allocate each group's principal to its classes."""

        def _to_classes(day: Day, own: Principal, division: Division, gone: Value) -> None:
            allocate(day, own, division, depleted=gone, among=[day] if self._rule is None else self._days)

        in_turn(self._days, _to_classes, principal, divisions, depleted)

    def support_seniors(self, cash: list[Cash], depleted: list[Value]) -> None:
        """Cash that a group's seniors do not need, for the seniors of groups whose own cash falls short."""
        if self._rule is not None:
            cross_cash.support_seniors(self._days, cash, self._rule, depleted=depleted[0])

    def pay_subordinated(self, cash: list[Cash], losses: list[RealizedLosses]) -> None:
        """Pay the subordinated classes, from each group's own cash or from the cash of all."""
        if self._rule is None:
            in_turn(self._days, lambda day, lost: block(day, lost.subordinated, [day]), losses)
            in_turn(self._days, pay_subordinated, cash)
            return
        lost = self._days[0].builder.total(each.subordinated for each in losses)
        in_turn(self._days, lambda day: block(day, lost, self._days))
        if self._rule.subordinated_cash != "combined":
            in_turn(self._days, pay_subordinated, cash)
        if self._rule.subordinated_cash != "by group":
            cross_cash.pay_subordinated_from_all(self._days, cash, self._rule)

    def reimburse_po(self, losses: list[RealizedLosses]) -> list[Amounts]:
        """What each group's subordinated classes give up for PO classes, by class."""
        diverted: Amounts = {}
        from_all = self._rule is not None and self._rule.principal_only_class_reimbursed_from == "all groups"
        unpaid = [po_shortfall(day) for day in self._days]
        for day, lost, short in zip(self._days, losses, unpaid, strict=True):
            others = [each for each in self._days if each is not day] if from_all else []
            givers = [(each, name) for each in (day, *others) for name in reversed(each.subordinated)]
            with day.group():
                for name, amount in reimburse_po(day, lost.po_subordinated, short, givers=givers).items():
                    diverted[name] = diverted[name] + amount if name in diverted else amount
        zero = self._days[0].builder.constant(0)
        return [{name: diverted.get(name, zero) for name in day.subordinated} for day in self._days]

    def adjust(self, losses: list[RealizedLosses], diverted: list[Amounts], depleted: list[Value]) -> list[Amounts]:
        """Closing balances of every group's classes."""
        if self._rule is not None:
            return cross_losses.adjust(self._days, losses, diverted, rule=self._rule, depleted=depleted[0])

        def _alone(day: Day, lost: RealizedLosses, given: Amounts, gone: Value) -> Amounts:
            return adjust(day, lost, diverted=given, depleted=gone)

        return in_turn(self._days, _alone, losses, diverted, depleted)

    def reimburse_shortfalls(self, cash: list[Cash]) -> None:
        """Repay principal shortfalls from cash left, of the own group or, where they share, of all."""
        if self._rule is None:
            in_turn(self._days, lambda day, left: reimburse_shortfalls([day], left), cash)
            return
        builder = self._days[0].builder
        pot = Cash(builder.total(each.left for each in cash), {}, {})
        reimburse_shortfalls(self._days, pot)
        rest = [pot.left, *([builder.constant(0)] * (len(cash) - 1))]
        if any(day.deal.insurance for day in self._days):
            rest = shares(builder, pot.left, [each.left for each in cash])
        for each, left in zip(cash, rest, strict=True):
            each.left = left

    def divide_components(self, closing: list[Amounts]) -> list[Amounts]:
        """The components of every composite class in one ratio of the groups."""
        if self._rule is None:
            return closing
        return cross_losses.divide_components(self._days, closing, self._rule, moved=self._moved)


def _depleted(days: Sequence[Day]) -> Value:
    builder = days[0].builder
    if not any(day.subordinated for day in days):
        return builder.constant(0)
    with builder.rule("subordination depletion date"):
        balances = [day.total(day.opening, day.subordinated) for day in days]
        return (~builder.total(balances).positive()).named("subordination depleted")
