"""Loans of a pool as a plan reads them: strip by strip, after a sale, less what credit support covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from seriatim.collateral.inputs import input_name, pool_strip
from seriatim.compile.board import Quantity
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import PlanBuilder, Value

STRIPPED = ("target_rate", "po", "io")
UNSTRIPPED = ("pool",)


@dataclass(frozen=True)
class LoanRecord:
    """Changes to the loans' record on its way to the classes.

    ``alive`` is 1 until the loans have been bought, ``kept`` 1 unless they are bought today; ``covered`` is, by strip
    and item, what credit support takes off: losses that it paid, recoveries that are its own.
    """

    alive: Value | None = None
    kept: Value | None = None
    covered: Mapping[tuple[str, str], Value] = field(default_factory=lambda: MappingProxyType({}))

    def cover(self, strip: str, item: str, amount: Value) -> LoanRecord:
        """The record with an amount taken off an item."""
        known = self.covered.get((strip, item))
        return replace(self, covered={**self.covered, (strip, item): amount if known is None else known + amount})


RECORD: Quantity[LoanRecord] = Quantity("record of the loans")


@dataclass(frozen=True)
class Loans:
    """Items of a pool's strips this month; ``stripped`` where the deal strips its loans."""

    builder: PlanBuilder
    pool: str
    stripped: bool
    record: LoanRecord

    @property
    def as_they_are(self) -> Loans:
        """The same loans without regard to credit support: what cash they bring."""
        return replace(self, record=replace(self.record, covered={}))

    @property
    def main_strip(self) -> str:
        """The strip that the senior and subordinated classes share."""
        return STRIPPED[0] if self.stripped else UNSTRIPPED[0]

    @property
    def principal_strips(self) -> tuple[str, ...]:
        """The strips that pay principal."""
        return (self.main_strip, "po") if self.stripped else (self.main_strip,)

    @property
    def interest_strips(self) -> tuple[str, ...]:
        """The strips that bear interest."""
        return (self.main_strip, "io") if self.stripped else (self.main_strip,)

    def strip_item(self, item: str, strip: str | None = None) -> Value:
        """This month's entry of an item of a strip (the main one by default)."""
        name = strip or self.main_strip
        entry = self.builder.load(input_name(pool_strip(self.pool, name), item), Unit.MONEY)
        if self.record.alive is not None:
            entry = entry.where(self.record.alive, 0)
        if self.record.kept is not None and item == "balance":
            entry = entry.where(self.record.kept, 0)
        covered = self.record.covered.get((name, item))
        return entry if covered is None else entry - covered

    def po_item(self, item: str) -> Value:
        """This month's entry of an item of the PO strip; 0 in an unstripped deal."""
        return self.strip_item(item, "po") if self.stripped else self.builder.constant(0)

    def interest_item(self, item: str) -> Value:
        """This month's entry of an interest item of all strips that bear interest."""
        main = self.strip_item(item)
        return main + self.strip_item(item, "io") if self.stripped else main

    def pool_item(self, item: str) -> Value:
        """This month's entry of an item of all principal strips together."""
        return self.strip_item(item) + self.po_item(item)
