"""Rules that say which class is paid principal, in which order and how far."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from seriatim.basics.rates import format_rate, parse_rate
from seriatim.deal.terms import ClassName, ClassNames, Provision, Source, faults, shown

KINDS = ("to", "sequentially", "concurrently", "pro rata", "NAS")


SHARE_TOLERANCE = Decimal("1e-12")
"""Printed percentages are rounded; together they must give 100 % to this."""


SMALLEST_SHARE = Decimal("1e-9")
"""A side below this would never be paid a cent."""


class Share(Provision):
    """One side of a concurrent payment, as ``15.3387065184%: RULE``."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-form": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "patternProperties": {r"^[\d.]+\s*%$": {"x-kind": "PaymentRule"}},
                "additionalProperties": False,
            }
        }
    )

    percent: Decimal
    rule: PaymentRule

    @model_validator(mode="before")
    @classmethod
    def _from_entry(cls, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"percent", "rule"}:
            return value
        if not isinstance(value, dict) or len(value) != 1:
            raise ValueError("a side of a concurrent payment is one entry: write '80%: A-1'")
        ((key, rule),) = value.items()
        try:
            percent = parse_rate(str(key)[:60])
        except ValueError as error:
            raise faults([((str(key),), str(error))]) from None
        if percent < SMALLEST_SHARE:
            raise faults([((str(key),), f"a side of {shown(str(key))} receives nothing: remove it")])
        return {"percent": percent, "rule": rule}


class PaymentRule(Provision):
    """A rule on who receives principal: a class, or several in sequence, concurrently, or in proportion to balances.

    A plain class name stands for ``to: NAME``. ``until`` names the schedule that stops the payment: the
    classes' planned or targeted balance; without it a class is paid until its balance is zero ("without
    regard to"). ``ends with`` names the classes whose reaching that point ends the clause.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [kind]} for kind in KINDS],
            "x-or": {"type": ["string", "integer"], "description": "a class: paid until its balance is zero"},
        }
    )

    source: Source | None = Field(default=None, description="where the document says so, if not where the list does")
    to: ClassName | None = Field(default=None, description="the one class that is paid")
    sequentially: tuple[PaymentRule, ...] | None = Field(
        default=None, min_length=1, description="each in turn, the next when the one before can take no more"
    )
    concurrently: tuple[Share, ...] | None = Field(
        default=None,
        min_length=1,
        description="side by side, by percentages of 100% together; a full side leaves all to the others",
    )
    pro_rata: ClassNames | None = Field(default=None, description="side by side, in proportion to principal balances")
    NAS: ClassNames | None = Field(
        default=None, description="each class's percentage of its proportionate share, as 'NAS classes' states it"
    )
    until: str | None = Field(default=None, description="the schedule at whose balances the payment stops")
    ends_with: ClassNames = Field(default=(), description="the classes that end the clause when they can take no more")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return {"to": value}
        if isinstance(value, list):
            raise ValueError("a list is not a rule: write 'sequentially: [...]' or 'pro rata: [...]'")
        return value

    @model_validator(mode="after")
    def _one_kind(self) -> PaymentRule:
        kinds = [kind for kind in KINDS if getattr(self, kind.replace(" ", "_"))]
        if not kinds:
            raise ValueError(f"the rule does not say who is paid: write one of {', '.join(KINDS)}")
        if len(kinds) > 1:
            raise ValueError(f"the rule states {' and '.join(map(repr, kinds))}: keep one of them")
        found = [*self._sum_faults()]
        strangers = [name for name in self.ends_with if name not in set(self.class_names())]
        if strangers:
            found.append((("ends with",), f"'ends with' names {', '.join(strangers)}, which this rule does not pay"))
        if found:
            raise faults(found)
        return self

    def _sum_faults(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Concurrent percentages that are not all of it together."""
        total = sum((share.percent for share in self.concurrently or ()), Decimal(0))
        if self.concurrently and abs(total - 1) > SHARE_TOLERANCE:
            yield ("concurrently",), f"the concurrent percentages sum to {format_rate(total)}, not to 100%"

    @property
    def kind(self) -> str:
        """The one of `KINDS` that this rule is."""
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
