"""Chapter: the loss and delinquency tests on which the prepayment percentage steps down."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from seriatim.collateral.items import LOSS_KINDS
from seriatim.compile.day import Day
from seriatim.deal.allocations.terms import (
    CumulativeLossTest,
    DelinquencyMeasure,
    DelinquencyTest,
    UnscheduledPrincipal,
)
from seriatim.deal.terms import StepTable
from seriatim.plan.accounts import Unit
from seriatim.plan.builder import Value
from seriatim.plan.plan import Table


@dataclass(frozen=True)
class StepDown:
    """The percentage in force today, and whether the cumulative loss test passes."""

    percentage: Value
    losses_pass: Value


def step_down(day: Day, rule: UnscheduledPrincipal) -> StepDown:
    """The table's percentage, held back while the tests fail."""
    table = rule.percentage_of_subordinated_share
    stated = _by_day(day, "percentage of subordinated share", table)
    tests = rule.step_down_tests
    if tests is None:
        return StepDown(stated, day.builder.constant(1))
    with day.builder.rule("allocations.step-down tests.cumulative losses", tests.cumulative_losses.source):
        losses_pass = _cumulative_loss_test(day, tests.cumulative_losses).named("cumulative loss test")
    with day.builder.rule("allocations.step-down tests.delinquency", tests.delinquency.source):
        delinquency_pass = _delinquency_test(day, tests.delinquency).named("delinquency test")
    passed = losses_pass & delinquency_pass
    before = day.state("percentage of the preceding day", table.on(1), Unit.RATIO)
    if tests.tested_on == "step days":
        passed = passed & _step_days(day, table)
    percentage = stated.where(passed, before.at_least(stated)).named("percentage in force")
    day.builder.store(before, percentage)
    return StepDown(percentage, losses_pass)


def _by_day(day: Day, name: str, table: StepTable) -> Value:
    values = table.by_day()
    return day.builder.table(Table(name, values, values[-1], Unit.RATIO))


def _step_days(day: Day, table: StepTable) -> Value:
    """1 on the days on which the table changes."""
    last = table.first_days[-1] if table.first_days else 1
    flags = tuple(Decimal(int(number in table.first_days)) for number in range(1, last + 1))
    return day.builder.table(Table("step day", flags, Decimal(0), Unit.FLAG))


def _cumulative_loss_test(day: Day, test: CumulativeLossTest) -> Value:
    """Realized losses through today within the day's share of the initial subordinated balance."""
    before = day.state("cumulative realized losses", 0, Unit.MONEY)
    today = day.loans.pool_item("loss")
    if day.with_events and test.counted == "principal and interest":
        kinds = ("interest_loss", *(f"{kind}_interest_loss" for kind in LOSS_KINDS))
        today = today + day.builder.total(day.loans.interest_item(kind) for kind in kinds)
    losses = (before + today).named("cumulative realized losses through this day")
    day.builder.store(before, losses)
    initial = sum((day.initial[name] for name in day.subordinated), Decimal(0))
    at_closing = day.builder.constant(initial, Unit.MONEY).named("subordinated balances at closing")
    limit = (_by_day(day, "cumulative loss limit", test.limits) * at_closing).named("cumulative loss limit of this day")
    return ~(losses > limit) if test.satisfied_when == "at most" else limit > losses


def _delinquency_test(day: Day, test: DelinquencyTest) -> Value:
    passed = [_measure(day, measure) for measure in test.any_of]
    result = passed[0]
    for other in passed[1:]:
        result = result | other
    return result


def _measure(day: Day, measure: DelinquencyMeasure) -> Value:
    """Average delinquent balance against a share of the average base, in any of the windows."""
    delinquent = _history(day, "delinquent balance", day.loans.pool_item("delinquent"), measure)
    if measure.percent_of == "pool balance":
        base = _history(day, "pool balance", day.loans.pool_item("opening_balance"), measure)
    else:
        base = _history(day, "subordinated balance", day.total(day.opening, day.subordinated), measure)
    result = day.builder.constant(0)
    for window in range(measure.windows):
        months = slice(window, window + measure.average_months)
        average = day.builder.total(delinquent[months])
        limit = day.builder.total(base[months]) * measure.limit
        passed = ~(average > limit) if measure.satisfied_when == "at most" else limit > average
        result = result | passed if window else passed
    return result


def _history(day: Day, name: str, today: Value, measure: DelinquencyMeasure) -> list[Value]:
    """Today's value and those of the preceding days, newest first; 0 before the first day."""
    values = [today]
    for age in range(1, measure.average_months + measure.windows - 1):
        register = day.state(f"{name}, {age} days before", 0, Unit.MONEY)
        day.builder.store(register, values[-1])
        values.append(register)
    return values
