"""Principal rules: who is paid from an amount of money, in which order and how far.

A rule never receives more than it can take: `capacity` says how much that is, `pay` hands it out. Side by side
payments follow one law: a member that is full drops out and the others share on, so after "time" t member i has
min(capacity_i, share_i x t).
"""

from __future__ import annotations

from decimal import Decimal

from seriatim.compile.day import Day
from seriatim.deal.rules import PaymentRule, Share
from seriatim.deal.tables import ScheduleTable
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table


class Payment:
    """Pays rules from money; keeps `day.working` and the given ``paid`` amounts up to date."""

    def __init__(self, day: Day, paid: dict[str, Value]) -> None:
        self._day = day
        self._paid = paid

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
        if rule.to:
            self.pay_class(rule.to, amount)
        elif rule.pro_rata:
            self._pay_pro_rata(rule.pro_rata, amount)
        elif rule.sequentially:
            for position, child in enumerate(rule.sequentially):
                last = position == len(rule.sequentially) - 1
                take = amount if last else amount.at_most(self.capacity(child, until))
                self.pay(child, take, offered=offered, until=until)
                amount, offered = amount - take, offered - take
        elif rule.concurrently:
            parts = self._split(rule.concurrently, amount, until)
            for share, part in zip(rule.concurrently, parts, strict=True):
                self.pay(share.rule, part, offered=offered * share.percent, until=until)

    def pay_class(self, name: str, amount: Value) -> None:
        """Pay one class."""
        self._day.working[name] = self._day.working[name] - amount
        self._paid[name] = self._paid[name] + amount

    def capacity(self, rule: PaymentRule, until: str | None = None) -> Value:
        """The most a rule can take now."""
        until = rule.until or until
        if rule.to:
            room = self._room(rule.to, until)
        elif rule.pro_rata:
            room = self._day.builder.total(self._room(name, until) for name in rule.pro_rata)
        elif rule.sequentially:
            room = self._sequence_capacity(rule.sequentially, until)
        else:
            room = self._day.builder.total(self.capacity(s.rule, until) for s in rule.concurrently or ())
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
        balance = self._day.working[name]
        table = self._table(until) if until else None
        if until is None or table is None or self._day.deal.schedule(until).together:
            return balance
        target = self._day.builder.table(Table(f"{until} {name}", table.of(name), table.of(name)[-1]))
        return (balance - target).at_least(0)

    def _together_room(self, rule: PaymentRule) -> Value:
        """Aggregate balance of a group above its schedule."""
        assert rule.until is not None
        values = self._day.tables[rule.until].of("balance")
        names = tuple(dict.fromkeys(rule.class_names()))
        target = self._day.builder.table(Table(rule.until, values, values[-1]))
        return (self._day.total(self._day.working, names) - target).at_least(0)

    def _sequence_capacity(self, children: tuple[PaymentRule, ...], until: str | None) -> Value:
        """Sum over the children; classes that a later child pays without limit count once, there."""
        counted: set[str] = set()
        total = self._day.builder.constant(0)
        for child in sorted(children, key=lambda child: self._limited(child, until)):
            names = set(child.class_names())
            if names <= counted:
                continue
            if child.to or not names & counted:
                total = total + self.capacity(child, until)
            else:
                fresh = sorted(names - counted, key=list(child.class_names()).index)
                total = self._day.builder.total([total, *(self._room(name, until) for name in fresh)])
            counted |= names
        return total

    def _limited(self, rule: PaymentRule, until: str | None) -> bool:
        return bool(until) or any(part.until or part.ends_with for part in rule.walk())

    def _need(self, rule: PaymentRule, ends: frozenset[str], until: str | None) -> Value:
        """The amount at which all classes of ``ends`` inside the rule are full."""
        if rule.sequentially:
            last = max(i for i, child in enumerate(rule.sequentially) if ends & set(child.class_names()))
            before = [self.capacity(child, until) for child in rule.sequentially[:last]]
            return self._day.builder.total([*before, self._need(rule.sequentially[last], ends, until)])
        if not rule.concurrently:
            return self.capacity(rule, until)
        times = [
            self._need(share.rule, ends & set(share.rule.class_names()), until) / share.percent
            for share in rule.concurrently
            if ends & set(share.rule.class_names())
        ]
        end = times[0]
        for time in times[1:]:
            end = end.at_least(time)
        return self._day.builder.total(
            self.capacity(share.rule, until).at_most(end * share.percent) for share in rule.concurrently
        )

    def _split(self, shares: tuple[Share, ...], amount: Value, until: str | None) -> list[Value]:
        """What each side of a concurrent payment receives."""
        room = [self.capacity(share.rule, until) for share in shares]
        if len(shares) == 2:
            first = room[0].at_most((amount * shares[0].percent).at_least(amount - room[1]))
            return [first, amount - first]
        time = amount
        for _ in shares[1:]:
            time = self._next_time(shares, room, amount, time)
        return [space.at_most(time * share.percent) for space, share in zip(room, shares, strict=True)]

    def _next_time(self, shares: tuple[Share, ...], room: list[Value], amount: Value, time: Value) -> Value:
        """One Newton step towards the time at which the members' sum is ``amount``."""
        zero = self._day.builder.constant(0)
        open_share, full_room = zero, zero
        for share, space in zip(shares, room, strict=True):
            full = (time * share.percent) > space
            full_room = full_room + space.where(full, 0)
            open_share = open_share + zero.where(full, share.percent)
        return ((amount - full_room) / open_share).where(open_share > Decimal(0), time)

    def _pay_pro_rata(self, names: tuple[str, ...], amount: Value) -> None:
        balances = {name: self._day.working[name] for name in names}
        part = amount / self._day.builder.total(balances.values())
        for name in names:
            self.pay_class(name, balances[name] * part)

    def _report_offer(self, rule: PaymentRule, offered: Value) -> None:
        if rule.until and rule.until in self._day.variation.probed:
            self._day.builder.output(rule.until, "offered", offered)
