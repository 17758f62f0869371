"""A plan: one distribution day as data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from seriatim.plan.steps import Op, Step


@dataclass(frozen=True)
class StateRegister:
    """A register that survives the month: a balance, a carryforward, a running total."""

    name: str
    register: int
    initial: Decimal


@dataclass(frozen=True)
class Table:
    """Numbers the deal states by distribution day; after the last one ``last`` holds."""

    name: str
    values: tuple[Decimal, ...]
    last: Decimal

    def on(self, day: int) -> Decimal:
        """The entry of distribution day ``day`` (1 = first)."""
        return self.values[day - 1] if day <= len(self.values) else self.last


@dataclass(frozen=True, order=True)
class OutputKey:
    """What an output register reports: an item (``balance``, ``interest`` ...) of a class."""

    subject: str
    item: str

    def __str__(self) -> str:
        return f"{self.subject} {self.item}"


@dataclass(frozen=True)
class Plan:
    """One distribution day of a deal: registers, steps in order, and what is reported.

    ``constants`` maps a register to its value, ``constant_names`` to what the deal calls it; ``series`` names what
    each LOAD reads; ``outputs`` maps what is reported to the register that holds it at the end of the day.
    """

    name: str
    register_count: int
    constants: tuple[tuple[int, Decimal], ...]
    states: tuple[StateRegister, ...]
    series: tuple[str, ...]
    tables: tuple[Table, ...]
    steps: tuple[Step, ...]
    outputs: tuple[tuple[OutputKey, int], ...]
    constant_names: tuple[tuple[int, str], ...] = ()

    @cached_property
    def output_index(self) -> dict[OutputKey, int]:
        """Position of each output in ``outputs``."""
        return {key: position for position, (key, _) in enumerate(self.outputs)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the plan computes: equal digests, equal results (names and origins left out)."""
        content = (
            self.register_count,
            [(register, str(value)) for register, value in self.constants],
            [(state.register, str(state.initial)) for state in self.states],
            self.series,
            [(list(map(str, table.values)), str(table.last)) for table in self.tables],
            [(int(step.op), step.target, step.operands) for step in self.steps],
            [(str(key), register) for key, register in self.outputs],
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()

    @property
    def day_steps(self) -> tuple[Step, ...]:
        """The steps of the day itself, without the closing stores."""
        return tuple(step for step in self.steps if step.op is not Op.STORE)
