"""Chapter: distributions, from the cash there is, in order of seniority.

Source: core prospectus, Distributions - Distribution priorities.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.collateral.items import LOSS_KINDS
from seriatim.compile.credit_support import deposit_draws, support_seniors
from seriatim.compile.day import Amounts, Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base, interest_bearing
from seriatim.compile.losses import pro_rata
from seriatim.compile.shortfalls import InterestReduction
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


def collect(day: Day, current: Amounts, reduction: InterestReduction, *, price: Value) -> Cash:
    """All interest and principal received or advanced, the price of loans that are bought, and the interest due."""
    loans = day.without_support
    with day.builder.rule("distributions.available cash"):
        items = ("scheduled_principal", "prepayment", "liquidation_proceeds")
        received = [loans.interest_item("interest"), *(loans.pool_item(item) for item in items)]
        available = day.builder.total(received) + price
        if day.eventful:
            available = _after_events(loans, available, reduction)
        available = deposit_draws(day, available)
        cash = Cash(available.named("available cash"), current, {})
    for name in current:
        security = day.deal.classes.named(name)
        with day.builder.rule(f"distributions.{name}.carryforward"):
            standing = base(day, security, day.opening, loans="opening_balance").positive()
            carried = day.builder.state(f"{name} interest carryforward", 0).where(standing, 0)
            cash.carried[name] = carried.named(f"{name} interest carried forward")
    return cash


def _after_events(day: Day, available: Value, reduction: InterestReduction) -> Value:
    """Cash after what the month's events withhold, and with what they bring; they never withhold more than there is."""
    kinds = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
    short = ("prepayment_interest_shortfall", "servicemembers_shortfall", "interest_withheld")
    missing = [day.interest_item(item) for item in (*kinds, *short, "debt_service_reduction_interest")]
    missing += [day.pool_item(item) for item in ("principal_withheld", "debt_service_reduction_principal")]
    more = [reduction.compensating, day.interest_item("late_interest")]
    more += [day.pool_item(item) for item in ("late_principal", "recovery")]
    for amount in more:
        available = available + amount
    for amount in missing:
        available = available - amount
    return available


def pay_excess_interest(day: Day, cash: Cash, reduction: InterestReduction) -> Value:
    """Loan interest above the certificates' rate, to the residual before anything else (0 if the deal has none)."""
    rule = day.deal.excess_interest
    if rule is None:
        return day.builder.constant(0)
    with day.builder.rule("excess interest", rule.source):
        names = (*day.senior, *day.subordinated)
        needed = day.total(day.opening, names) * (rule.above / MONTHS_PER_YEAR)
        excess = (day.strip_item("interest_due") - needed - reduction.residual).at_least(0)
        return cash.take(excess).named("excess interest to the residual")


def pay_recovery(day: Day, cash: Cash, reimbursed: Amounts) -> None:
    """Recoveries handed to classes for losses they bore; their balances do not change."""
    if reimbursed:
        with day.builder.rule("losses.recoveries"):
            for name, amount in reimbursed.items():
                day.reimbursed[name] = cash.take(amount)


def pay_senior_interest(day: Day, cash: Cash) -> None:
    """Current interest in proportion to current interest, then carryforwards in proportion to them."""
    names = [security.name for security in interest_bearing(day.deal.classes.senior)]
    with day.builder.rule("distributions.1 senior interest"):
        for entitled, kind in ((cash.current, "current interest"), (cash.carried, "interest carried forward")):
            total = day.builder.total(entitled[name] for name in names).named(f"{kind} of the senior classes")
            support_seniors(day, cash, total)
            part = cash.take(total) / total
            for name in names:
                paid = (entitled[name] * part).named(f"{name} {kind} paid")
                day.interest[name] = day.interest[name] + paid


def pay_senior_principal(day: Day, cash: Cash) -> None:
    """PO class and senior target-rate classes, in proportion to allocations if cash is short."""
    names = (*day.senior, *((day.po_class,) if day.po_class else ()))
    with day.builder.rule("distributions.2 senior principal"):
        total = day.total(day.allocated, names).named("principal allocations of the senior classes")
        support_seniors(day, cash, total)
        part = cash.take(total) / total
        for name in names:
            paid = (day.allocated[name] * part).named(f"{name} principal allocation paid")
            day.principal[name] = paid + day.directed[name]


def pay_subordinated(day: Day, cash: Cash, losses: Value) -> None:
    """Each subordinated class in order of seniority: interest with its carryforward, then principal.

    ``losses`` are the day's subordinated losses: a class gets nothing on a day on which they reach a class senior to
    it, unless the deal says that it is paid.
    """
    for name in day.subordinated:
        day.blocked[name] = _blocked(day, name, losses)
    for name in day.subordinated:
        with day.builder.rule(f"distributions.3 {name}"):
            blocked = day.blocked[name]
            if name in cash.current:
                owed = (cash.current[name] + cash.carried[name]).named(f"{name} interest due")
                day.interest[name] = cash.take(day.unless(blocked, owed))
            paid = cash.take(day.unless(blocked, day.allocated[name]))
            day.principal[name] = paid.named(f"{name} principal allocation paid")


def _blocked(day: Day, name: str, losses: Value) -> Value | None:
    """1 where the day's losses exceed what this class and its juniors can bear; None where it does not matter."""
    rule = day.deal.distributions
    if rule is None or rule.junior_on_a_write_down_day == "is paid":
        return None
    with day.builder.rule(f"distributions.junior on a write-down day.{name}", rule.source):
        juniors = day.subordinated[day.subordinated.index(name) :]
        if rule.write_down_test == "on opening balances":
            room = day.total(day.opening, juniors)
        else:
            room = day.builder.total(day.net[junior] - day.allocated[junior] for junior in juniors)
        return (losses > room.at_least(0)).named(f"{name} gets nothing: a senior class is written down")


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
        lost, unpaid = _owed_to_po(day, losses, shortfall)
        owed = (lost + unpaid).at_least(0).where(day.opening[day.po_class].positive(), 0)
        owed = owed.named(f"losses and shortfalls of {day.po_class} to be reimbursed")
        for name in reversed(day.subordinated):
            diverted[name] = day.principal[name].at_most(owed).named(f"{day.po_class} reimbursed from {name}")
            owed = owed - diverted[name]
            day.principal[name] = day.principal[name] - diverted[name]
            day.principal[day.po_class] = day.principal[day.po_class] + diverted[name]
        day.builder.store(_po_losses(day), owed)
        if day.eventful:
            given = day.builder.total(diverted.values())
            day.po_shortfall = owed.at_most((unpaid - (given - lost).at_least(0)).at_least(0))
            day.builder.store(_po_losses(day), owed - day.po_shortfall)
            day.builder.store(_po_shortfalls(day), day.po_shortfall)
    return diverted


def _po_losses(day: Day) -> Value:
    name = "PO losses not yet reimbursed" if day.eventful else "PO losses and shortfalls not yet reimbursed"
    return day.builder.state(name, 0)


def _po_shortfalls(day: Day) -> Value:
    return day.builder.state("PO shortfalls not yet reimbursed", 0)


def _owed_to_po(day: Day, losses: Value, shortfall: Value) -> tuple[Value, Value]:
    """Losses and shortfalls of the PO class, with today's and less what a recovery has repaid of the losses.

    A recovery repays subordinated and other losses in proportion; only the former are owed by subordinated classes.
    """
    before = _po_losses(day)
    if day.po_class is None or not day.eventful:
        return before + losses, shortfall
    recovered = day.reimbursed.get(day.po_class, day.builder.constant(0))
    if day.po_class in day.unreimbursed:
        recovered = recovered * (before / day.unreimbursed[day.po_class]).at_most(1)
    return (before - recovered).at_least(0) + losses, _po_shortfalls(day) + shortfall


def reimburse_shortfalls(day: Day, cash: Cash) -> None:
    """Principal shortfalls written off, repaid from cash left, in order of seniority; balances do not change.

    Each class is repaid what it was written down itself: a class that was not paid while others bore the shortfall
    has lost nothing.
    """
    rule = day.deal.distributions.shortfall_reimbursement if day.deal.distributions else None
    if rule is None:
        return
    seniors = day.senior
    if day.po_class and rule.principal_only_class == "with the seniors":
        seniors = (*seniors, day.po_class)
    with day.builder.rule("distributions.5 reimbursement of shortfalls", rule.source):
        for names in (seniors, *((name,) for name in day.subordinated)):
            written_off = {name: _written_off(day, name) for name in names}
            owed: Amounts = {}
            for name, (before, after) in written_off.items():
                counted = after if rule.from_ == "the same day on" else before.at_most(after)
                standing = counted.where(day.opening[name].positive(), 0)
                owed[name] = day.unless(day.blocked.get(name), standing)
            for name, paid in pro_rata(day, cash.take(day.builder.total(owed.values())), owed).items():
                before, after = written_off[name]
                day.reimbursed[name] = day.reimbursed.get(name, day.builder.constant(0)) + paid
                day.builder.store(before, (after - paid).at_least(0))


def _written_off(day: Day, name: str) -> tuple[Value, Value]:
    """What a class was written down for shortfalls and has not got back: up to yesterday, and with today's."""
    if name == day.po_class and day.po_shortfall is not None:
        return _po_shortfalls(day), day.po_shortfall
    before = day.builder.state(f"{name} shortfall written off", 0)
    return before, before + day.written_off.get(name, day.builder.constant(0))


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
