"""Chapter: cash of one pool for the classes of another.

Source: core prospectus 2006-6 pp. 69-71, Distribution shortfalls, Undercollateralized groups.
"""

from __future__ import annotations

from collections.abc import Sequence

from seriatim.compile.accrual import redirect_more
from seriatim.compile.amounts import (
    ACCRETED,
    ALLOCATED,
    BLOCKED,
    CARRIED,
    CASH,
    CHARGES,
    CURRENT,
    DIRECTED,
    INTEREST_PAID,
    PRINCIPAL_PAID,
)
from seriatim.compile.cross_principal import over_collateralized, under_collateralized
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.interest import interest_bearing
from seriatim.compile.losses import shares
from seriatim.plan.accounts import MOVED
from seriatim.plan.builder import Value


def support_interest(days: Sequence[Day]) -> None:
    """Interest that overcollateralized groups do not need, up to what undercollateralized ones would carry forward.

    The carryforwards are those that each pool's own cash, principal included, would leave.
    """
    builder, rule = days[0].builder, days[0].cross
    if rule is None:
        return
    with builder.rule("cross-collateralization.interest support", rule.source):
        spare, missing = [], []
        for day in days:
            names = _target_rate_interest(day)
            due = builder.total(each[name] for name in names for each in (day[CURRENT], day[CARRIED]))
            over, under = over_collateralized(day).positive(), under_collateralized(day).positive()
            excess = (day.loans.strip_item("interest_due") - due - day[CHARGES]).at_least(0).where(over, 0)
            excess = excess.at_most(day[CASH].at_least(0))
            spare.append(excess.named(f"interest that group {day.pool} does not need"))
            short = (due - day[CASH]).at_least(0).where(under, 0)
            missing.append(short.named(f"interest that group {day.pool} would carry forward"))
            if day.with_events:
                gap = (due - day.loans.strip_item("interest_due")).at_least(0).where(under, 0)
                warn(day, Defect.INTEREST_SUPPORT, (gap - short).at_least(0))
        _move(days, spare, missing, rule="interest support")


def support_seniors(days: Sequence[Day]) -> None:
    """Cash left by a group's own seniors pays what the seniors of other groups are owed: interest, then principal."""
    builder, rule = days[0].builder, days[0].cross
    if rule is None:
        return
    with builder.rule("cross-collateralization.cash support", rule.source):
        everyone = rule.cash_support == "all senior classes"
        owed = [_owed_to_seniors(day, everyone) for day in days]
        wanted = [builder.total(amount for amounts in each for amount in amounts.values()) for each in owed]
        given = _move(days, [day[CASH].at_least(0) for day in days], wanted, rule="cash support")
        for day, received, amounts in zip(days, given, owed, strict=True):
            day[CASH] = day[CASH] - received
            _pay_support(day, received.named(f"cash of other pools for group {day.pool}"), amounts)


def pay_subordinated_from_all(days: Sequence[Day]) -> None:
    """Pay from the rest of every pool's cash, by seniority: interest of a rank in all groups, then its principal."""
    builder, rule = days[0].builder, days[0].cross
    if rule is None or rule.subordinated_cash == "by group":
        return
    with builder.rule("cross-collateralization.subordinated cash", rule.source):
        for rank in range(len(days[0].subordinated)):
            for owed, quantity, paid in (
                (_interest_owed, INTEREST_PAID, "interest"),
                (_principal_owed, PRINCIPAL_PAID, "principal"),
            ):
                names = [day.subordinated[rank] for day in days]
                wanted = [
                    day.unless(day[BLOCKED].get(name), owed(day, name)) for day, name in zip(days, names, strict=True)
                ]
                total = builder.total(wanted).at_most(builder.total(day[CASH] for day in days))
                for day, taken in zip(days, shares(builder, total, [each[CASH] for each in days]), strict=True):
                    day[CASH] = day[CASH] - taken
                for day, name, amount in zip(days, names, shares(builder, total, wanted), strict=True):
                    named = amount.named(f"{name} {paid} from other pools' cash")
                    day[quantity][name] = day[quantity][name] + named


def _move(days: Sequence[Day], spare: Sequence[Value], missing: Sequence[Value], *, rule: str) -> list[Value]:
    """Move cash between pools, in proportion to what is spare and to what is missing; what each receives."""
    builder = spare[0].builder
    moved = builder.total(spare).at_most(builder.total(missing)).named("cash moved between pools")
    builder.report(MOVED.of(rule), moved)
    given = shares(builder, moved, spare)
    received = shares(builder, moved, missing)
    for day, less, more in zip(days, given, received, strict=True):
        day[CASH] = day[CASH] - less + more
    return received


def _target_rate_interest(day: Day) -> list[str]:
    """The classes that bear interest of the target-rate strip: all but the ratio-stripped IO class."""
    return [name for name in day[CURRENT] if name != day.deal.interest_only_class]


def _interest_owed(day: Day, name: str) -> Value:
    if name not in day[CURRENT]:
        return day.zero
    paid = day[INTEREST_PAID][name]
    return (day[CURRENT][name] + day[CARRIED][name] - paid - day[ACCRETED][name]).at_least(0)


def _principal_owed(day: Day, name: str) -> Value:
    return (day[ALLOCATED][name] + day[DIRECTED][name] - day[PRINCIPAL_PAID][name]).at_least(0)


def _owed_to_seniors(day: Day, everyone: bool) -> tuple[Amounts, Amounts]:
    """Interest and principal that a group's seniors were allocated and not paid."""
    names = [each.name for each in interest_bearing(day.deal.classes.senior)]
    interest = {name: _interest_owed(day, name) for name in names if everyone or name != day.deal.interest_only_class}
    po = (day.po_class,) if day.po_class and everyone else ()
    return interest, {name: _principal_owed(day, name) for name in (*day.senior, *po)}


def _pay_support(day: Day, received: Value, owed: tuple[Amounts, Amounts]) -> None:
    """Pay interest, then principal; interest of an accrual class goes where its interest goes."""
    interest, principal = owed
    builder = day.builder
    for_interest = received.at_most(builder.total(interest.values()))
    for name, amount in zip(interest, shares(builder, for_interest, list(interest.values())), strict=True):
        day[INTEREST_PAID][name] = day[INTEREST_PAID][name] + amount
        before = dict(day[DIRECTED])
        with day.group():
            redirect_more(day, name, amount)
        for directed in (*day.senior, *((day.po_class,) if day.po_class else ())):
            more = day[DIRECTED][directed] - before[directed]
            day[PRINCIPAL_PAID][directed] = day[PRINCIPAL_PAID][directed] + more
    for name, amount in zip(principal, shares(builder, received - for_interest, list(principal.values())), strict=True):
        day[PRINCIPAL_PAID][name] = day[PRINCIPAL_PAID][name] + amount
