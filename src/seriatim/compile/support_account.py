"""One credit support on one distribution day: what it may still pay, what it has paid, what it got back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from seriatim.deal.credit_support.terms import LOSS_CAUSES, Cause, CreditSupport
from seriatim.plan.builder import PlanBuilder, Value

REIMBURSED_CAUSES: tuple[Cause, ...] = ("delinquencies", *LOSS_CAUSES, "prepayment interest")
"""Causes for which money comes in later, from which the support is reimbursed."""

Payments = dict[Cause, Value]


@dataclass
class Support:
    """A support through the day.

    ``level`` is the initial amount as reduced to date (of a fund, what it must hold), ``available`` what it may still
    pay today, ``held`` the money of a fund. ``owed`` is by cause what it paid on earlier days and has not got back,
    ``used`` what counts against its amount; ``limits`` are what is left of limits by cause. ``paid`` and ``reimbursed``
    are today's, ``from_servicer`` what is paid back without passing through the trust; ``kept`` is what a fund has kept
    from each subordinated class, interest and principal, and not given back.
    """

    builder: PlanBuilder
    rule: CreditSupport
    level: Value
    available: Value
    held: Value
    owed: Payments
    used: Payments
    limits: Payments
    from_servicer: Value
    excess: Value
    deposit: Value
    release: Value
    paid: Payments = field(default_factory=dict)
    reimbursed: Payments = field(default_factory=dict)
    kept: dict[tuple[str, str], Value] = field(default_factory=dict)

    @contextmanager
    def ruling(self, what: str = "") -> Iterator[None]:
        """Steps recorded inside come from this support."""
        with self.builder.rule(f"credit support.{self.rule.name}{f'.{what}' if what else ''}", self.rule.source):
            yield

    def covers(self, cause: Cause) -> bool:
        """True where the support is drawn on for a cause."""
        return cause in self.rule.causes

    def pay(self, cause: Cause, claim: Value) -> Value:
        """Payment for a claim: up to the amount available, and to the limit of the cause."""
        with self.ruling(cause):
            room = self.available.at_most(self.limits[cause]) if cause in self.limits else self.available
            if self.rule.if_too_little_is_left == "pays nothing":
                paid = self.builder.constant(0).where(claim > room, claim)
            else:
                paid = claim.at_most(room)
            paid.named(f"draw on {self.rule.name} for {cause}")
            self.available = self.available - paid
            if cause in self.limits:
                self.limits[cause] = self.limits[cause] - paid
            self.paid[cause] = self.paid.get(cause, self.builder.constant(0)) + paid
            return paid

    def is_owed(self, cause: Cause, money: Value) -> Value:
        """Part of the money that came in for a cause that is the support's, for payments of earlier days."""
        with self.ruling("reimbursement"):
            due = money.at_most(self.owed[cause]).named(f"due to {self.rule.name} for {cause}")
            self.reimbursed[cause] = due
            return due

    @property
    def drawn(self) -> Value:
        """All it pays today."""
        return self.builder.total(self.paid.values())

    @property
    def repaid(self) -> Value:
        """All it gets back today from the trust's cash."""
        return self.builder.total(self.reimbursed.values())

    def close(self) -> Value:
        """Carry to the next day what it is owed and what counts against its amount; what is available then."""
        zero = self.builder.constant(0)
        with self.ruling("amount available"):
            after: list[Value] = []
            for cause in self.rule.causes:
                paid, back = self.paid.get(cause, zero), self.reimbursed.get(cause, zero)
                if cause == "prepayment interest":
                    back = self.from_servicer
                owed = (self.owed[cause] + paid - back).at_least(0)
                restored = self.rule.reimbursements == "restore it"
                after.append(owed if restored else self.used[cause] + paid)
                self.builder.store(self.owed[cause], owed)
                if not restored:
                    self.builder.store(self.used[cause], after[-1])
            if self.rule.is_fund:
                return self._close_fund()
            return (self.level - self.builder.total(after)).at_least(0).named(f"{self.rule.name} amount available")

    def _close_fund(self) -> Value:
        held = (self.after_draws + self.deposit - self.release).at_least(0).named(f"held in {self.rule.name}")
        self.builder.store(self.held, held)
        return held

    @property
    def after_draws(self) -> Value:
        """Amount in the fund before it is filled or released."""
        return self.held - self.drawn + self.repaid + self.from_servicer
