"""PAC and TAC schedules out of the deal itself, by a second run under the deal's stated schedule rules.

Source: core prospectus 2006-6, Distributions - PAC and TAC classes; supplement 1994-5 p. S-28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from seriatim.basics.arrays import Floats
from seriatim.basics.money import round_half_up
from seriatim.collateral.scenario import Scenario
from seriatim.compile.day import Variation
from seriatim.deal.schedules.tables import ScheduleTable, column_names
from seriatim.deal.schedules.terms import Derivation, Schedule
from seriatim.plan.accounts import BALANCE, OFFERED, OPENING_BALANCE
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate


@dataclass(frozen=True, eq=False)
class DerivedSchedule:
    """A schedule as the deal gives it: unrounded dollars by column, float64 [month]."""

    schedule: Schedule
    columns: Mapping[str, Floats]

    def rounded(self) -> ScheduleTable:
        """The table as it would be printed, to the first day on which all of it is zero."""
        assert self.schedule.derivation is not None
        decimals = self.schedule.derivation.decimals
        rows = {
            name: tuple(round_half_up(float(value), decimals) for value in values)
            for name, values in self.columns.items()
        }
        length = next(
            (k + 1 for k, entries in enumerate(zip(*rows.values(), strict=True)) if not any(entries)),
            len(next(iter(rows.values()))),
        )
        return ScheduleTable(self.schedule.name, {name: values[:length] for name, values in rows.items()})


def derive_schedule(model: DealModel, name: str) -> DerivedSchedule:
    """Derive one schedule of the deal; the tables of the deal's other schedules are taken as they stand.

    Raises KeyError for an unknown schedule, ValueError for one without a derivation.
    """
    schedule = model.deal.schedule(name)
    derivation = schedule.derivation
    if derivation is None:
        raise ValueError(f"schedule '{name}' states no derivation")
    columns = column_names(schedule)
    if derivation.method == "lesser payment":
        return DerivedSchedule(schedule, {columns[0]: _by_lesser_payment(model, schedule, derivation)})
    run = _run(model, schedule, derivation)
    if derivation.method == "greater balance":
        balances = [_together(run, schedule)[1:, k] for k in range(2)]
        return DerivedSchedule(schedule, {columns[0]: np.maximum(*balances)})
    months = slice(None, -1) if derivation.method == "opening balance" else slice(1, None)
    if columns == ("balance",):
        return DerivedSchedule(schedule, {"balance": _together(run, schedule)[months, 0]})
    return DerivedSchedule(schedule, {name: run.balance(name)[months, 0] for name in schedule.classes})


def with_derived_tables(model: DealModel) -> DealModel:
    """The model with a derived table for every schedule that states none, in the order of the deal file."""
    for schedule in model.deal.schedules:
        if schedule.name not in model.tables:
            table = derive_schedule(model, schedule.name).rounded()
            model = model.varied(model.variation, {**model.tables, schedule.name: table})
    return model


def _run(model: DealModel, schedule: Schedule, derivation: Derivation) -> CashFlows:
    """Run the deal at the derivation's speeds; the schedule itself, and tables not yet there, do not limit."""
    missing = {other.name for other in model.deal.schedules if other.name not in model.tables}
    governs = schedule.purpose == "principal"
    variation = Variation(
        principal_rules=derivation.principal_rules,
        not_accruing=derivation.not_accruing,
        ignored=frozenset({schedule.name} if governs else set()) | missing,
        probed=frozenset({schedule.name}),
    )
    scenarios = [Scenario(psa=float(speed * 100)) for speed in derivation.speeds]
    return simulate(model.varied(variation), scenarios, items=(OPENING_BALANCE, BALANCE, OFFERED))


def _together(run: CashFlows, schedule: Schedule) -> Floats:
    """Balance of the schedule's classes together, from closing on, float64 [month + 1, scenario]."""
    total: Floats = np.sum([run.balance(name) for name in schedule.classes], axis=0)
    return total


def _by_lesser_payment(model: DealModel, schedule: Schedule, derivation: Derivation) -> Floats:
    """Initial balance less the running sum of the lesser of the payments offered at the two speeds."""
    run = _run(model, schedule, derivation)
    offered = run.item(schedule.name, OFFERED)
    initial = sum((model.initial[name] for name in schedule.classes), Decimal(0))
    balance: Floats = float(initial) - np.cumsum(offered.min(axis=1))
    return np.maximum(balance, 0.0)
