"""Chapter: principal that classes were not paid, repaid from cash that is left.

Source: core prospectus, Distributions - Distribution priorities (5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seriatim.compile.amounts import BLOCKED, CASH, PO_SHORTFALL, REIMBURSED, UNREPAID, WRITTEN_OFF
from seriatim.compile.day import Day
from seriatim.compile.losses import pro_rata, shares
from seriatim.compile.po_reimbursement import po_shortfalls
from seriatim.deal.distributions.terms import ShortfallReimbursement
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value


def reimburse_shortfalls(days: Sequence[Day]) -> None:
    """Principal shortfalls written off, repaid from cash left, in order of seniority; balances do not change.

    Each class is repaid what it was written down itself: a class that was not paid while others bore the shortfall
    has lost nothing. Cross-collateralized groups pay from what all have left.
    """
    for day in days:
        day.post(UNREPAID, {})
    if not any(day.keeps_shortfalls for day in days):
        return
    if not days[0].cross:
        for day in days:
            with day.group():
                day[CASH] = _repay([day], day[CASH])
        return
    builder = days[0].builder
    left = _repay(days, builder.total(day[CASH] for day in days))
    rest = [left, *([builder.constant(0)] * (len(days) - 1))]
    if any(day.deal.insurance for day in days):
        rest = shares(builder, left, [day[CASH] for day in days])
    for day, own in zip(days, rest, strict=True):
        day[CASH] = own


def _repay(days: Sequence[Day], cash: Value) -> Value:
    """Repay the classes of the groups that the cash is of, tier by tier; what is left of it."""
    builder = days[0].builder
    for tier in range(1 + max(len(day.subordinated) for day in days)):
        repaid = [entry for day in days for entry in _repayable(day, tier)]
        source = next((str(entry.rule.source) for entry in repaid), "")
        with builder.rule("distributions.5 reimbursement of shortfalls", source):
            owed = {entry.name: entry.owed for entry in repaid}
            money = cash.at_most(builder.total(owed.values()))
            cash = cash - money
            paid = pro_rata(days[0], money, owed)
            for entry in repaid:
                entry.pay(paid[entry.name])
    return cash


@dataclass(frozen=True)
class _Repayable:
    """Write-downs of a class for shortfalls: up to yesterday, with today's, and the part that may be repaid."""

    day: Day
    name: str
    rule: ShortfallReimbursement
    before: Value
    after: Value
    owed: Value

    def pay(self, amount: Value) -> None:
        """Repay an amount."""
        self.day[REIMBURSED].add(self.name, amount)
        self.day[UNREPAID][self.name] = (self.after - amount).at_least(0)
        self.day.builder.store(self.before, self.day[UNREPAID][self.name])


def _repayable(day: Day, tier: int) -> Iterator[_Repayable]:
    """The seniors of a group (tier 0), or its subordinated class of that rank, with what may be repaid."""
    rule = day.deal.distributions.shortfall_reimbursement if day.deal.distributions else None
    if rule is None:
        return
    insured = {each.name for each in day.deal.insurance}
    seniors = tuple(name for name in day.senior if name not in insured)
    names = seniors if tier == 0 else day.subordinated[tier - 1 : tier]
    if tier == 0 and day.po_class and day[PO_SHORTFALL] is not None and rule.principal_only_class == "with the seniors":
        names = (*names, day.po_class)
    for name in names:
        before, after = _written_off(day, name)
        counted = after if rule.from_ == "the same day on" else before.at_most(after)
        standing = counted.where(day.opening[name].positive(), 0)
        yield _Repayable(day, name, rule, before, after, day.unless(day[BLOCKED].get(name), standing))


def _written_off(day: Day, name: str) -> tuple[Value, Value]:
    """Write-downs of a class for shortfalls that it has not got back: up to yesterday, and with today's."""
    of_po = day[PO_SHORTFALL]
    if name == day.po_class and of_po is not None:
        return po_shortfalls(day), of_po
    before = day.builder.state(f"{name} shortfall written off", 0, Unit.MONEY)
    return before, before + day[WRITTEN_OFF][name]
