"""Planned and targeted balances: the printed table and the rule that made it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from seriatim.deal.rules import PaymentRule
from seriatim.deal.terms import ClassName, Rate, Rule

CENT = "cent"


class Derivation(Rule):
    """How a schedule follows from the deal.

    ``lesser payment``: last balance less the lesser of the principal offered to the classes at two speeds.
    ``greater balance``: the greater of the balances at two speeds (the text's words for a PAC class).
    ``balance``: the balance in a run at one speed, with the classes' own schedule ignored; ``opening
    balance``: the same before the month's distribution. ``principal rules`` replace the deal's own,
    ``not accruing`` classes are paid their interest. Both readings of a PAC table can be stated.
    """

    method: Literal["lesser payment", "greater balance", "balance", "opening balance"]
    speeds: tuple[Rate, ...] = Field(min_length=1, max_length=2)
    principal_rules: tuple[PaymentRule, ...] = ()
    not_accruing: tuple[ClassName, ...] = ()
    rounded_to: Literal["cent", "dollar"] = "cent"

    @model_validator(mode="after")
    def _speeds_fit(self) -> Derivation:
        wanted = 2 if self.method in ("lesser payment", "greater balance") else 1
        if len(self.speeds) != wanted:
            raise ValueError(f"'{self.method}' needs {wanted} speed{'s' if wanted > 1 else ''}")
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

    name: str
    classes: tuple[ClassName, ...] = Field(min_length=1)
    together: bool = False
    purpose: Literal["principal", "assumed balance"] = "principal"
    table: str | None = None
    derivation: Derivation | None = None

    @model_validator(mode="after")
    def _has_origin(self) -> Schedule:
        if self.table is None and self.derivation is None:
            raise ValueError(f"schedule '{self.name}' needs a table or a derivation")
        if self.derivation and self.derivation.method in ("lesser payment", "greater balance"):
            if len(self.classes) > 1 and not self.together:
                raise ValueError(f"schedule '{self.name}': two-speed schedules are for the classes 'together: true'")
        return self
