"""Who pays and is paid beside the classes: insurers, providers of yield maintenance, reserve funds."""

from __future__ import annotations

from dataclasses import dataclass, field

from seriatim.plan.builder import PlanBuilder, Value

FROM_AGREEMENT = "yield_maintenance"
"""What the holders of a class receive from a yield maintenance agreement and its reserve fund."""
FROM_INSURER = "insurance"
"""What an insurer pays the holders of a class."""
RECEIVED, PAID_BY_PARTY = "received", "paid"
"""Cash to and from a party that is not a class."""
HELD = ("opening_balance", "balance")
"""What a fund holds, or an insurer has paid and not got back, before and after the day."""
AGREEMENT_ITEMS = frozenset({FROM_AGREEMENT, RECEIVED, PAID_BY_PARTY})
"""What a run must be asked for, if not for everything, to reckon with yield maintenance agreements."""
WHOLE_UNITS, CARRIED = "whole_units", "carried"
"""Principal that holders of a retail class are paid, and what is carried to the next day."""


@dataclass
class Party:
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
class Beside:
    """What passes beside the trust's distributions on a day.

    ``payments`` are by item and class; ``insured_interest`` and ``insured_principal`` what insurers pay of a class's
    interest allocations and write-downs, which it is then no longer owed; ``owed`` what the insurer of a class is
    owed today, ``reimbursed`` what it receives of that.
    """

    parties: dict[str, Party] = field(default_factory=dict)
    payments: dict[str, dict[str, Value]] = field(default_factory=dict)
    insured_interest: dict[str, Value] = field(default_factory=dict)
    insured_principal: dict[str, Value] = field(default_factory=dict)
    owed: dict[str, Value] = field(default_factory=dict)
    reimbursed: dict[str, Value] = field(default_factory=dict)

    def party(self, name: str) -> Party:
        """The party of that name."""
        return self.parties.setdefault(name, Party())

    def pay(self, item: str, class_name: str, amount: Value) -> None:
        """Note a payment to the holders of a class."""
        self.payments.setdefault(item, {})[class_name] = amount

    def insured(self, class_name: str, builder: PlanBuilder) -> Value:
        """What an insurer pays of a class's interest allocations; 0 for most."""
        return self.insured_interest.get(class_name, builder.constant(0))

    def join(self, other: Beside) -> None:
        """Add what passes beside the distributions of another group: one insurer may insure classes of both."""
        for item, payments in other.payments.items():
            for name, amount in payments.items():
                self.pay(item, name, amount)
        for name, party in other.parties.items():
            self.party(name).add(**{key: value for key, value in vars(party).items() if value is not None})

    def report(self, builder: PlanBuilder) -> None:
        """Report every payment and every party."""
        for item, payments in self.payments.items():
            for name, amount in payments.items():
                builder.output(name, item, amount)
        zero = builder.constant(0)
        for name, party in self.parties.items():
            values = (party.opening, party.received, party.paid, party.closing)
            for item, value in zip((HELD[0], RECEIVED, PAID_BY_PARTY, HELD[1]), values, strict=True):
                builder.output(name, item, zero if value is None else value)
