"""Principal rules once more, as money dripping through them: each drop goes where there is still room.

Slow and simple; it knows no capacities, only which class is full now. The plan is compared with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from seriatim.deal.model import DealTerms
from seriatim.deal.payment_rules.terms import PaymentRule

FULL = 1e-9


@dataclass
class Drip:
    """Balances as the day goes on, and the day's schedules: per class, or ``balance`` for classes together."""

    deal: DealTerms
    balances: dict[str, float]
    targets: Mapping[str, Mapping[str, float]]

    def pay(self, rules: tuple[PaymentRule, ...], money: float, *, drop: float) -> float:
        """Pay the rules in order; what nobody could take is left."""
        left = money
        for rule in rules:
            while left > FULL and not self.full(rule, None):
                amount = min(drop, left)
                rest = self.fall(rule, amount, None)
                left -= amount - rest
                if rest == amount:
                    break
        return left

    def fall(self, rule: PaymentRule, drop: float, until: str | None) -> float:
        """One drop into a rule; what runs over."""
        until = rule.until or until
        if rule.to:
            taken = min(drop, self.room(rule.to, until))
            self.balances[rule.to] -= taken
            return drop - taken
        if rule.sequentially:
            for child in rule.sequentially:
                if drop > 0 and not self.full(child, until):
                    drop = self.fall(child, drop, until)
            return drop
        sides = self.sides(rule)
        sides = [(part, side) for part, side in sides if not self.full(side, until)]
        total = sum(part for part, _ in sides)
        return sum(self.fall(side, drop * part / total, until) for part, side in sides) if total else drop

    def sides(self, rule: PaymentRule) -> list[tuple[float, PaymentRule]]:
        if rule.concurrently:
            return [(float(share.percent), share.rule) for share in rule.concurrently]
        names = rule.pro_rata or ()
        return [(self.balances[name], PaymentRule.model_validate(name)) for name in names]

    def room(self, name: str, until: str | None) -> float:
        if until is None or "balance" in self.targets[until]:
            return self.balances[name]
        return max(self.balances[name] - self.targets[until][name], 0)

    def full(self, rule: PaymentRule, until: str | None) -> bool:
        until = rule.until or until
        if rule.until and "balance" in self.targets[rule.until]:
            together = sum(self.balances[name] for name in set(rule.class_names()))
            if together <= self.targets[rule.until]["balance"] + FULL:
                return True
        if rule.ends_with and all(self.all_full(rule, name, until) for name in rule.ends_with):
            return True
        if rule.to:
            return self.room(rule.to, until) <= FULL
        if rule.sequentially:
            return all(self.full(child, until) for child in rule.sequentially)
        return all(self.full(side, until) for _, side in self.sides(rule))

    def all_full(self, rule: PaymentRule, name: str, until: str | None) -> bool:
        """Whether a class can take nothing more at any of its places inside a rule."""
        until = rule.until or until
        if name in (rule.to, *(rule.pro_rata or ())):
            return self.room(name, until) <= FULL
        inside = [child for child in rule.children() if name in set(child.class_names())]
        return all(self.all_full(child, name, until) for child in inside)
