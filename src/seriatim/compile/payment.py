"""Principal rules: who is paid from an amount of money, in which order and how far.

A rule never receives more than it can take: `capacity` says how much that is, `pay` hands it out. Side by side
payments follow one law: a member that is full drops out and the others share on, so after "time" t member i has
min(capacity_i, share_i x t).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping
from decimal import Decimal

from seriatim.compile.day import Day
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.schedules.tables import ScheduleTable
from seriatim.plan.accounts import OFFERED, Unit
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table

ShareAndRoom = tuple[Decimal | Value, Value]
"""Share and room of a member of a side by side payment."""
Balances = MutableMapping[str, Value]


class Payment:
    """Pays rules from money; keeps balances and amounts paid, both by class, up to date.

    In a rehearsal (``reports`` false) these are copies, and nothing is reported.
    """

    def __init__(self, day: Day, balances: Balances, paid: Balances, *, reports: bool = True) -> None:
        self._day = day
        self._balances = balances
        self._paid = paid
        self._reports = reports

    def pay_in_order(self, rules: tuple[PaymentRule, ...], money: Value, *, path: str, source: object) -> Value:
        """Pay each rule in turn what it can take; the money nobody could take."""
        left = money
        for position, rule in enumerate(rules):
            with self._day.builder.rule(f"{path}[{position + 1}]", rule.source or source):
                take = left.at_most(self.capacity(rule))
                self.pay(rule, take, offered=left)
                left = left - take
        return left

    def pay(self, rule: PaymentRule, amount: Value, *, offered: Value, until: str | None = None) -> None:
        """Hand out ``amount``, which the rule can take; ``offered`` is what it would get without limits."""
        self._report_offer(rule, offered)
        until = rule.until or until
        classes = ", ".join(dict.fromkeys(rule.class_names()))
        amount.named(f"payment to {classes}" + (f" until {rule.until}" if rule.until else ""))
        if rule.to:
            self.pay_class(rule.to, amount)
        elif rule.pro_rata:
            self._pay_pro_rata(rule.pro_rata, amount, until)
        elif rule.sequentially:
            for position, child in enumerate(rule.sequentially):
                last = position == len(rule.sequentially) - 1
                take = amount if last else amount.at_most(self.capacity(child, until))
                self.pay(child, take, offered=offered, until=until)
                amount, offered = amount - take, offered - take
        elif rule.concurrently:
            for share, part in zip(rule.concurrently, self._split(self._sides(rule, until), amount), strict=True):
                self.pay(share.rule, part, offered=offered * share.percent, until=until)

    def balance(self, name: str) -> Value:
        """Balance of a class that is left."""
        return self._balances[name]

    def pay_class(self, name: str, amount: Value) -> None:
        """Pay one class."""
        self._balances[name] = self._balances[name] - amount
        self._paid[name] = self._paid[name] + amount

    def capacity(self, rule: PaymentRule, until: str | None = None) -> Value:
        """The most a rule can take now."""
        until = rule.until or until
        if rule.to:
            room = self._room(rule.to, until)
        elif rule.sequentially:
            room = self._sequence_capacity(rule.sequentially, until)
        else:
            room = self._day.builder.total(space for _, space in self._sides(rule, until))
        if rule.until and self._table(rule.until) is not None and self._day.deal.schedule(rule.until).together:
            room = room.at_most(self._together_room(rule))
        if rule.ends_with:
            room = room.at_most(self._need(rule, frozenset(rule.ends_with), until))
        return room

    def _table(self, schedule: str) -> ScheduleTable | None:
        """The table of a schedule, None while the schedule is ignored."""
        return None if schedule in self._day.variation.ignored else self._day.tables[schedule]

    def _room(self, name: str, until: str | None) -> Value:
        """Balance of a class above its schedule, or all of it."""
        balance = self._balances[name]
        table = self._table(until) if until else None
        if until is None or table is None or self._day.deal.schedule(until).together:
            return balance
        target = self._day.builder.table(Table(f"{until} {name}", table.of(name), table.of(name)[-1], Unit.MONEY))
        return (balance - target).at_least(0)

    def _together_room(self, rule: PaymentRule) -> Value:
        """Aggregate balance of a group above its schedule."""
        assert rule.until is not None
        values = self._day.tables[rule.until].of("balance")
        names = tuple(dict.fromkeys(rule.class_names()))
        target = self._day.builder.table(Table(rule.until, values, values[-1], Unit.MONEY))
        return (self._day.total(self._balances, names) - target).at_least(0)

    def _sequence_capacity(self, children: tuple[PaymentRule, ...], until: str | None) -> Value:
        """Sum over the children; classes that a later child pays without limit count once, there."""
        limited = [child for child in children if self._limited(child, until)]
        free = [child for child in children if child not in limited]
        names = {name for child in free for name in child.class_names()}
        limited = [child for child in limited if not names.issuperset(child.class_names())]
        counted = Counter(name for child in limited for name in set(child.class_names()))
        if any(count > 1 or name in names for name, count in counted.items()):
            return self._rehearsed(children, until)
        parts: list[Value] = []
        for child in free:
            fresh = [name for name in dict.fromkeys(child.class_names()) if name in names]
            whole = len(fresh) == len(set(child.class_names()))
            parts += [self.capacity(child, until)] if whole else [self._room(name, until) for name in fresh]
            names -= set(fresh)
        return self._day.builder.total([*parts, *(self.capacity(child, until) for child in limited)])

    def _rehearsed(self, rules: tuple[PaymentRule, ...], until: str | None) -> Value:
        """Principal that the rules take one after another, by paying each in full on copies of the balances."""
        rehearsal = Payment(self._day, dict(self._balances), dict(self._paid), reports=False)
        with self._day.builder.rehearse():
            return self._day.builder.total(rehearsal.pay_in_full(rule, until) for rule in rules)

    def pay_in_full(self, rule: PaymentRule, until: str | None) -> Value:
        """Pay a rule all it can take; the amount."""
        amount = self.capacity(rule, until)
        self.pay(rule, amount, offered=amount, until=until)
        return amount

    def _limited(self, rule: PaymentRule, until: str | None) -> bool:
        return bool(until) or any(part.until or part.ends_with for part in rule.walk())

    def _sides(self, rule: PaymentRule, until: str | None) -> list[ShareAndRoom]:
        """The share and the room of each side of a concurrent rule, or of each class paid pro rata."""
        if rule.concurrently:
            return [(share.percent, self.capacity(share.rule, until)) for share in rule.concurrently]
        names = rule.pro_rata or ()
        total = self._day.total(self._balances, names)
        return [(self._balances[name] / total, self._room(name, until)) for name in names]

    def _need(self, rule: PaymentRule, ends: frozenset[str], until: str | None) -> Value:
        """The amount at which all classes of ``ends`` inside the rule are full."""
        if rule.to:
            return self._room(rule.to, until)
        if rule.sequentially:
            last = max(i for i, child in enumerate(rule.sequentially) if ends & set(child.class_names()))
            before = [self.capacity(child, until) for child in rule.sequentially[:last]]
            need = self._need_of_child(rule.sequentially[last], ends, until)
            return self._day.builder.total([*before, need]).where(need.positive(), 0)
        sides = self._sides(rule, until)
        times = [
            self._need_of_child(child, ends & set(child.class_names()), until) / part
            for child, (part, _) in zip(_members(rule), sides, strict=True)
            if ends & set(child.class_names())
        ]
        end = times[0]
        for time in times[1:]:
            end = end.at_least(time)
        return self._day.builder.total(space.at_most(end * part) for part, space in sides)

    def _need_of_child(self, rule: PaymentRule, ends: frozenset[str], until: str | None) -> Value:
        return self._need(rule, ends, rule.until or until)

    def _split(self, sides: list[ShareAndRoom], amount: Value) -> list[Value]:
        """Parts of a concurrent payment, one for each side."""
        if len(sides) == 2:
            (part, space), (_, other) = sides
            first = space.at_most((amount * part).at_least(amount - other))
            return [first, amount - first]
        time = amount
        for _ in sides[1:]:
            time = self._next_time(sides, amount, time)
        return [space.at_most(time * part) for part, space in sides]

    def _next_time(self, sides: list[ShareAndRoom], amount: Value, time: Value) -> Value:
        """One Newton step towards the time at which the members' sum is ``amount``."""
        zero = self._day.builder.constant(0)
        open_share, full_room = zero, zero
        for part, space in sides:
            full = (time * part) > space
            full_room = full_room + space.where(full, 0)
            open_share = open_share + zero.where(full, part)
        return ((amount - full_room) / open_share).where(open_share > Decimal(0), time)

    def _pay_pro_rata(self, names: tuple[str, ...], amount: Value, until: str | None) -> None:
        """In proportion to balances; a class at its schedule drops out and the others share on."""
        balances = {name: self._balances[name] for name in names}
        total = self._day.builder.total(balances.values())
        rooms = {name: self._room(name, until) for name in names}
        if all(rooms[name] is balances[name] for name in names):
            parts = [balance * (amount / total) for balance in balances.values()]
        else:
            parts = self._split([(balances[name] / total, rooms[name]) for name in names], amount)
        for name, part in zip(names, parts, strict=True):
            self.pay_class(name, part)

    def _report_offer(self, rule: PaymentRule, offered: Value) -> None:
        if self._reports and rule.until and rule.until in self._day.variation.probed:
            self._day.builder.report(OFFERED.of(rule.until), offered, instead=True)


def _members(rule: PaymentRule) -> tuple[PaymentRule, ...]:
    """The rules side by side in a concurrent rule; each class of a pro rata rule as one."""
    return rule.children() or tuple(PaymentRule.model_validate(name) for name in rule.pro_rata or ())
