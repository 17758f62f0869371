"""Planned and targeted balances: the printed table and the rule that made it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.terms import ClassNames, FileName, Rate, Rule, Truth

CENT = "cent"


TWO_SPEEDS = ("lesser payment", "greater balance")


class Derivation(Rule):
    """The way a schedule follows from the deal.

    ``lesser payment``: last balance less the lesser of the principal offered to the classes at two speeds.
    ``greater balance``: the greater of the balances at two speeds (the text's words for a PAC class).
    ``balance``: the balance in a run at one speed, with the classes' own schedule ignored; ``opening
    balance``: the same before the month's distribution. Both readings of a PAC table can be stated.
    """

    method: Literal["lesser payment", "greater balance", "balance", "opening balance"] = Field(
        description="which figure of the run, or of the two runs, makes the schedule"
    )
    speeds: tuple[Rate, ...] = Field(
        min_length=1, max_length=2, description="percents of the prepayment model: one, or the two ends of the band"
    )
    principal_rules: tuple[PaymentRule, ...] = Field(
        default=(), description="rules for the seniors that replace the deal's own in this run"
    )
    not_accruing: ClassNames = Field(default=(), description="accrual classes that are paid their interest in this run")
    rounded_to: Literal["cent", "dollar"] = Field(default="cent", description="what the table is rounded to")

    @model_validator(mode="after")
    def _speeds_fit(self) -> Derivation:
        wanted = 2 if self.method in TWO_SPEEDS else 1
        if len(self.speeds) != wanted:
            raise ValueError(
                f"'{self.method}' needs {wanted} speed{'s' if wanted > 1 else ''}, found {len(self.speeds)}"
            )
        if wanted == 2 and self.speeds[0] >= self.speeds[1]:
            raise ValueError("the two speeds must differ, the slower one first")
        return self

    @property
    def decimals(self) -> int:
        """Decimals kept: 2 for cents, 0 for dollars."""
        return 2 if self.rounded_to == CENT else 0


class Schedule(Rule):
    """A table of balances by distribution day, for one class or for the aggregate of several.

    ``table`` is a CSV of the printed balances beside the deal file (columns ``date`` and ``balance``, or one
    column per class); without it the derived balances are used. A schedule with ``purpose: assumed balance``
    governs no principal; it is a table the document prints for another agreement.
    """

    name: str = Field(min_length=1, description="its name, by which rules refer to it in 'until'")
    classes: ClassNames = Field(min_length=1, description="the classes whose balances it states")
    together: Truth = Field(default=False, description="true if it states the aggregate balance of the classes")
    purpose: Literal["principal", "assumed balance"] = Field(
        default="principal", description="whether it governs principal or only states a balance"
    )
    table: FileName | None = Field(default=None, description="the CSV of the printed balances")
    derivation: Derivation | None = Field(default=None, description="how the balances follow from the deal")

    @model_validator(mode="after")
    def _has_origin(self) -> Schedule:
        if self.table is None and self.derivation is None:
            raise ValueError(f"schedule '{self.name}' needs a table or a derivation")
        if self.derivation and self.derivation.method in TWO_SPEEDS and len(self.classes) > 1 and not self.together:
            raise ValueError(f"schedule '{self.name}': two-speed schedules are for the classes 'together: true'")
        return self
