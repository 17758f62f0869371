"""Rules that say which class is paid principal, in which order and how far."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import model_validator

from seriatim.basics.rates import parse_rate
from seriatim.deal.terms import ClassName, Source, Statement

KINDS = ("to", "sequentially", "concurrently", "pro rata", "NAS")

SHARE_TOLERANCE = Decimal("1e-12")
"""Printed percentages are rounded; together they must give 100 % to this."""


class Share(Statement):
    """One side of a concurrent payment, as ``15.3387065184%: RULE``."""

    percent: Decimal
    rule: PaymentRule

    @model_validator(mode="before")
    @classmethod
    def _from_entry(cls, value: Any) -> Any:
        if isinstance(value, dict) and set(value) != {"percent", "rule"}:
            if len(value) != 1:
                raise ValueError("a side of a concurrent payment is one entry: 'PERCENT: RULE'")
            ((percent, rule),) = value.items()
            return {"percent": parse_rate(str(percent)), "rule": rule}
        return value


class PaymentRule(Statement):
    """Who receives principal: a class, or several in sequence, concurrently, or in proportion to balances.

    A plain class name stands for ``to: NAME``. ``until`` names the schedule that stops the payment: the
    classes' planned or targeted balance; without it a class is paid until its balance is zero ("without
    regard to"). ``ends with`` names the classes whose reaching that point ends the clause.
    """

    source: Source | None = None
    to: ClassName | None = None
    sequentially: tuple[PaymentRule, ...] | None = None
    concurrently: tuple[Share, ...] | None = None
    pro_rata: tuple[ClassName, ...] | None = None
    NAS: tuple[ClassName, ...] | None = None
    until: str | None = None
    ends_with: tuple[ClassName, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"to": value}
        if isinstance(value, dict) and isinstance(value.get("ends with"), str):
            return {**value, "ends with": [value["ends with"]]}
        return value

    @model_validator(mode="after")
    def _one_kind(self) -> PaymentRule:
        kinds = [kind for kind in KINDS if getattr(self, kind.replace(" ", "_"))]
        if len(kinds) != 1:
            raise ValueError(f"a rule needs exactly one of {', '.join(KINDS)}; this one has {len(kinds)}")
        if self.concurrently:
            total = sum((share.percent for share in self.concurrently), Decimal(0))
            if abs(total - 1) > SHARE_TOLERANCE:
                raise ValueError(f"the concurrent percentages sum to {total * 100:f}%, not 100%")
        strangers = [name for name in self.ends_with if name not in set(self.class_names())]
        if strangers:
            raise ValueError(f"'ends with' names {', '.join(strangers)}, which this rule does not pay")
        return self

    @property
    def kind(self) -> str:
        """Which of `KINDS` this rule is."""
        return next(kind for kind in KINDS if getattr(self, kind.replace(" ", "_")))

    def children(self) -> tuple[PaymentRule, ...]:
        """The rules inside this one."""
        if self.sequentially:
            return self.sequentially
        return tuple(share.rule for share in self.concurrently or ())

    def class_names(self) -> Iterator[str]:
        """Every class this rule may pay, in the order of the text, repeats included."""
        if self.to:
            yield self.to
        yield from self.pro_rata or ()
        yield from self.NAS or ()
        for child in self.children():
            yield from child.class_names()

    def walk(self) -> Iterator[PaymentRule]:
        """This rule and all rules inside it."""
        yield self
        for child in self.children():
            yield from child.walk()


Share.model_rebuild()
PaymentRule.model_rebuild()
