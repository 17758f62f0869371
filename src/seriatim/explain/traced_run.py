"""A traced run: one scenario, exact, with the value of every register on every day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from seriatim.basics.dates import business_day, distribution_dates
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.collateral.scenario import Scenario
from seriatim.engine.exact import ExactRun
from seriatim.plan.accounts import Account, AccountType, Side, Unit
from seriatim.plan.plan import Plan, StateRegister
from seriatim.plan.steps import Op, Step
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import run_traced

DayOrNumber = date | int
"""A distribution day: its date, any date that moves to it, or its number (1 = first)."""


@dataclass(frozen=True, eq=False)
class TracedRun:
    """A plan, its traced exact run, and the nominal distribution days that were run."""

    plan: Plan
    run: ExactRun
    days: tuple[date, ...]
    calendar: str = "federal reserve"

    @cached_property
    def steps(self) -> Mapping[int, Step]:
        """The step that makes each register."""
        return {step.target: step for step in self.plan.day_steps}

    @cached_property
    def constants(self) -> Mapping[int, Decimal]:
        """Registers that never change."""
        return dict(self.plan.constants)

    @cached_property
    def constant_names(self) -> Mapping[int, str]:
        """Names of the registers that never change, where the deal has one."""
        return dict(self.plan.constant_names)

    @cached_property
    def states(self) -> Mapping[int, StateRegister]:
        """Registers that survive the month."""
        return {state.register: state for state in self.plan.states}

    @cached_property
    def stores(self) -> Mapping[int, Step]:
        """The closing step of each state register: what it takes at the end of the day."""
        return {step.target: step for step in self.plan.steps if step.op is Op.STORE}

    @cached_property
    def reported(self) -> Mapping[int, Account]:
        """The account that a step's register is reported in, the first of several; details left out."""
        found: dict[int, Account] = {}
        for account, register in self.plan.outputs:
            if register in self.steps and not account.detail:
                found.setdefault(register, account)
        return found

    @property
    def registers(self) -> Mapping[Account, int]:
        """The register of each account."""
        return self.plan.registers

    @property
    def units(self) -> Sequence[Unit]:
        """Unit of the number in each register."""
        return self.plan.units

    def is_held(self, register: int) -> bool:
        """True where a register holds a balance, before or after the day."""
        account = self.states[register].account if register in self.states else self.reported.get(register)
        return account is not None and account.side is Side.BALANCE

    @cached_property
    def uses(self) -> Mapping[int, int]:
        """Number of steps and reports that use each register."""
        found = Counter(register for account, register in self.plan.outputs if not account.detail)
        for step in self.plan.steps:
            if step.op not in (Op.LOAD, Op.TABLE):
                found.update(step.operands)
        return found

    @cached_property
    def deductions(self) -> frozenset[tuple[int, ...]]:
        """Operands of every difference."""
        return frozenset(step.operands for step in self.plan.day_steps if step.op is Op.SUB)

    @cached_property
    def _positions(self) -> Mapping[int, int]:
        return {step.target: position for position, step in enumerate(self.plan.day_steps)}

    def value(self, register: int, day: int) -> Decimal:
        """Value of a register on distribution day ``day``; the opening value of a state register."""
        if register in self._positions:
            return self.run.trace[day - 1][self._positions[register]]
        if register in self.constants:
            return self.constants[register]
        if day > 1 and register in self.stores:
            return self.value(self.stores[register].operands[0], day - 1)
        return self.states[register].initial

    def number(self, day: DayOrNumber) -> int:
        """The number of a distribution day; raises ProblemsError, with the nearest day, for any other date."""
        if isinstance(day, int):
            if not 1 <= day <= len(self.days):
                raise _refused(f"there is no distribution day {day}", f"they count from 1 to {len(self.days)}")
            return day
        number = (day.year - self.days[0].year) * 12 + day.month - self.days[0].month + 1
        if 1 <= number <= len(self.days):
            nominal = self.days[number - 1]
            if day == nominal or day == business_day(nominal, self.calendar):
                return number
        nearest = min(self.days, key=lambda each: abs((each - day).days))
        raise _refused(f"{day} is not a distribution day", f"the nearest is {nearest}")

    def account(self, subject: str, item: AccountType | str) -> Account:
        """The account of a class or a party, by its type or the name of it.

        Raises ProblemsError with the nearest names.
        """
        asked = self.plan.reported
        found = [each for each in asked if (each.subject, each.item) == (subject, str(item))]
        if found:
            return found[0]
        raise ProblemsError(self._unknown(subject, str(item), asked))

    def _unknown(self, subject: str, item: str, asked: Sequence[Account]) -> Iterator[Problem]:
        """Problems of an account that does not exist, with the nearest names."""
        subjects = tuple(dict.fromkeys(account.subject for account in asked))
        items = tuple(dict.fromkeys(account.item for account in asked))
        if subject not in subjects:
            yield Problem("", None, f"there is no class {subject!r}", did_you_mean(subject, subjects))
        if item not in items:
            yield Problem("", None, f"there is no item {item!r}", did_you_mean(item, items))
        if subject in subjects and item in items:
            own = [account.item for account in asked if account.subject == subject]
            yield Problem("", None, f"{subject} has no item {item!r}", did_you_mean(item, own))

    def state(self, name: str) -> StateRegister:
        """The register kept under that name; raises ProblemsError with the nearest name."""
        known = {state.name: state for state in self.plan.states}
        if name not in known:
            raise _refused(f"nothing is kept from day to day as {name!r}", did_you_mean(name, known))
        return known[name]


def empty_run(model: DealModel) -> TracedRun:
    """A run of no days, for the days and accounts of a deal."""
    dates = model.deal.dates
    days = tuple(distribution_dates(dates.first_distribution_day, model.months))
    return TracedRun(model.plan, ExactRun({}, ()), days, dates.business_days)


def traced_run(model: DealModel, scenario: Scenario, through: DayOrNumber | None = None) -> TracedRun:
    """The traced run of a deal in a scenario, through a distribution day (to the last by default).

    Raises ProblemsError when that is no distribution day of the deal.
    """
    whole = replace(empty_run(model), plan=model.plan_of(model.kind_for([scenario])))
    months = model.months if through is None else whole.number(through)
    return replace(whole, run=run_traced(model, scenario, months=months), days=whole.days[:months])


def _refused(reason: str, hint: str) -> ProblemsError:
    return ProblemsError([Problem("", None, reason, hint)])
