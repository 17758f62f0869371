"""A plan: one distribution day as data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from seriatim.plan.accounts import Account, AccountType, Unit
from seriatim.plan.steps import Op, Step


@dataclass(frozen=True)
class StateRegister:
    """A register that survives the month: a balance, a carryforward, a running total.

    ``account`` is the one it holds from day to day, where it is reported.
    """

    name: str
    register: int
    initial: Decimal
    account: Account | None = None


@dataclass(frozen=True)
class Table:
    """Numbers the deal states by distribution day (None: of any unit); after the last one ``last`` holds."""

    name: str
    values: tuple[Decimal, ...]
    last: Decimal
    unit: Unit | None

    def on(self, day: int) -> Decimal:
        """The entry of distribution day ``day`` (1 = first)."""
        return self.values[day - 1] if day <= len(self.values) else self.last


@dataclass(frozen=True)
class PartOfDay:
    """A chapter of the day as a plan has it: the part of the day it stands in, its paragraph, and how many steps."""

    name: str
    moment: str
    source: str
    steps: int


@dataclass(frozen=True)
class Plan:
    """One distribution day of a deal: registers, steps in order, and the accounts that are reported.

    ``constants`` maps a register to its value, ``constant_names`` to what the deal calls it; ``inputs`` names what
    each LOAD reads; ``outputs`` maps each account to the register that holds it at the end of the day; ``units`` has
    the unit of every register; ``chapters`` are the parts of the day in their order, the order of priorities.
    """

    name: str
    register_count: int
    constants: tuple[tuple[int, Decimal], ...]
    states: tuple[StateRegister, ...]
    inputs: tuple[str, ...]
    tables: tuple[Table, ...]
    steps: tuple[Step, ...]
    outputs: tuple[tuple[Account, int], ...]
    units: tuple[Unit, ...]
    constant_names: tuple[tuple[int, str], ...] = ()
    chapters: tuple[PartOfDay, ...] = ()

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts in the order in which they are reported."""
        return tuple(account for account, _ in self.outputs)

    @cached_property
    def reported(self) -> tuple[Account, ...]:
        """The accounts that tables of cash flows show: all but the details of a statement."""
        return tuple(account for account in self.accounts if not account.detail)

    def accounts_of(self, *types: AccountType) -> tuple[Account, ...]:
        """The accounts of some types, in the order in which they are reported."""
        return tuple(account for account in self.accounts if account.type in types)

    @cached_property
    def registers(self) -> dict[Account, int]:
        """The register of each account."""
        return dict(self.outputs)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the plan computes: equal digests, equal results (names and origins left out)."""
        content = (
            self.register_count,
            [(register, str(value)) for register, value in self.constants],
            [(state.register, str(state.initial)) for state in self.states],
            self.inputs,
            [(list(map(str, table.values)), str(table.last)) for table in self.tables],
            [(int(step.op), step.target, step.operands) for step in self.steps],
            [(str(key), register) for key, register in self.outputs],
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()

    @property
    def day_steps(self) -> tuple[Step, ...]:
        """The steps of the day itself, without the closing stores."""
        return tuple(step for step in self.steps if step.op is not Op.STORE)
