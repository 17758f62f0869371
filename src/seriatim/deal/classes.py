"""The classes of certificates: balances, rates, special features."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator

from seriatim.basics.rates import parse_rate
from seriatim.deal.rules import PaymentRule
from seriatim.deal.terms import ClassName, Day, Money, Rate, Rule, SignedRate, Statement

LIBOR_FORMULA = re.compile(
    r"(?:(?P<constant>[\d.]+\s*%)\s*(?P<minus>-)\s*)?"
    r"(?:(?P<multiple>\d+(?:\.\d+)?)\s*[x*]\s*)?LIBOR"
    r"(?:\s*(?P<sign>[+-])\s*(?P<margin>[\d.]+\s*%))?"
)

WEIGHTED_AVERAGE = "weighted average net rate less target rate"


class Formula(Statement):
    """A rate linear in LIBOR: ``multiple x LIBOR + margin`` (the multiple is negative for inverse classes)."""

    text: str
    multiple: Decimal
    margin: SignedRate

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = LIBOR_FORMULA.fullmatch(value.strip())
        if not match or (match["constant"] and match["margin"]):
            raise ValueError(f"{value!r} is not a rate formula: write LIBOR + 0.65% or 5.35% - LIBOR")
        multiple = Decimal(match["multiple"] or 1)
        if match["constant"]:
            return {"text": value, "multiple": -multiple, "margin": parse_rate(match["constant"])}
        margin = parse_rate(match["margin"]) if match["margin"] else Decimal(0)
        signed = f"{'-' if match['sign'] == '-' else ''}{margin}"
        return {"text": value, "multiple": multiple, "margin": signed}


class FloatingRate(Statement):
    """A LIBOR or inverse LIBOR rate: first period as stated, then the formula within its bounds."""

    formula: Formula
    first_period: Rate | None = None
    minimum: Rate = Decimal(0)
    maximum: Rate | None = None

    @model_validator(mode="after")
    def _ordered(self) -> FloatingRate:
        if self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("the maximum rate is below the minimum rate")
        return self


def _kind_of_rate(value: Any) -> str:
    """Which form of rate a value is written in."""
    if isinstance(value, dict | FloatingRate):
        return "floating"
    return "variable" if isinstance(value, str) and "average" in value else "fixed"


AnyRate = Annotated[
    Annotated[Rate, Tag("fixed")]
    | Annotated[FloatingRate, Tag("floating")]
    | Annotated[Literal["weighted average net rate less target rate"], Tag("variable")],
    Discriminator(_kind_of_rate),
]


class SecurityClass(Statement):
    """One class of certificates.

    ``balance`` is the printed initial principal balance; ``actual balance`` says that the computation takes
    the balance from the loans (the PO strip, or what the other classes leave of the strip), the printed one
    being rounded. A class with ``notional`` instead of a balance receives interest only.
    """

    name: ClassName = Field(alias="class")
    balance: Money | None = None
    actual_balance: Literal["PO strip", "remainder"] | None = None
    notional: str | None = None
    rate: AnyRate = Decimal(0)
    accrues_from: Day | None = None
    features: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_feature(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("features"), str):
            return {**value, "features": [part.strip() for part in value["features"].split(",")]}
        return value

    @model_validator(mode="after")
    def _one_size(self) -> SecurityClass:
        if (self.balance is None) == (self.notional is None):
            raise ValueError(f"class {self.name} needs either a balance or a notional")
        if self.notional is not None and not re.fullmatch(r"premium loans|pool balance|balance of .+", self.notional):
            raise ValueError(
                f"notional {self.notional!r} is unknown: write 'premium loans', 'pool balance' or 'balance of A-6'"
            )
        return self

    @property
    def notional_classes(self) -> tuple[str, ...]:
        """The classes whose balances make up the notional balance."""
        if self.notional is None or not self.notional.startswith("balance of "):
            return ()
        return tuple(part.strip() for part in self.notional.removeprefix("balance of ").split(","))

    @property
    def follows_loans(self) -> bool:
        """True for the class that receives the IO strip's own interest."""
        return self.rate == WEIGHTED_AVERAGE


def _residual(value: Any) -> Any:
    return {"class": value} if isinstance(value, str) else value


class ResidualClass(Statement):
    """The residual: no balance, no rate; what nobody else is entitled to."""

    name: ClassName = Field(alias="class")


class Classes(Rule):
    """The class table; subordinated classes in order of seniority."""

    senior: tuple[SecurityClass, ...] = Field(min_length=1)
    subordinated: tuple[SecurityClass, ...] = ()
    residual: Annotated[ResidualClass, BeforeValidator(_residual)]

    @property
    def regular(self) -> tuple[SecurityClass, ...]:
        """All classes but the residual."""
        return (*self.senior, *self.subordinated)

    def named(self, name: str) -> SecurityClass:
        """The class of that name; KeyError if there is none."""
        for security in self.regular:
            if security.name == name:
                return security
        raise KeyError(name)


class AccrualClass(Rule):
    """A class whose interest is paid to others as principal and added to its own balance.

    ``directed to`` states who receives it, in order; what they cannot take pays the accrual class itself.
    Interest is redirected until the day after all directed classes are paid off ("following day") or on
    that day already ("same day").
    """

    name: ClassName = Field(alias="class")
    directed_to: tuple[PaymentRule, ...] = Field(min_length=1)
    until_paid_off: tuple[ClassName, ...] = ()
    ends: Literal["following day", "same day"] = "following day"

    def directed_classes(self) -> tuple[str, ...]:
        """The classes whose being paid off ends the accrual, each once."""
        if self.until_paid_off:
            return self.until_paid_off
        names = [name for rule in self.directed_to for name in rule.class_names() if name != self.name]
        return tuple(dict.fromkeys(names))
