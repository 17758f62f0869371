"""Chapter: principal of one group allocated to the classes of another.

Source: core prospectus 2006-6 pp. 69-71, Undersubordination, Undercollateralized groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from seriatim.compile.allocations import DIVISION, STRIP_PRINCIPAL, Division
from seriatim.compile.amounts import ROOM
from seriatim.compile.board import Quantity
from seriatim.compile.day import Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.losses import shares
from seriatim.compile.po_reimbursement import owed_to_po
from seriatim.deal.cross_collateralization.terms import CrossCollateralization, Undersubordination
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


@dataclass
class _Shares:
    """A division of principal while it is being redirected."""

    senior: Value
    subordinated: Value
    rest: Value


def under_collateralized(day: Day) -> Value:
    """Excess of a group's target-rate classes over its target-rate strip, before the day."""
    classes = day.total(day.opening, (*day.senior, *day.subordinated))
    gap = (classes - day.loans.strip_item("opening_balance")).at_least(0).swept()
    return gap.named(f"group {day.pool} undercollateralized by")


def over_collateralized(day: Day) -> Value:
    """Excess of a group's target-rate strip over its target-rate classes, before the day."""
    classes = day.total(day.opening, (*day.senior, *day.subordinated))
    gap = (day.loans.strip_item("opening_balance") - classes).at_least(0).swept()
    return gap.named(f"group {day.pool} overcollateralized by")


MOVED_PRINCIPAL: Quantity[Value] = Quantity("principal moved to the group's subordinated components")
"""Change of the subordinated components of a group for principal that went to or came from another group."""


def redirect_principal(days: Sequence[Day]) -> None:
    """Principal of one group allocated to another, where groups are cross-collateralized."""
    for day in days:
        day[MOVED_PRINCIPAL] = day.zero
    if days[0].cross is not None:
        _Redirection(days, days[0].cross).redirect()


class _Redirection:
    """The day's divisions of principal, and what moves between them.

    What one group cannot use goes to the seniors of others first; the amounts never exceed the room that the classes
    which receive them have.
    """

    def __init__(self, days: Sequence[Day], rule: CrossCollateralization) -> None:
        self._days = days
        self._rule = rule
        self._builder = days[0].builder
        self._divisions = [_Shares(*vars(day[DIVISION]).values()) for day in days]

    def redirect(self) -> None:
        """Move principal between the groups, and note what their subordinated components are to change for it."""
        po = [owed_to_po(day) for day in self._days]
        with self._builder.rule("cross-collateralization.undercollateralized groups", self._rule.source):
            received = self._rest_for_undercollateralized()
        rule = self._rule.undersubordination
        if rule is not None:
            with self._builder.rule("cross-collateralization.undersubordination", rule.source):
                given, taken = self._for_undersubordination(rule, po)
            received = [before + more for before, more in zip(received, taken, strict=True)]
            if rule.component_balances == "move with the principal":
                for day, less, more in zip(self._days, given, taken, strict=True):
                    day[MOVED_PRINCIPAL] = more - less
        with self._builder.rule("cross-collateralization.undercollateralized groups", self._rule.source):
            self._subordinated_for_undercollateralized(po, received)
            self._rest_for_own()
        for day, each in zip(self._days, self._divisions, strict=True):
            day[DIVISION] = Division(each.senior, each.subordinated, each.rest)

    def _senior_room(self, place: int) -> Value:
        day = self._days[place]
        return (day.total(day[ROOM], day.senior) - self._divisions[place].senior).at_least(0)

    def _for_undersubordination(self, rule: Undersubordination, po: Sequence[Value]) -> tuple[list[Value], list[Value]]:
        """Unscheduled principal of groups whose seniors are paid off, to the seniors of the others: given and taken."""
        acts = undersubordinated(self._days, rule)
        offered = []
        for place, day in enumerate(self._days):
            paid_off = ~day.total(day.opening, day.senior).positive()
            free = (self._divisions[place].subordinated - po[place]).at_least(0)
            offered.append(day[STRIP_PRINCIPAL].unscheduled.at_most(free).where(paid_off & acts, 0))
        seniors = [day.total(day[ROOM], day.senior) for day in self._days]
        given, taken = self._place(offered, seniors)
        for place, (less, more) in enumerate(zip(given, taken, strict=True)):
            division = self._divisions[place]
            division.subordinated = division.subordinated - less
            division.senior = division.senior + more
        if self._days[0].with_events:
            warn(self._days[0], Defect.UNDERSUBORDINATION, self._builder.total(given))
        return given, taken

    def _place(self, offered: Sequence[Value], weights: Sequence[Value]) -> tuple[list[Value], list[Value]]:
        """Hand what is offered to seniors in proportion to weights, within their room; what is given and taken."""
        total, whole = self._builder.total(offered), self._builder.total(weights)
        taken = [
            (total * (weight / whole)).at_most(self._senior_room(place)).named(f"principal for group {day.pool}")
            for place, (weight, day) in enumerate(zip(weights, self._days, strict=True))
        ]
        return shares(self._builder, self._builder.total(taken), offered), taken

    def _subordinated_for_undercollateralized(self, po: Sequence[Value], received: Sequence[Value]) -> None:
        """Subordinated principal of other groups, for groups without subordinated balance that lack collateral yet."""
        alive = [day.total(day.opening, day.subordinated).positive() for day in self._days]
        lacking = [
            (under_collateralized(day) - more).at_least(0).where(~has, 0)
            for day, more, has in zip(self._days, received, alive, strict=True)
        ]
        spare = [
            (division.subordinated - owed).at_least(0).where(has, 0)
            for division, owed, has in zip(self._divisions, po, alive, strict=True)
        ]
        wanted = [short.at_most(self._senior_room(place)) for place, short in enumerate(lacking)]
        moved = self._builder.total(wanted).at_most(self._builder.total(spare))
        balances = [day.total(day.opening, day.subordinated) for day in self._days]
        for place, less in enumerate(_by_balance(moved, spare, balances)):
            self._divisions[place].subordinated = self._divisions[place].subordinated - less
        for place, more in enumerate(shares(self._builder, moved, wanted)):
            amount = more.named(f"subordinated principal of other groups for group {self._days[place].pool}")
            self._divisions[place].senior = self._divisions[place].senior + amount

    def _rest_for_undercollateralized(self) -> list[Value]:
        """Principal that a group's classes have no room for, to groups that lack collateral, seniors first.

        What each group receives.
        """
        received = [self._builder.constant(0)] * len(self._days)
        lacking = [under_collateralized(day) for day in self._days]
        rest = [division.rest for division in self._divisions]
        for kind in ("senior", "subordinated"):
            rooms = []
            for place, (day, short) in enumerate(zip(self._days, lacking, strict=True)):
                names = day.senior if kind == "senior" else day.subordinated
                free = day.total(day[ROOM], names) - getattr(self._divisions[place], kind)
                rooms.append(free.at_least(0).where(short.positive(), 0))
            moved = self._builder.total(rest).at_most(self._builder.total(rooms))
            given = shares(self._builder, moved, rest)
            rest = [amount - less for amount, less in zip(rest, given, strict=True)]
            for place, more in enumerate(_by_balance(moved, rooms, lacking)):
                setattr(self._divisions[place], kind, getattr(self._divisions[place], kind) + more)
                received[place] = received[place] + more
        for division, amount in zip(self._divisions, rest, strict=True):
            division.rest = amount
        return received

    def _rest_for_own(self) -> None:
        """Pay what is left where principal that moved away has made room."""
        for day, division in zip(self._days, self._divisions, strict=True):
            room = (day.total(day[ROOM], day.subordinated) - division.subordinated).at_least(0)
            more = division.rest.at_most(room)
            division.subordinated = division.subordinated + more
            division.rest = division.rest - more


def _by_balance(amount: Value, limits: Sequence[Value], weights: Sequence[Value]) -> list[Value]:
    """An amount, at most the sum of the limits, in proportion to weights; what a limit refuses, to the others."""
    builder = amount.builder
    whole = builder.total(weights)
    first = [(amount * (weight / whole)).at_most(limit) for weight, limit in zip(weights, limits, strict=True)]
    left = amount - builder.total(first)
    rooms = [limit - taken for limit, taken in zip(limits, first, strict=True)]
    return [taken + more for taken, more in zip(first, shares(builder, left, rooms), strict=True)]


def undersubordinated(days: Sequence[Day], rule: Undersubordination) -> Value:
    """1 while the seniors' subordination level is low, or the delinquencies of any pool are high."""
    builder = days[0].builder
    initial = initial_all = Decimal(0)
    for day in days:
        initial += sum((day.initial[name] for name in day.subordinated), Decimal(0))
        initial_all += sum(day.initial.values(), Decimal(0))
    subordinated = builder.total(day.total(day.opening, day.subordinated) for day in days)
    everyone = builder.total(day.total(day.opening, tuple(day.opening)) for day in days)
    level = (subordinated / everyone).named("subordination level of the senior classes")
    needed = builder.constant(rule.level_below * initial / initial_all, Unit.RATIO).named(
        "subordination level to be reached"
    )
    low = level < needed
    for day in days:
        average = builder.total(_delinquent(day, rule.average_months)) / rule.average_months
        components = day.total(day.opening, day.subordinated) * rule.delinquent_part
        low = low | ~(components > average.named(f"average delinquent balance of pool {day.pool}"))
    return low.named("undersubordination")


def _delinquent(day: Day, months: int) -> list[Value]:
    """Loans 60 days or more delinquent today and on the days before, newest first; 0 before the first day."""
    values = [day.loans.pool_item("delinquent")]
    for age in range(1, months):
        register = day.state(f"delinquent balance for undersubordination, {age} days before", 0, Unit.MONEY)
        day.builder.store(register, values[-1])
        values.append(register)
    return values
