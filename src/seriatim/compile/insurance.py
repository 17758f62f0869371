"""Chapter: insured classes: the premium first, claims at the end of the day, reimbursement before the residual.

Source: core prospectus 2006-6 pp. 56-57, Distribution priorities (before 1, and 6); p. 91, Servicing compensation.
"""

from __future__ import annotations

from seriatim.compile.cash import Cash
from seriatim.compile.day import Amounts, Day
from seriatim.compile.interest import MONTHS_PER_YEAR, base
from seriatim.compile.losses import pro_rata
from seriatim.deal.special import InsuredClass
from seriatim.plan.accounts import Party, Side, Unit, money
from seriatim.plan.builder import Value

CLAIM = money("insurance", Party.CLASS, Side.OUT, words="payments of the insurer to {}")
"""Payments of an insurer to the holders of a class."""


def pay_premiums(day: Day, cash: Cash) -> None:
    """Each premium, from available cash before any class; what cash does not suffice for is owed to the insurer."""
    for policy in day.deal.insurance:
        with day.builder.rule(f"distributions.0 premium of the insurer of {policy.name}", policy.source):
            security = day.deal.classes.named(policy.name)
            balance = base(day, security, day.opening, loans="opening_balance")
            due = (balance * (policy.premium / MONTHS_PER_YEAR)).named(f"insurance premium for {policy.name}")
            paid = cash.take(due).named(f"insurance premium for {policy.name} paid")
            day.outside.party(policy.insurer).add(received=paid)
            before = _owed(day, policy)
            with_interest = before + before * (policy.reimbursement_interest / MONTHS_PER_YEAR)
            day.outside.party(policy.insurer).add(opening=before)
            day.outside.owed[policy.name] = with_interest + (due - paid)


def reimburse_insurers(day: Day, cash: Cash) -> None:
    """What insurers have paid before today, with interest, and premiums not paid, from the cash that is left."""
    policies = day.deal.insurance
    if not policies:
        return
    with day.builder.rule("distributions.6 reimbursement of insurers", policies[0].source):
        owed = day.outside.owed
        money = cash.take(day.builder.total(owed.values()).named("owed to insurers"))
        for policy in policies:
            back = pro_rata(day, money, owed)[policy.name]
            day.outside.party(policy.insurer).add(received=back.named(f"insurer of {policy.name} reimbursed"))
            day.outside.reimbursed[policy.name] = back


def claim(day: Day, cash: Cash, *, closing: Amounts, accrued: Amounts) -> None:
    """What each insurer pays: interest allocated and not distributed, and what the balance is written down by.

    ``closing`` are the balances after the day, ``accrued`` the interest before any reduction of allocations.
    """
    for policy in day.deal.insurance:
        name = policy.name
        with day.builder.rule(f"insurance.{name}", policy.source):
            interest = _short_interest(day, cash, name)
            principal = _lost(day, closing, name)
            claimed = interest + principal
            if policy.covers_interest_reductions and name in accrued:
                claimed = claimed + (accrued[name] - cash.current[name]).at_least(0)
            after = (day.outside.owed[name] - day.outside.reimbursed[name] + claimed).swept()
            day.builder.store(_owed(day, policy), after)
        day.outside.insured_interest[name] = interest
        day.outside.insured_principal[name] = principal
        day.outside.pay(CLAIM.of(name, group=day.pool), claimed)
        day.outside.party(policy.insurer).add(paid=claimed, closing=after)


def _owed(day: Day, policy: InsuredClass) -> Value:
    """What the insurer of a class has paid and not got back."""
    return day.builder.state(f"owed to the insurer of {policy.name}", 0, Unit.MONEY)


def _short_interest(day: Day, cash: Cash, name: str) -> Value:
    """Interest allocated today and not distributed; nothing is ever carried forward, the insurer having paid it."""
    if name not in cash.current:
        return day.builder.constant(0)
    unpaid = (cash.current[name] - day.interest[name]).at_least(0)
    return unpaid.swept().named(f"interest of {name} paid by its insurer")


def _lost(day: Day, closing: Amounts, name: str) -> Value:
    """What the balance falls by beyond the principal distributed; 0 for a class with a notional balance."""
    if name not in closing:
        return day.builder.constant(0)
    principal = day.principal[name] + day.reimbursed.get(name, day.builder.constant(0))
    lost = (day.opening[name] - principal - closing[name]).at_least(0)
    return lost.swept().named(f"principal of {name} paid by its insurer")
