"""Chapter: the end of the day: new balances, and the report of everyone."""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.compile.amounts import (
    ACCRETED,
    CASH,
    CLOSING,
    EXCESS,
    INTEREST_PAID,
    PRINCIPAL_PAID,
    REIMBURSED,
    RELEASED,
    WRITTEN_DOWN,
)
from seriatim.compile.amounts import INTEREST_SHORTFALL as CARRIED_ON
from seriatim.compile.board import Quantity
from seriatim.compile.credit_support import report_supports
from seriatim.compile.day import Day
from seriatim.compile.defects import report
from seriatim.compile.interest import base
from seriatim.compile.parties import OutsidePayments
from seriatim.plan.accounts import (
    ACCRETION,
    BALANCE,
    INTEREST,
    INTEREST_SHORTFALL,
    LOSS,
    OF_CLASSES,
    OPENING_BALANCE,
    PRINCIPAL,
    AccountType,
    Party,
)
from seriatim.plan.builder import Value

ClassAccounts = dict[str, dict[AccountType, Value]]
REPORTED: Quantity[ClassAccounts] = Quantity("accounts of the classes")


def sweep(day: Day) -> None:
    """Balances after the day: half a cent or less is nothing."""
    for name, balance in day[CLOSING].items():
        day[CLOSING][name] = balance.swept()


def report_classes(day: Day) -> None:
    """New balances, and the accounts of every class."""
    day[REPORTED] = {}
    for security in day.deal.classes.regular:
        name = security.name
        opening = base(day, security, day.opening, loans="opening_balance")
        balance = base(day, security, day[CLOSING], loans="balance")
        principal = day[PRINCIPAL_PAID][name] + day[REIMBURSED][name]
        if name in day[CLOSING]:
            day.builder.store(day.opening[name], day[CLOSING][name])
            change = day.opening[name] + day[ACCRETED][name] - principal - day[CLOSING][name]
            day[WRITTEN_DOWN][name] = change.named(f"{name} write-down")
        values = {
            OPENING_BALANCE: opening,
            INTEREST: day[INTEREST_PAID][name],
            PRINCIPAL: principal,
            ACCRETION: day[ACCRETED][name],
            LOSS: day[WRITTEN_DOWN].get(name, day.zero),
            BALANCE: balance,
            INTEREST_SHORTFALL: day[CARRIED_ON][name],
        }
        day[REPORTED][name] = values
        for kind, value in values.items():
            day.builder.report(kind.of(name, group=day.pool), value)


def report_series(days: Sequence[Day]) -> None:
    """The accounts of composite classes and of the residual, of defects of the text and of credit support."""
    builder, series = days[0].builder, days[0].series
    reported = {name: values for day in days for name, values in day[REPORTED].items()}
    for composite in series.composites:
        with builder.rule(f"composite classes.{composite.name}"):
            for kind in OF_CLASSES:
                whole = builder.total(reported[part.name][kind] for part in composite.components)
                whole.named(f"{composite.name} {kind.item.replace('_', ' ')}")
                builder.report(kind.of(composite.name, party=Party.COMPOSITE), whole)
    left = builder.total(day[EXCESS] + day[CASH] + day[RELEASED] for day in days)
    for kind in OF_CLASSES:
        builder.report(kind.of(series.residual_class), left if kind is INTEREST else builder.constant(0))
    report(days)
    for day in days:
        with day.group():
            report_supports(day)


def report_outside(days: Sequence[Day]) -> None:
    """The accounts of payments outside the trust."""
    outside = OutsidePayments()
    for day in days:
        outside.join(day.outside)
    outside.report(days[0].builder)
