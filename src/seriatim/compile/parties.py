"""Outside parties that pay and are paid: trustees, insurers, providers of yield maintenance, reserve funds."""

from __future__ import annotations

from dataclasses import dataclass, field

from seriatim.plan.accounts import OF_PARTIES, Account
from seriatim.plan.builder import PlanBuilder, Value


@dataclass
class OutsideParty:
    """One party's day: what it held before and after, received and paid; None where it has none of it."""

    opening: Value | None = None
    received: Value | None = None
    paid: Value | None = None
    closing: Value | None = None

    def add(self, **amounts: Value) -> None:
        """Add amounts to what is known of the party: one insurer may insure several classes."""
        for name, amount in amounts.items():
            known: Value | None = getattr(self, name)
            setattr(self, name, amount if known is None else known + amount)


@dataclass
class OutsidePayments:
    """Payments of a day outside the trust.

    ``payments`` are those to holders of classes by account, ``parties`` what each other party pays and receives.
    """

    parties: dict[str, OutsideParty] = field(default_factory=dict)
    payments: dict[Account, Value] = field(default_factory=dict)

    def party(self, name: str) -> OutsideParty:
        """The party of that name."""
        return self.parties.setdefault(name, OutsideParty())

    def pay(self, account: Account, amount: Value) -> None:
        """Note a payment to the holders of a class."""
        self.payments[account] = amount

    def join(self, other: OutsidePayments) -> None:
        """Add the outside payments of another group: one insurer may insure classes of both."""
        self.payments |= other.payments
        for name, party in other.parties.items():
            self.party(name).add(**{key: value for key, value in vars(party).items() if value is not None})

    def report(self, builder: PlanBuilder) -> None:
        """Report every payment and every party."""
        for account, amount in self.payments.items():
            builder.report(account, amount)
        zero = builder.constant(0)
        for name, party in self.parties.items():
            values = (party.opening, party.received, party.paid, party.closing)
            for kind, value in zip(OF_PARTIES, values, strict=True):
                builder.report(kind.of(name), zero if value is None else value)
