"""Chapter: distributions, from the cash there is, in order of seniority.

Source: core prospectus, Distributions - Distribution priorities.
"""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.basics.rates import format_rate
from seriatim.compile.allocations import rerun_senior_rules
from seriatim.compile.amounts import (
    ACCRETED,
    ALLOCATED,
    BLOCKED,
    CARRIED,
    CASH,
    CHARGES,
    CURRENT,
    DEPLETED,
    DIRECTED,
    EXCESS,
    INTEREST_FROM_OTHERS,
    INTEREST_PAID,
    INTEREST_SHORTFALL,
    NET,
    PAID_OF_ALLOCATION,
    PRINCIPAL_PAID,
    REIMBURSED,
)
from seriatim.compile.cash import after_events, cash_of_loans, take
from seriatim.compile.clean_up_call import CALL
from seriatim.compile.credit_support import deposit_draws, support_seniors
from seriatim.compile.day import Amounts, Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base, interest_bearing
from seriatim.compile.losses import LOSSES
from seriatim.compile.recoveries import RECOVERY
from seriatim.compile.shortfalls import REDUCTION
from seriatim.deal.distributions.terms import Distributions
from seriatim.deal.model import DealTerms
from seriatim.plan.accounts import AVAILABLE, Unit
from seriatim.plan.builder import Value


def collect(day: Day) -> None:
    """All interest and principal received or advanced, the price of loans that are bought, and draws for the day."""
    loans = day.loans.as_they_are
    with day.builder.rule("distributions.available cash"):
        available = cash_of_loans(loans) + day[CALL].price
        if day.with_events:
            available = after_events(loans, available, day[REDUCTION].compensating)
        available = deposit_draws(day, available)
        day[CASH], day[CHARGES] = available.named("available cash"), day.zero
        day.builder.report(AVAILABLE.of(day.pool, group=day.pool), available)


def carry_to_the_day(day: Day) -> None:
    """Interest of earlier days that classes are still entitled to."""
    rule = day.deal.distributions
    kept = rule is not None and rule.carryforward_of_a_retired_class == "kept"
    for name in day[CURRENT]:
        security = day.deal.classes.named(name)
        with day.builder.rule(f"distributions.{name}.carryforward"):
            standing = base(day, security, day.opening, loans="opening_balance").positive()
            carried = _carryforward(day, name)
            if not kept:
                carried = carried.where(standing, 0)
            day[CARRIED][name] = carried.named(f"{name} interest carried forward")


def _carryforward(day: Day, name: str) -> Value:
    return day.builder.state(f"{name} interest carryforward", 0, Unit.MONEY)


def pay_excess_interest(day: Day) -> None:
    """Loan interest above the certificates' rate, to the residual before any class (0 if the deal has none).

    What is charged to the interest before it comes out of the residual's part first.
    """
    rule = day.deal.excess_interest
    day[EXCESS] = day.zero
    if rule is None:
        return
    with day.builder.rule("excess interest", rule.source):
        names = (*day.senior, *day.subordinated)
        monthly = day.builder.constant(rule.above / MONTHS_PER_YEAR, Unit.RATE)
        needed = day.total(day.opening, names) * monthly.named(f"a twelfth of {format_rate(rule.above)}")
        charged = day[REDUCTION].residual + day[CHARGES]
        excess = (day.loans.strip_item("interest_due") - needed - charged).at_least(0)
        day[EXCESS] = take(day, excess).named("excess interest to the residual")


def pay_recovery(day: Day) -> None:
    """Recoveries handed to classes for losses they bore; their balances do not change."""
    reimbursed = day[RECOVERY].reimbursed
    day.post(REIMBURSED, {})
    if reimbursed:
        with day.builder.rule("losses.recoveries"):
            for name, amount in reimbursed.items():
                day[REIMBURSED][name] = take(day, amount)


def pay_senior_interest(day: Day) -> None:
    """Current interest in proportion to current interest, then carryforwards in proportion to them."""
    names = [security.name for security in interest_bearing(day.deal.classes.senior)]
    for security in day.deal.classes.senior:
        day[INTEREST_PAID][security.name] = day.zero
    with day.builder.rule("distributions.1 senior interest"):
        for entitled, kind in ((day[CURRENT], "current interest"), (day[CARRIED], "interest carried forward")):
            total = day.builder.total(entitled[name] for name in names).named(f"{kind} of the senior classes")
            support_seniors(day, total)
            part = take(day, total) / total
            for name in names:
                paid = (entitled[name] * part).named(f"{name} {kind} paid")
                day[INTEREST_PAID][name] = day[INTEREST_PAID][name] + paid


def pay_senior_principal(day: Day) -> None:
    """PO class and senior target-rate classes; short cash is shared in proportion to allocations, unless stated."""
    rule = day.deal.distributions
    with day.builder.rule("distributions.2 senior principal", rule.source if rule and _stated(rule) else ""):
        turns = _senior_turns(day, rule)
        support_seniors(day, day.total(day[ALLOCATED], tuple(name for names in turns for name in names)))
        for names in turns:
            total = day.total(day[ALLOCATED], names).named("principal allocations of the senior classes")
            by_rule = rule and rule.seniors_short_of_cash == "by the senior rules" and names != (day.po_class,)
            short = total > day[CASH] if by_rule else None
            part = take(day, total) / total
            by_rules = _shares_by_rules(day, part, short) if short else {}
            for name in names:
                paid = by_rules[name] if name in by_rules else day[ALLOCATED][name] * part
                day[PRINCIPAL_PAID][name] = paid.named(f"{name} principal allocation paid") + day[DIRECTED][name]


def _stated(rule: Distributions) -> bool:
    """True where the deal shares short principal in another way than in proportion to allocations."""
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


def _shares_by_rules(day: Day, part: Value, short: Value) -> Amounts:
    """Payments to each senior class of the seniors' ``part`` of their allocations, by their rules where it is short.

    What the rules cannot place stays in the cash; what they place is never more than that cash, to the last digit.
    """
    money = day.total(day[ALLOCATED], day.senior) * part
    again = rerun_senior_rules(day, money)
    enough = {name: day[ALLOCATED][name] * part for name in day.senior}
    paid = {name: again[name].at_most(day[ALLOCATED][name]).where(short, enough[name]) for name in day.senior}
    fits = (money / day.total(paid, day.senior)).at_most(1).where(short, 1)
    paid = {name: amount * fits for name, amount in paid.items()}
    day[CASH] = day[CASH] + (money - day.total(paid, day.senior)).at_least(0)
    return paid


def blocks_juniors(deal: DealTerms) -> bool:
    """True where a subordinated class gets nothing on a day on which a senior one is written down."""
    rule = deal.distributions
    return rule is not None and rule.junior_on_a_write_down_day == "is not paid"


def block(days: Sequence[Day]) -> None:
    """Mark the subordinated classes that get nothing today: losses reach a class senior to them.

    Where groups are cross-collateralized, the losses of all of them reach the classes that all share.
    """
    lost = days[0].builder.total(day[LOSSES].subordinated for day in days)
    for day in days:
        among, losses = (days, lost) if day.cross else ([day], day[LOSSES].subordinated)
        with day.group():
            day[BLOCKED] = {name: _blocked(day, at, losses, among) for at, name in enumerate(day.subordinated)}


def pay_subordinated(day: Day) -> None:
    """Each subordinated class in order of seniority: interest with its carryforward, then principal."""
    for name in day.subordinated:
        if day.cross and day.cross.subordinated_cash == "combined":
            day[INTEREST_PAID][name] = day[PRINCIPAL_PAID][name] = day.zero
            continue
        with day.builder.rule(f"distributions.3 {name}"):
            blocked, interest = day[BLOCKED][name], day.zero
            if name in day[CURRENT]:
                owed = (day[CURRENT][name] + day[CARRIED][name]).named(f"{name} interest due")
                interest = take(day, day.unless(blocked, owed))
            day[INTEREST_PAID][name] = interest
            paid = take(day, day.unless(blocked, day[ALLOCATED][name]))
            day[PRINCIPAL_PAID][name] = paid.named(f"{name} principal allocation paid")


def note_payments(day: Day) -> None:
    """Keep what was paid of each allocation, before reimbursement of the PO class diverts any of it."""
    po = (day.po_class,) if day.po_class else ()
    for name in (*day.senior, *day.subordinated, *po):
        day[PAID_OF_ALLOCATION][name] = day[PRINCIPAL_PAID][name] - day[DIRECTED][name]


def _blocked(day: Day, position: int, losses: Value, among: Sequence[Day]) -> Value | None:
    """1 where the day's losses exceed what this class and its juniors can bear; None where it does not matter."""
    name = day.subordinated[position]
    rule = day.deal.distributions
    if rule is None or not blocks_juniors(day.deal):
        return None
    with day.builder.rule(f"distributions.junior on a write-down day.{name}", rule.source):
        juniors = [(each, junior) for each in among for junior in each.subordinated[position:]]
        if rule.write_down_test == "on opening balances":
            room = day.builder.total(each.opening[junior] for each, junior in juniors)
        else:
            room = day.builder.total(each[NET][junior] - each[ALLOCATED][junior] for each, junior in juniors)
        return (losses > room.at_least(0)).named(f"{name} gets nothing: a senior class is written down")


def carry_forward(day: Day) -> None:
    """Interest allocated and not distributed, carried to the next day.

    Where a deal says so, what is not paid on a day after the depletion date is lost; what was carried to it is not.
    """
    rule = day.deal.distributions
    ends = rule is not None and rule.interest_carried_forward == "before the depletion date"
    with day.builder.rule("distributions.interest carryforward", rule.source if rule and ends else ""):
        for name, current in day[CURRENT].items():
            paid = day[INTEREST_PAID][name] + day[ACCRETED][name]
            unpaid = (current + day[CARRIED][name] - paid - day[INTEREST_FROM_OTHERS][name]).swept()
            if ends:
                unpaid = unpaid.at_most(day[CARRIED][name]).where(day[DEPLETED], unpaid)
            day.builder.store(_carryforward(day, name), unpaid)
            day[INTEREST_SHORTFALL][name] = unpaid
