"""Chapter: distributions, from the cash there is, in order of seniority.

Source: core prospectus, Distributions - Distribution priorities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seriatim.basics.rates import format_rate
from seriatim.compile.allocation import rerun_senior_rules
from seriatim.compile.cash import Cash, after_events, cash_of_loans
from seriatim.compile.credit_support import deposit_draws, support_seniors
from seriatim.compile.day import Amounts, Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base, interest_bearing
from seriatim.compile.losses import pro_rata
from seriatim.compile.shortfalls import InterestReduction
from seriatim.deal.distributions import Distributions, ShortfallReimbursement
from seriatim.plan.accounts import AVAILABLE, Unit
from seriatim.plan.builder import Value


def collect(day: Day, current: Amounts, reduction: InterestReduction, *, price: Value) -> Cash:
    """All interest and principal received or advanced, the price of loans that are bought, and the interest due."""
    loans = day.without_support
    with day.builder.rule("distributions.available cash"):
        available = cash_of_loans(loans) + price
        if day.eventful:
            available = after_events(loans, available, reduction.compensating)
        available = deposit_draws(day, available)
        cash = Cash(available.named("available cash"), current, {})
        day.builder.report(AVAILABLE.of(day.pool, group=day.pool), available)
    rule = day.deal.distributions
    kept = rule is not None and rule.carryforward_of_a_retired_class == "kept"
    for name in current:
        security = day.deal.classes.named(name)
        with day.builder.rule(f"distributions.{name}.carryforward"):
            standing = base(day, security, day.opening, loans="opening_balance").positive()
            carried = day.builder.state(f"{name} interest carryforward", 0, Unit.MONEY)
            if not kept:
                carried = carried.where(standing, 0)
            cash.carried[name] = carried.named(f"{name} interest carried forward")
    return cash


def pay_excess_interest(day: Day, cash: Cash, reduction: InterestReduction) -> Value:
    """Loan interest above the certificates' rate, to the residual before anything else (0 if the deal has none)."""
    rule = day.deal.excess_interest
    if rule is None:
        return day.builder.constant(0)
    with day.builder.rule("excess interest", rule.source):
        names = (*day.senior, *day.subordinated)
        monthly = day.builder.constant(rule.above / MONTHS_PER_YEAR, Unit.RATE)
        needed = day.total(day.opening, names) * monthly.named(f"a twelfth of {format_rate(rule.above)}")
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


def pay_senior_principal(day: Day, cash: Cash, depleted: Value) -> None:
    """PO class and senior target-rate classes; short cash is shared in proportion to allocations, unless stated."""
    rule = day.deal.distributions
    with day.builder.rule("distributions.2 senior principal", rule.source if rule and _stated(rule) else ""):
        turns = _senior_turns(day, rule)
        support_seniors(day, cash, day.total(day.allocated, tuple(name for names in turns for name in names)))
        for names in turns:
            total = day.total(day.allocated, names).named("principal allocations of the senior classes")
            by_rule = rule and rule.seniors_short_of_cash == "by the senior rules" and names != (day.po_class,)
            short = total > cash.left if by_rule else None
            part = cash.take(total) / total
            by_rules = _shares_by_rules(day, cash, part, depleted=depleted, short=short) if short else {}
            for name in names:
                paid = by_rules[name] if name in by_rules else day.allocated[name] * part
                day.principal[name] = paid.named(f"{name} principal allocation paid") + day.directed[name]


def _stated(rule: Distributions) -> bool:
    """Whether the deal shares short principal in another way than in proportion to allocations."""
    return bool({"principal_only_class_and_seniors", "seniors_short_of_cash"} & rule.model_fields_set)


def _senior_turns(day: Day, rule: Distributions | None) -> tuple[tuple[str, ...], ...]:
    """The groups that are paid principal one after another."""
    po = (day.po_class,) if day.po_class else ()
    match rule.principal_only_class_and_seniors if rule and po else "in proportion":
        case "principal-only class first":
            return po, day.senior
        case "seniors first":
            return day.senior, po
        case _:
            return ((*day.senior, *po),)


def _shares_by_rules(day: Day, cash: Cash, part: Value, *, depleted: Value, short: Value) -> Amounts:
    """What each senior class is paid of the seniors' ``part`` of their allocations, by their rules where it is short.

    What the rules cannot place stays in the cash; what they place is never more than that cash, to the last digit.
    """
    money = day.total(day.allocated, day.senior) * part
    again = rerun_senior_rules(day, money, depleted)
    enough = {name: day.allocated[name] * part for name in day.senior}
    paid = {name: again[name].at_most(day.allocated[name]).where(short, enough[name]) for name in day.senior}
    fits = (money / day.total(paid, day.senior)).at_most(1).where(short, 1)
    paid = {name: amount * fits for name, amount in paid.items()}
    cash.left = cash.left + (money - day.total(paid, day.senior)).at_least(0)
    return paid


def block(day: Day, losses: Value, among: Sequence[Day]) -> None:
    """Note which subordinated classes get nothing today: ``losses`` reach a class senior to them.

    ``losses`` are the day's subordinated losses of all groups ``among`` which the subordinated classes are shared.
    """
    for position, name in enumerate(day.subordinated):
        day.blocked[name] = _blocked(day, position, losses, among)


def pay_subordinated(day: Day, cash: Cash) -> None:
    """Each subordinated class in order of seniority: interest with its carryforward, then principal."""
    for name in day.subordinated:
        with day.builder.rule(f"distributions.3 {name}"):
            blocked = day.blocked[name]
            if name in cash.current:
                owed = (cash.current[name] + cash.carried[name]).named(f"{name} interest due")
                day.interest[name] = cash.take(day.unless(blocked, owed))
            paid = cash.take(day.unless(blocked, day.allocated[name]))
            day.principal[name] = paid.named(f"{name} principal allocation paid")


def _blocked(day: Day, position: int, losses: Value, among: Sequence[Day]) -> Value | None:
    """1 where the day's losses exceed what this class and its juniors can bear; None where it does not matter."""
    name = day.subordinated[position]
    rule = day.deal.distributions
    if rule is None or rule.junior_on_a_write_down_day == "is paid":
        return None
    with day.builder.rule(f"distributions.junior on a write-down day.{name}", rule.source):
        juniors = [(each, junior) for each in among for junior in each.subordinated[position:]]
        if rule.write_down_test == "on opening balances":
            room = day.builder.total(each.opening[junior] for each, junior in juniors)
        else:
            room = day.builder.total(each.net[junior] - each.allocated[junior] for each, junior in juniors)
        return (losses > room.at_least(0)).named(f"{name} gets nothing: a senior class is written down")


def reimburse_po(day: Day, losses: Value, shortfall: Value, *, givers: Sequence[tuple[Day, str]]) -> Amounts:
    """PO losses and shortfalls, repaid from the principal of subordinated classes, the first of ``givers`` first.

    What is diverted from each class; `day.principal` is set accordingly.
    """
    rule = day.po_rule
    if rule is None or day.po_class is None or not givers:
        return {}
    diverted: Amounts = {}
    with day.builder.rule("distributions.4 reimbursement of the PO class", rule.source):
        lost, unpaid = _owed_to_po(day, losses, shortfall)
        waiting = day.builder.constant(0)
        if rule.reimbursed_from == "later days":
            waiting = losses.at_most(lost)
            lost = lost - waiting
        owed = (lost + unpaid).at_least(0).where(day.opening[day.po_class].positive(), 0)
        owed = owed.named(f"losses and shortfalls of {day.po_class} to be reimbursed")
        for giver, name in givers:
            diverted[name] = giver.principal[name].at_most(owed).named(f"{day.po_class} reimbursed from {name}")
            owed = owed - diverted[name]
            giver.principal[name] = giver.principal[name] - diverted[name]
            day.principal[day.po_class] = day.principal[day.po_class] + diverted[name]
        day.po_reimbursed = day.builder.total(diverted.values())
        day.builder.store(_po_losses(day), owed + waiting)
        if day.keeps_shortfalls:
            repaid = (day.po_reimbursed - lost).at_least(0)
            day.po_shortfall = owed.at_most((unpaid - repaid).at_least(0))
            day.po_repaid = repaid.at_most(unpaid)
            day.builder.store(_po_losses(day), owed - day.po_shortfall + waiting)
            day.builder.store(_po_shortfalls(day), day.po_shortfall)
    return diverted


def _po_losses(day: Day) -> Value:
    name = "PO losses not yet reimbursed" if day.keeps_shortfalls else "PO losses and shortfalls not yet reimbursed"
    return day.state(name, 0, Unit.MONEY)


def _po_shortfalls(day: Day) -> Value:
    return day.state("PO shortfalls not yet reimbursed", 0, Unit.MONEY)


def owed_to_po(day: Day, losses: Value) -> Value:
    """What the subordinated classes owe the PO class before the day's distributions."""
    rule = day.po_rule
    if rule is None or day.po_class is None:
        return day.builder.constant(0)
    lost, unpaid = _owed_to_po(day, losses, day.builder.constant(0))
    return (lost + unpaid).at_least(0)


def _owed_to_po(day: Day, losses: Value, shortfall: Value) -> tuple[Value, Value]:
    """Losses and shortfalls of the PO class, with today's and less what a recovery has repaid of the losses.

    A recovery repays subordinated and other losses in proportion; only the former are owed by subordinated classes.
    """
    before = _po_losses(day)
    if day.po_class is None or not day.keeps_shortfalls:
        return before + losses, shortfall
    recoveries = day.deal.losses.recoveries if day.deal.losses else None
    recovered, zero = day.reimbursed.get(day.po_class, day.builder.constant(0)), day.builder.constant(0)
    counted, later = before, losses
    if recoveries is not None and recoveries.losses_counted == "the day's too":
        counted, later = before + losses, zero
    if day.po_class in day.unreimbursed:
        recovered = recovered * (counted / day.unreimbursed[day.po_class]).at_most(1)
    return (counted - recovered).at_least(0) + later, _po_shortfalls(day) + shortfall


def reimburse_shortfalls(days: Sequence[Day], cash: Cash) -> None:
    """Principal shortfalls written off, repaid from cash left, in order of seniority; balances do not change.

    Each class is repaid what it was written down itself: a class that was not paid while others bore the shortfall
    has lost nothing. ``days`` are the groups that the cash is of.
    """
    builder = days[0].builder
    for tier in range(1 + max(len(day.subordinated) for day in days)):
        repaid = [entry for day in days for entry in _repayable(day, tier)]
        source = next((str(entry.rule.source) for entry in repaid), "")
        with builder.rule("distributions.5 reimbursement of shortfalls", source):
            owed = {entry.name: entry.owed for entry in repaid}
            paid = pro_rata(days[0], cash.take(builder.total(owed.values())), owed)
            for entry in repaid:
                entry.pay(paid[entry.name])


@dataclass(frozen=True)
class _Repayable:
    """What a class was written down for shortfalls: up to yesterday, with today's, and what of it may be repaid."""

    day: Day
    name: str
    rule: ShortfallReimbursement
    before: Value
    after: Value
    owed: Value

    def pay(self, amount: Value) -> None:
        """Repay an amount."""
        self.day.reimbursed[self.name] = self.day.reimbursed.get(self.name, self.day.builder.constant(0)) + amount
        self.day.unrepaid[self.name] = (self.after - amount).at_least(0)
        self.day.builder.store(self.before, self.day.unrepaid[self.name])


def _repayable(day: Day, tier: int) -> Iterator[_Repayable]:
    """The seniors of a group (tier 0), or its subordinated class of that rank, with what may be repaid."""
    rule = day.deal.distributions.shortfall_reimbursement if day.deal.distributions else None
    if rule is None:
        return
    insured = {each.name for each in day.deal.insurance}
    seniors = tuple(name for name in day.senior if name not in insured)
    names = seniors if tier == 0 else day.subordinated[tier - 1 : tier]
    if tier == 0 and day.po_class and day.po_shortfall is not None and rule.principal_only_class == "with the seniors":
        names = (*names, day.po_class)
    for name in names:
        before, after = _written_off(day, name)
        counted = after if rule.from_ == "the same day on" else before.at_most(after)
        standing = counted.where(day.opening[name].positive(), 0)
        yield _Repayable(day, name, rule, before, after, day.unless(day.blocked.get(name), standing))


def _written_off(day: Day, name: str) -> tuple[Value, Value]:
    """What a class was written down for shortfalls and has not got back: up to yesterday, and with today's."""
    if name == day.po_class and day.po_shortfall is not None:
        return _po_shortfalls(day), day.po_shortfall
    before = day.builder.state(f"{name} shortfall written off", 0, Unit.MONEY)
    return before, before + day.written_off.get(name, day.builder.constant(0))


def carry_forward(day: Day, cash: Cash, depleted: Value) -> Amounts:
    """Interest allocated and not distributed, carried to the next day.

    Where a deal says so, what is not paid on a day after the depletion date is lost; what was carried to it is not.
    """
    shortfalls: Amounts = {}
    rule = day.deal.distributions
    ends = rule is not None and rule.interest_carried_forward == "before the depletion date"
    with day.builder.rule("distributions.interest carryforward", rule.source if rule and ends else ""):
        for name, current in cash.current.items():
            paid = day.interest[name] + day.accretion[name]
            unpaid = (current + cash.carried[name] - paid - day.outside.insured(name, day.builder)).swept()
            if ends:
                unpaid = unpaid.at_most(cash.carried[name]).where(depleted, unpaid)
            day.builder.store(day.builder.state(f"{name} interest carryforward", 0, Unit.MONEY), unpaid)
            shortfalls[name] = unpaid
    return shortfalls
