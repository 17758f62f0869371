"""Chapter: distributions, from the cash there is, in order of seniority.

Source: core prospectus, Distributions - Distribution priorities.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.compile.day import Amounts, Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base, interest_bearing
from seriatim.plan.builder import Value


@dataclass
class Cash:
    """Cash not yet distributed, and the interest each class is entitled to (current, and carried forward)."""

    left: Value
    current: Amounts
    carried: Amounts

    def take(self, wanted: Value) -> Value:
        """Pay up to ``wanted`` from what is left."""
        paid = self.left.at_most(wanted)
        self.left = self.left - paid
        return paid


def collect(day: Day, accrued: Amounts) -> Cash:
    """All interest and principal received or advanced, less what goes off the top, and the interest due."""
    strips = [day.main_strip, *(["po", "io"] if day.deal.ratio_stripping else [])]
    items = ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")
    with day.builder.rule("distributions.available cash"):
        interest = [day.strip_item("interest", strip) for strip in strips if strip != "po"]
        principal = [day.pool_item(item) for item in items[1:]]
        cash = Cash(day.builder.total([*interest, *principal]).named("available cash"), accrued, {})
    for name in accrued:
        security = day.deal.classes.named(name)
        with day.builder.rule(f"distributions.{name}.carryforward"):
            standing = base(day, security, day.opening, loans="opening_balance").positive()
            carried = day.builder.state(f"{name} interest carryforward", 0).where(standing, 0)
            cash.carried[name] = carried.named(f"{name} interest carried forward")
    return cash


def pay_excess_interest(day: Day, cash: Cash) -> Value:
    """Loan interest above the certificates' rate, to the residual before anything else (0 if the deal has none)."""
    rule = day.deal.excess_interest
    if rule is None:
        return day.builder.constant(0)
    with day.builder.rule("excess interest", rule.source):
        names = (*day.senior, *day.subordinated)
        needed = day.total(day.opening, names) * (rule.above / MONTHS_PER_YEAR)
        excess = (day.strip_item("interest_due") - needed).at_least(0)
        return cash.take(excess).named("excess interest to the residual")


def pay_senior_interest(day: Day, cash: Cash) -> None:
    """Current interest in proportion to current interest, then carryforwards in proportion to them."""
    names = [security.name for security in interest_bearing(day.deal.classes.senior)]
    with day.builder.rule("distributions.1 senior interest"):
        for entitled, kind in ((cash.current, "current interest"), (cash.carried, "interest carried forward")):
            total = day.builder.total(entitled[name] for name in names).named(f"{kind} of the senior classes")
            part = cash.take(total) / total
            for name in names:
                paid = (entitled[name] * part).named(f"{name} {kind} paid")
                day.interest[name] = day.interest[name] + paid


def pay_senior_principal(day: Day, cash: Cash) -> None:
    """PO class and senior target-rate classes, in proportion to allocations if cash is short."""
    names = (*day.senior, *((day.po_class,) if day.po_class else ()))
    with day.builder.rule("distributions.2 senior principal"):
        total = day.total(day.allocated, names).named("principal allocations of the senior classes")
        part = cash.take(total) / total
        for name in names:
            paid = (day.allocated[name] * part).named(f"{name} principal allocation paid")
            day.principal[name] = paid + day.directed[name]


def pay_subordinated(day: Day, cash: Cash) -> None:
    """Each subordinated class in order of seniority: interest with its carryforward, then principal."""
    for name in day.subordinated:
        with day.builder.rule(f"distributions.3 {name}"):
            if name in cash.current:
                owed = (cash.current[name] + cash.carried[name]).named(f"{name} interest due")
                day.interest[name] = cash.take(owed)
            day.principal[name] = cash.take(day.allocated[name]).named(f"{name} principal allocation paid")


def reimburse_po(day: Day, losses: Value, shortfall: Value) -> Amounts:
    """PO losses and shortfalls, repaid from subordinated principal, most subordinated class first.

    What is diverted from each class; `day.principal` is set accordingly.
    """
    zero = day.builder.constant(0)
    rule = day.deal.losses.principal_only_class if day.deal.losses else None
    if rule is None or day.po_class is None or not day.subordinated:
        return dict.fromkeys(day.subordinated, zero)
    diverted: Amounts = {}
    with day.builder.rule("distributions.4 reimbursement of the PO class", rule.source):
        before = day.builder.state("PO losses and shortfalls not yet reimbursed", 0)
        owed = (before + losses + shortfall).where(day.opening[day.po_class].positive(), 0)
        owed = owed.named(f"losses and shortfalls of {day.po_class} to be reimbursed")
        for name in reversed(day.subordinated):
            diverted[name] = day.principal[name].at_most(owed).named(f"{day.po_class} reimbursed from {name}")
            owed = owed - diverted[name]
            day.principal[name] = day.principal[name] - diverted[name]
            day.principal[day.po_class] = day.principal[day.po_class] + diverted[name]
        day.builder.store(before, owed)
    return diverted


def carry_forward(day: Day, cash: Cash) -> Amounts:
    """Interest allocated and not distributed, carried to the next day."""
    shortfalls: Amounts = {}
    with day.builder.rule("distributions.interest carryforward"):
        for name, current in cash.current.items():
            paid = day.interest[name] + day.accretion[name]
            unpaid = (current + cash.carried[name] - paid).swept()
            day.builder.store(day.builder.state(f"{name} interest carryforward", 0), unpaid)
            shortfalls[name] = unpaid
    return shortfalls
