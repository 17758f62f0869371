"""The classes of certificates: balances, rates, special features."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from seriatim.basics.rates import parse_rate
from seriatim.deal.floating_rates.terms import FloatingRate
from seriatim.deal.terms import CalendarDay, ClassName, Money, Provision, Rate, Rule, shown, written_as
from seriatim.deal.text import EntryPath

WEIGHTED_AVERAGE = "weighted average net rate less target rate"


PREMIUM_LOANS = "premium loans"


POOL_BALANCE = "pool balance"


NOTIONAL_TERM = re.compile(r"(?:(?P<percent>\d{1,4}(?:\.\d{1,12})?%) of (?:the )?)?balances? of (?P<names>.+)")


def _kind_of_rate(value: Any) -> str:
    """The form of rate that a value is written in."""
    if isinstance(value, dict | FloatingRate):
        return "floating"
    return "variable" if isinstance(value, str) and "average" in value else "fixed"


def _weighted_average(value: Any) -> Any:
    if value != WEIGHTED_AVERAGE:
        raise ValueError(f"{shown(value)} is not a rate: write '{WEIGHTED_AVERAGE}', 5.75% or a formula")
    return value


AnyRate = Annotated[
    Annotated[Rate, Tag("fixed")]
    | Annotated[FloatingRate, Tag("floating")]
    | Annotated[
        Literal["weighted average net rate less target rate"], BeforeValidator(_weighted_average), Tag("variable")
    ],
    Discriminator(_kind_of_rate),
]


def _notional(value: Any) -> Any:
    """A notional balance, checked: what it is the balance of."""
    if value in (PREMIUM_LOANS, POOL_BALANCE):
        return value
    terms = value.split(" plus ") if isinstance(value, str) else [""]
    if not all(NOTIONAL_TERM.fullmatch(term.strip()) for term in terms):
        raise ValueError(
            f"{shown(value)} is not a notional balance: write 'balance of A-6', '8.5% of the balances of A-1 and A-2', "
            f"'{PREMIUM_LOANS}' or '{POOL_BALANCE}'"
        )
    return value


def _features(value: Any) -> Any:
    """The words between the commas."""
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is not a text: write the features as 'PAC, super senior'")
    return tuple(part.strip() for part in value.split(",") if part.strip())


NOTIONAL = written_as(
    "Notional",
    {
        "type": "string",
        "pattern": "^(premium loans|pool balance|.*balances? of .+)$",
        "examples": ["balance of A-6", "8.5% of the balances of A-1 and A-2", "premium loans", "pool balance"],
        "description": "what interest is computed on",
    },
)
FEATURES = written_as(
    "Features", {"type": "string", "examples": ["PAC, super senior"], "description": "words, between commas"}
)
Notional = Annotated[str, BeforeValidator(_notional), NOTIONAL]


Features = Annotated[tuple[str, ...], BeforeValidator(_features), FEATURES]


class SecurityClass(Provision):
    """One class of certificates.

    ``balance`` is the printed initial principal balance; ``actual balance`` says that the computation takes
    the balance from the loans (the PO strip, or what the other classes leave of the strip), the printed one
    being rounded. A class with ``notional`` instead of a balance receives interest only, a class with a rate of
    0% principal only.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["balance"]}, {"required": ["notional"]}]})

    name: ClassName = Field(alias="class", description="its name")
    balance: Money | None = Field(default=None, description="initial principal balance, as printed")
    actual_balance: Literal["PO strip", "remainder"] | None = Field(
        default=None, description="where the computation takes the balance from when the printed one is rounded"
    )
    notional: Notional | None = Field(default=None, description="the balance that interest is computed on")
    rate: AnyRate = Field(description="annual rate: fixed, a LIBOR formula, or what the premium loans pay above target")
    accrues_from: CalendarDay | None = Field(default=None, description="first day of interest, if not the cut-off date")
    features: Features = Field(default=(), description="what the document's class table says of it")

    @model_validator(mode="after")
    def _one_size(self) -> SecurityClass:
        if self.balance is None and self.notional is None:
            raise ValueError(f"class {self.name} has neither a balance nor a notional balance")
        if self.balance is not None and self.notional is not None:
            raise ValueError(f"class {self.name} has both a balance and a notional balance: keep one of them")
        return self

    @property
    def notional_shares(self) -> tuple[tuple[Decimal, str], ...]:
        """The classes whose balances make up the notional balance, each with the part of it that counts.

        >>> row = {"class": "IO", "notional": "50% of the balances of A and B", "rate": "1%"}
        >>> SecurityClass.model_validate(row).notional_shares
        ((Decimal('0.50'), 'A'), (Decimal('0.50'), 'B'))
        """
        if self.notional is None or self.notional in (PREMIUM_LOANS, POOL_BALANCE):
            return ()
        shares: list[tuple[Decimal, str]] = []
        for term in self.notional.split(" plus "):
            match = NOTIONAL_TERM.fullmatch(term.strip())
            assert match is not None  # the text was checked when it was read
            percent = parse_rate(match["percent"]) if match["percent"] else Decimal(1)
            shares += [(percent, name.strip()) for name in re.split(r",| and ", match["names"])]
        return tuple(shares)

    @property
    def notional_classes(self) -> tuple[str, ...]:
        """The classes whose balances make up the notional balance."""
        return tuple(name for _, name in self.notional_shares)

    @property
    def follows_loans(self) -> bool:
        """True for the class that receives the IO strip's own interest."""
        return self.rate == WEIGHTED_AVERAGE


def read_residual(value: Any) -> Any:
    """A residual class written as its name."""
    return {"class": value} if isinstance(value, str) else value


class ResidualClass(Provision):
    """The residual: no balance, no rate; what nobody else is entitled to."""

    model_config = ConfigDict(
        json_schema_extra={"x-form": {"type": "string", "description": "name of the residual class"}}
    )

    name: ClassName = Field(alias="class")


class Classes(Rule):
    """The class table; subordinated classes in order of seniority."""

    senior: tuple[SecurityClass, ...] = Field(min_length=1, description="the senior classes")
    subordinated: tuple[SecurityClass, ...] = Field(default=(), description="the most senior of them first")
    residual: Annotated[ResidualClass, BeforeValidator(read_residual)] = Field(
        description="name of the residual class, which receives what nobody else is entitled to"
    )

    @property
    def regular(self) -> tuple[SecurityClass, ...]:
        """All classes but the residual."""
        return (*self.senior, *self.subordinated)

    def places(self) -> Iterator[tuple[EntryPath, SecurityClass]]:
        """Every class but the residual with its place in the file."""
        for part, securities in (("senior", self.senior), ("subordinated", self.subordinated)):
            for position, security in enumerate(securities):
                yield ("classes", part, position), security

    def named(self, name: str) -> SecurityClass:
        """The class of that name; KeyError if there is none."""
        for security in self.regular:
            if security.name == name:
                return security
        raise KeyError(name)
