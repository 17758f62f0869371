"""Chapter: insured classes: the premium first, claims at the end of the day, reimbursement before the residual.

Source: core prospectus 2006-6 pp. 56-57, Distribution priorities (before 1, and 6); p. 91, Servicing compensation.
"""

from __future__ import annotations

from seriatim.compile.amounts import (
    ACCRUED,
    CHARGES,
    CLOSING,
    CURRENT,
    INTEREST_FROM_OTHERS,
    INTEREST_PAID,
    PRINCIPAL_FROM_OTHERS,
    PRINCIPAL_PAID,
    REIMBURSED,
)
from seriatim.compile.board import ByClass
from seriatim.compile.cash import take
from seriatim.compile.day import Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base
from seriatim.compile.losses import pro_rata
from seriatim.deal.insurance.terms import InsuredClass
from seriatim.deal.model import DealTerms
from seriatim.plan.accounts import Party, Side, Unit, money
from seriatim.plan.builder import Value

CLAIM = money("insurance", Party.CLASS, Side.OUT, words="payments of the insurer to {}")
"""Payments of an insurer to the holders of a class."""


OWED = ByClass("owed to the insurer of a class")
INSURER_REIMBURSED = ByClass("reimbursement of the insurer of a class")


def charges_premiums(deal: DealTerms) -> bool:
    """True where insurers are paid before the classes."""
    return bool(deal.insurance)


def pay_premiums(day: Day) -> None:
    """Each premium, from available cash before any class; what cash does not suffice for is owed to the insurer."""
    for policy in day.deal.insurance:
        with day.builder.rule(f"distributions.0 premium of the insurer of {policy.name}", policy.source):
            security = day.deal.classes.named(policy.name)
            balance = base(day, security, day.opening, loans="opening_balance")
            due = (balance * (policy.premium / MONTHS_PER_YEAR)).named(f"insurance premium for {policy.name}")
            paid = take(day, due).named(f"insurance premium for {policy.name} paid")
            day[CHARGES] = day[CHARGES] + paid
            day.outside.party(policy.insurer).add(received=paid)
            before = _owed(day, policy)
            with_interest = before + before * (policy.reimbursement_interest / MONTHS_PER_YEAR)
            day.outside.party(policy.insurer).add(opening=before)
            day[OWED][policy.name] = with_interest + (due - paid)


def reimburse_insurers(day: Day) -> None:
    """Repay insurers what they paid before today, with interest, and premiums not paid, from the cash that is left."""
    policies = day.deal.insurance
    if not policies:
        return
    with day.builder.rule("distributions.6 reimbursement of insurers", policies[0].source):
        owed = dict(day[OWED])
        money = take(day, day.builder.total(owed.values()).named("owed to insurers"))
        for policy in policies:
            back = pro_rata(day, money, owed)[policy.name]
            day.outside.party(policy.insurer).add(received=back.named(f"insurer of {policy.name} reimbursed"))
            day[INSURER_REIMBURSED][policy.name] = back


def claim(day: Day) -> None:
    """Payments of each insurer: interest allocated and not distributed, and the write-down of the balance.

    Where a policy says so, also the interest by which allocations were reduced.
    """
    for policy in day.deal.insurance:
        name = policy.name
        with day.builder.rule(f"insurance.{name}", policy.source):
            interest = _short_interest(day, name)
            principal = _lost(day, name)
            claimed = interest + principal
            if policy.covers_interest_reductions and name in day[ACCRUED]:
                claimed = claimed + (day[ACCRUED][name] - day[CURRENT][name]).at_least(0)
            after = (day[OWED][name] - day[INSURER_REIMBURSED][name] + claimed).swept()
            day.builder.store(_owed(day, policy), after)
        day[INTEREST_FROM_OTHERS][name] = interest
        day[PRINCIPAL_FROM_OTHERS][name] = principal
        day.outside.pay(CLAIM.of(name, group=day.pool), claimed)
        day.outside.party(policy.insurer).add(paid=claimed, closing=after)


def _owed(day: Day, policy: InsuredClass) -> Value:
    """Amount that the insurer of a class has paid and not got back."""
    return day.builder.state(f"owed to the insurer of {policy.name}", 0, Unit.MONEY)


def _short_interest(day: Day, name: str) -> Value:
    """Interest allocated today and not distributed; nothing is ever carried forward, the insurer having paid it."""
    if name not in day[CURRENT]:
        return day.zero
    unpaid = (day[CURRENT][name] - day[INTEREST_PAID][name]).at_least(0)
    return unpaid.swept().named(f"interest of {name} paid by its insurer")


def _lost(day: Day, name: str) -> Value:
    """Decline of the balance beyond the principal distributed; 0 for a class with a notional balance."""
    if name not in day[CLOSING]:
        return day.zero
    principal = day[PRINCIPAL_PAID][name] + day[REIMBURSED].get(name, day.zero)
    lost = (day.opening[name] - principal - day[CLOSING][name]).at_least(0)
    return lost.swept().named(f"principal of {name} paid by its insurer")
