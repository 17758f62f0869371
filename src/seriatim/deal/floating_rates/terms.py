"""Rates linear in LIBOR: of floating-rate and inverse classes, of yield maintenance agreements."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pydantic import ConfigDict, Field, model_validator

from seriatim.basics.rates import format_rate
from seriatim.deal.terms import Provision, Rate, SignedRate, shown

LIBOR_FORMULA = re.compile(
    r"(?:(?P<constant>\d{1,3}(?:\.\d{1,12})?\s*%)\s*-\s*)?"
    r"(?:(?P<multiple>\d{1,3}(?:\.\d{1,12})?)\s*[x×]\s*)?LIBOR"
    r"(?:\s*(?P<sign>[+-])\s*(?P<margin>\d{1,3}(?:\.\d{1,12})?\s*%))?"
)


class Formula(Provision):
    """A rate linear in LIBOR, as ``LIBOR + 0.65%``, ``5.35% - LIBOR`` or ``21% - 3 x LIBOR``.

    ``multiple x LIBOR + margin``; the multiple is negative for inverse classes.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "x-form": {
                "type": "string",
                "examples": ["LIBOR + 0.65%", "5.35% - LIBOR"],
                "description": "linear in LIBOR",
            }
        }
    )

    text: str
    multiple: Decimal
    margin: SignedRate

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        match = LIBOR_FORMULA.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match or (match["constant"] and match["margin"]):
            raise ValueError(f"{shown(value)} is not a rate formula: write LIBOR + 0.65% or 5.35% - LIBOR")
        multiple = Decimal(match["multiple"] or 1)
        if match["constant"]:
            return {"text": value, "multiple": -multiple, "margin": match["constant"]}
        sign = "-" if match["sign"] == "-" else ""
        return {"text": value, "multiple": multiple, "margin": f"{sign}{match['margin']}" if match["margin"] else "0%"}


class FloatingRate(Provision):
    """A LIBOR or inverse LIBOR rate: first period as stated, then the formula within its bounds."""

    formula: Formula = Field(description="the annual rate in terms of LIBOR")
    first_period: Rate | None = Field(default=None, description="the rate of the first period, known at closing")
    minimum: Rate = Field(default=Decimal(0), description="the formula gives no less")
    maximum: Rate | None = Field(default=None, description="the formula gives no more")

    @model_validator(mode="after")
    def _ordered(self) -> FloatingRate:
        low, high, first = self.minimum, self.maximum, self.first_period
        if high is not None and high < low:
            raise ValueError(f"the maximum rate {format_rate(high)} is below the minimum rate {format_rate(low)}")
        if first is not None and (first < low or (high is not None and first > high)):
            raise ValueError(f"the first period's rate {format_rate(first)} is not between minimum and maximum")
        return self
