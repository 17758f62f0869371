"""Chapter: super senior classes, whose losses after the depletion date fall on a support class.

Source: supplement 2006-6 p. 21, Super senior and super senior support classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from seriatim.compile.amounts import DEPLETED
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.losses import pro_rata
from seriatim.deal.losses.terms import SuperSenior
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


class SuperSeniorSupport:
    """Remainder of each support amount, through the adjustments of one day.

    ``closing`` are balances before the losses that reach the seniors; a rehearsal warns of nothing. A support class
    too small for all it is to bear is shared in proportion to that.
    """

    def __init__(self, day: Day, closing: Mapping[str, Value], *, rehearsed: bool = False) -> None:
        self._day = day
        self._closing = closing
        self._warns = day.with_events and not rehearsed
        self._left: Amounts = {}
        self._pairs = day.deal.losses.super_senior if day.deal.losses else ()

    def bear_losses(self, losses: Amounts, realized: Value | None) -> None:
        """Losses of super senior classes reduce their support classes instead; ``losses`` is changed accordingly.

        ``realized`` is the part of them that realized losses are, all of it if not given.
        """
        for support, pairs in self._by_support():
            wanted: Amounts = {}
            for pair in pairs:
                key = _key(pair.name, support)
                self._left[key] = self._day.builder.state(key, Decimal(pair.amount), Unit.MONEY)
            for pair in pairs:
                loss = losses[pair.name]
                if realized is not None and pair.supported_against == "losses":
                    loss = loss * realized
                wanted[pair.name] = self._wanted(pair, loss)
            self._shift(support, wanted, self._closing, losses)

    def bear_shortfalls(self, before: Amounts, after: Amounts) -> None:
        """The same of write-downs for principal not paid, from balances ``before`` them to those ``after`` them."""
        for support, every in self._by_support():
            pairs = [pair for pair in every if pair.supported_against == "losses and shortfalls"]
            names = (*(pair.name for pair in pairs), support) if pairs else ()
            taken = {name: before[name] - after[name] for name in names}
            wanted = {pair.name: self._wanted(pair, taken[pair.name]) for pair in pairs}
            if pairs:
                self._shift(support, wanted, before, taken)
            for name, amount in taken.items():
                after[name] = before[name] - amount

    def _by_support(self) -> list[tuple[str, list[SuperSenior]]]:
        supports = dict.fromkeys(pair.support_class for pair in self._pairs)
        return [(support, [pair for pair in self._pairs if pair.support_class == support]) for support in supports]

    def _wanted(self, pair: SuperSenior, amount: Value) -> Value:
        """Part of an amount that a support class is to bear, as far as its support amount goes."""
        with self._day.builder.rule("losses.super senior", pair.source):
            most = self._left[_key(pair.name, pair.support_class)]
            return amount.at_most(most).where(self._begun(pair), 0)

    def _begun(self, pair: SuperSenior) -> Value:
        """1 on the days with support."""
        if pair.supported_from == "the day after the depletion date" or not self._day.subordinated:
            return self._day[DEPLETED]
        return self._day[DEPLETED] | ~self._day.total(self._closing, self._day.subordinated).positive()

    def _shift(self, support: str, wanted: Amounts, balances: Mapping[str, Value], borne: Amounts) -> None:
        """Move to a support class what is wanted of it, as far as its balance can bear more."""
        day = self._day
        with day.builder.rule("losses.super senior", self._pairs[0].source):
            room = (balances[support] - borne[support]).at_least(0)
            total = day.builder.total(wanted.values())
            for name, amount in pro_rata(day, room.at_most(total), wanted).items():
                borne[name] = borne[name] - amount
                borne[support] = borne[support] + amount
                key = _key(name, support)
                left = self._left[key] - amount
                day.builder.store(day.builder.state(key, 0, Unit.MONEY), left)
                self._left[key] = left
            if self._warns:
                warn(day, Defect.SUPPORT, (total - room).at_least(0))


def _key(name: str, support: str) -> str:
    return f"{name} support left from {support}"
