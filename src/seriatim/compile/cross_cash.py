"""Chapter: cash of one pool for the classes of another.

Source: core prospectus 2006-6 pp. 69-71, Distribution shortfalls, Undercollateralized groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seriatim.compile.accrual import redirect_more
from seriatim.compile.cross_principal import over_collateralized, under_collateralized
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.distribution import Cash
from seriatim.compile.interest import interest_bearing
from seriatim.compile.losses import shares
from seriatim.deal.cross_collateralization.terms import CrossCollateralization
from seriatim.plan.builder import Value

Owed = Callable[[Day, Cash, str], Value]
"""What a class is still owed."""


def support_interest(days: Sequence[Day], cash: Sequence[Cash], rule: CrossCollateralization) -> None:
    """Interest that overcollateralized groups do not need, up to what undercollateralized ones would carry forward.

    The carryforwards are those that each pool's own cash, principal included, would leave.
    """
    builder = days[0].builder
    with builder.rule("cross-collateralization.interest support", rule.source):
        spare, missing = [], []
        for day, own in zip(days, cash, strict=True):
            due = builder.total(amount for name in _target_rate_interest(day, own) for amount in _interest(own, name))
            over, under = over_collateralized(day).positive(), under_collateralized(day).positive()
            excess = (day.strip_item("interest_due") - due).at_least(0).where(over, 0).at_most(own.left.at_least(0))
            spare.append(excess.named(f"interest that group {day.pool} does not need"))
            short = (due - own.left).at_least(0).where(under, 0)
            missing.append(short.named(f"interest that group {day.pool} would carry forward"))
            if day.eventful:
                gap = (due - day.strip_item("interest_due")).at_least(0).where(under, 0)
                warn(day, Defect.INTEREST_SUPPORT, (gap - short).at_least(0))
        _move(cash, spare, missing)


def support_seniors(
    days: Sequence[Day], cash: Sequence[Cash], rule: CrossCollateralization, *, depleted: Value
) -> None:
    """Cash left by a group's own seniors pays what the seniors of other groups are owed: interest, then principal."""
    builder = days[0].builder
    with builder.rule("cross-collateralization.cash support", rule.source):
        everyone = rule.cash_support == "all senior classes"
        owed = [_owed_to_seniors(day, own, everyone) for day, own in zip(days, cash, strict=True)]
        wanted = [builder.total(amount for amounts in each for amount in amounts.values()) for each in owed]
        before = [each.left for each in cash]
        given = _move(cash, [left.at_least(0) for left in before], wanted)
        for day, own, received, amounts in zip(days, cash, given, owed, strict=True):
            own.left = own.left - received
            _pay_support(day, received.named(f"cash of other pools for group {day.pool}"), amounts, depleted)


def pay_subordinated_from_all(days: Sequence[Day], cash: Sequence[Cash], rule: CrossCollateralization) -> None:
    """What is left of every pool's cash, by seniority: interest of a rank in all groups, then its principal."""
    builder = days[0].builder
    with builder.rule("cross-collateralization.subordinated cash", rule.source):
        for rank in range(len(days[0].subordinated)):
            for owed, paid in ((_interest_owed, "interest"), (_principal_owed, "principal")):
                names = [day.subordinated[rank] for day in days]
                wanted = [
                    day.unless(day.blocked.get(name), owed(day, own, name))
                    for day, own, name in zip(days, cash, names, strict=True)
                ]
                total = builder.total(wanted).at_most(builder.total(each.left for each in cash))
                for own, taken in zip(cash, shares(builder, total, [each.left for each in cash]), strict=True):
                    own.left = own.left - taken
                for day, name, amount in zip(days, names, shares(builder, total, wanted), strict=True):
                    amounts: Amounts = getattr(day, paid)
                    amounts[name] = amounts[name] + amount.named(f"{name} {paid} from other pools' cash")


def _move(cash: Sequence[Cash], spare: Sequence[Value], missing: Sequence[Value]) -> list[Value]:
    """Move cash between pools, in proportion to what is spare and to what is missing; what each receives."""
    builder = spare[0].builder
    moved = builder.total(spare).at_most(builder.total(missing)).named("cash moved between pools")
    given = shares(builder, moved, spare)
    received = shares(builder, moved, missing)
    for own, less, more in zip(cash, given, received, strict=True):
        own.left = own.left - less + more
    return received


def _target_rate_interest(day: Day, cash: Cash) -> list[str]:
    """The classes that bear interest of the target-rate strip: all but the ratio-stripped IO class."""
    return [name for name in cash.current if name != day.deal.interest_only_class]


def _interest(cash: Cash, name: str) -> tuple[Value, Value]:
    return cash.current[name], cash.carried[name]


def _interest_owed(day: Day, cash: Cash, name: str) -> Value:
    if name not in cash.current:
        return day.builder.constant(0)
    return (cash.current[name] + cash.carried[name] - day.interest[name] - day.accretion[name]).at_least(0)


def _principal_owed(day: Day, cash: Cash, name: str) -> Value:
    del cash
    return (day.allocated[name] + day.directed[name] - day.principal[name]).at_least(0)


def _owed_to_seniors(day: Day, cash: Cash, everyone: bool) -> tuple[Amounts, Amounts]:
    """Interest and principal that a group's seniors were allocated and not paid."""
    names = [each.name for each in interest_bearing(day.deal.classes.senior)]
    interest = {
        name: _interest_owed(day, cash, name) for name in names if everyone or name != day.deal.interest_only_class
    }
    po = (day.po_class,) if day.po_class and everyone else ()
    return interest, {name: _principal_owed(day, cash, name) for name in (*day.senior, *po)}


def _pay_support(day: Day, received: Value, owed: tuple[Amounts, Amounts], depleted: Value) -> None:
    """Pay interest, then principal; interest of an accrual class goes where its interest goes."""
    interest, principal = owed
    builder = day.builder
    for_interest = received.at_most(builder.total(interest.values()))
    for name, amount in zip(interest, shares(builder, for_interest, list(interest.values())), strict=True):
        day.interest[name] = day.interest[name] + amount
        before = day.directed.copy()
        with day.group():
            redirect_more(day, name, amount, depleted=depleted)
        for directed, total in day.directed.items():
            day.principal[directed] = day.principal[directed] + (total - before[directed])
    for name, amount in zip(principal, shares(builder, received - for_interest, list(principal.values())), strict=True):
        day.principal[name] = day.principal[name] + amount
