"""What must hold between the parts of a deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from seriatim.basics.problems import did_you_mean
from seriatim.deal.model import Deal
from seriatim.deal.rules import PaymentRule
from seriatim.deal.schedules import Schedule
from seriatim.deal.text import Path


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place of the deal (a path of keys and positions)."""

    path: Path
    reason: str
    hint: str = ""


def check(deal: Deal) -> list[Finding]:
    """Everything the parts of a deal contradict each other in; empty for a sound deal."""
    found: list[Finding] = []
    for rule in (_dates, _class_names, _notionals, _stripping, _rules, _accruals, _nas, _losses, _schedules, _coverage):
        found += rule(deal)
    return found


def _known(deal: Deal) -> tuple[str, ...]:
    return tuple(security.name for security in deal.classes.regular)


def _paid_names(deal: Deal) -> tuple[str, ...]:
    return tuple(security.name for security in deal.senior_target_rate)


def _dates(deal: Deal) -> Iterator[Finding]:
    dates = deal.dates
    if dates.closing_date < dates.cut_off_date:
        yield Finding(("dates", "closing date"), "the closing date is before the cut-off date")
    if dates.first_distribution_day < dates.closing_date:
        path = ("dates", "first distribution day")
        yield Finding(path, "the first distribution day is before the closing date")
    if dates.last_distribution_day <= dates.first_distribution_day:
        yield Finding(("dates", "last distribution day"), "the last distribution day is not after the first")
    elif deal.months > 600:
        yield Finding(("dates", "last distribution day"), f"{deal.months} distribution days: at most 600 can be run")


def _class_names(deal: Deal) -> Iterator[Finding]:
    counts = Counter(_known(deal))
    counts[deal.classes.residual.name] += 1
    for part in ("senior", "subordinated"):
        for position, security in enumerate(getattr(deal.classes, part)):
            if counts[security.name] > 1:
                yield Finding(("classes", part, position, "class"), f"class {security.name} is listed twice")
            if part == "subordinated" and security.notional is not None:
                reason = f"subordinated class {security.name} must have a balance"
                yield Finding(("classes", part, position, "notional"), reason)


def _notionals(deal: Deal) -> Iterator[Finding]:
    with_balance = [security.name for security in deal.classes.regular if security.balance is not None]
    for part in ("senior", "subordinated"):
        for position, security in enumerate(getattr(deal.classes, part)):
            for name in security.notional_classes:
                if name not in with_balance:
                    reason = f"class {security.name}: its notional names {name}, which has no balance"
                    yield Finding(("classes", part, position, "notional"), reason, did_you_mean(name, with_balance))


def _stripping(deal: Deal) -> Iterator[Finding]:
    stripping = deal.ratio_stripping
    follows = [security.name for security in deal.classes.regular if security.follows_loans]
    if stripping is None:
        for name in follows:
            yield Finding(("classes",), f"class {name} follows the premium loans, but the deal has no ratio stripping")
        return
    for key, name in (
        ("principal-only class", stripping.principal_only_class),
        ("interest-only class", stripping.interest_only_class),
    ):
        senior = [security.name for security in deal.classes.senior]
        if name is not None and name not in senior:
            yield Finding(("ratio stripping", key), f"{key} {name} is not a senior class", did_you_mean(name, senior))
    if follows and stripping.interest_only_class not in follows:
        yield Finding(("ratio stripping",), f"class {follows[0]} receives the IO strip but is not named here")


def _rule_lists(deal: Deal) -> Iterator[tuple[Path, PaymentRule]]:
    """Every payment rule of the deal with its path."""
    for position, rule in enumerate(deal.allocations.senior_principal.rules):
        yield ("allocations", "senior principal", "rules", position), rule
    for outer, accrual in enumerate(deal.accrual):
        for position, rule in enumerate(accrual.directed_to):
            yield ("accrual", outer, "directed to", position), rule
    for outer, schedule in enumerate(deal.schedules):
        if schedule.derivation:
            for position, rule in enumerate(schedule.derivation.principal_rules):
                yield ("schedules", outer, "derivation", "principal rules", position), rule


def _rules(deal: Deal) -> Iterator[Finding]:
    payable = _paid_names(deal)
    schedules = [schedule.name for schedule in deal.schedules if schedule.purpose == "principal"]
    for path, rule in _rule_lists(deal):
        for name in dict.fromkeys(rule.class_names()):
            if name not in payable:
                reason = f"class {name} can not be paid here"
                hint = did_you_mean(name, payable)
                if name in _known(deal):
                    reason += ": it is not a senior class with a balance of the target-rate strip"
                    hint = ""
                yield Finding(path, reason, hint)
        for part in rule.walk():
            if part.until is not None:
                yield from _until(deal, path, part, schedules)
        yield from _twice(path, rule)


def _until(deal: Deal, path: Path, rule: PaymentRule, schedules: list[str]) -> Iterator[Finding]:
    assert rule.until is not None
    if rule.until not in schedules:
        yield Finding(path, f"'until: {rule.until}' names no schedule", did_you_mean(rule.until, schedules))
        return
    schedule = deal.schedule(rule.until)
    classes = set(rule.class_names())
    strangers = sorted(classes - set(schedule.classes))
    if strangers:
        reason = f"'until: {rule.until}' covers {', '.join(strangers)}, for which that schedule has no balances"
        yield Finding(path, reason)
    elif schedule.together and classes != set(schedule.classes):
        yield Finding(path, f"'until: {rule.until}' is an aggregate for {', '.join(schedule.classes)} together")


def _twice(path: Path, rule: PaymentRule) -> Iterator[Finding]:
    """Two sides of one concurrent payment, or two places of a pro rata list, must not pay the same class."""
    for part in rule.walk():
        members = [set(share.rule.class_names()) for share in part.concurrently or ()]
        counts = Counter(name for member in members for name in member)
        counts.update({name: n for name, n in Counter(part.pro_rata or part.NAS or ()).items() if n > 1})
        for name, count in counts.items():
            if count > 1:
                yield Finding(path, f"two rules pay class {name} from the same money")


def _accruals(deal: Deal) -> Iterator[Finding]:
    payable = _paid_names(deal)
    seen: set[str] = set()
    for position, accrual in enumerate(deal.accrual):
        path: Path = ("accrual", position)
        if accrual.name not in payable:
            reason = f"accrual class {accrual.name} is not a senior class with a balance"
            yield Finding((*path, "class"), reason, did_you_mean(accrual.name, payable))
        if accrual.name in seen:
            yield Finding((*path, "class"), f"accrual of class {accrual.name} is stated twice")
        seen.add(accrual.name)
        if accrual.name in accrual.until_paid_off:
            yield Finding((*path, "until paid off"), f"class {accrual.name} would accrue until it is paid off itself")
        if not accrual.directed_classes():
            yield Finding((*path, "directed to"), f"the interest of class {accrual.name} is directed to itself only")
    yield from _accrual_circles(deal)


def _accrual_circles(deal: Deal) -> Iterator[Finding]:
    directed = {accrual.name: set(accrual.directed_classes()) for accrual in deal.accrual}
    for position, accrual in enumerate(deal.accrual):
        reached: set[str] = set()
        front = {name for name in directed[accrual.name] if name in directed}
        while front - reached:
            reached |= front
            front = {other for name in front for other in directed[name] if other in directed}
        if accrual.name in reached:
            reason = f"circular accrual: the interest of {accrual.name} returns to it through its directed classes"
            yield Finding(("accrual", position), reason)


def _nas(deal: Deal) -> Iterator[Finding]:
    senior = deal.allocations.senior_principal
    stated = any(part.NAS for rule in senior.rules for part in rule.walk())
    path: Path = ("allocations", "senior principal")
    if stated and senior.NAS_classes is None:
        yield Finding(path, "a rule pays NAS classes, but 'NAS classes' states no percentages")
    if senior.NAS_classes is not None and not stated:
        yield Finding((*path, "NAS classes"), "no rule pays NAS classes")


def _losses(deal: Deal) -> Iterator[Finding]:
    losses = deal.losses
    if losses is None:
        return
    payable = _paid_names(deal)
    for position, pair in enumerate(losses.super_senior):
        for key, name in (("class", pair.name), ("support class", pair.support_class)):
            if name not in payable:
                path = ("losses", "super senior", position, key)
                yield Finding(path, f"{key} {name} is not a senior class with a balance", did_you_mean(name, payable))
        if pair.name == pair.support_class:
            yield Finding(("losses", "super senior", position), f"class {pair.name} supports itself")
    if losses.principal_only_class is not None and deal.principal_only_class is None:
        yield Finding(("losses", "principal-only class"), "the deal has no ratio-stripped principal-only class")


def _schedules(deal: Deal) -> Iterator[Finding]:
    names = Counter(schedule.name for schedule in deal.schedules)
    payable = _paid_names(deal)
    for position, schedule in enumerate(deal.schedules):
        path: Path = ("schedules", position)
        if names[schedule.name] > 1:
            yield Finding((*path, "name"), f"schedule '{schedule.name}' is stated twice")
        for name in schedule.classes:
            if name not in payable:
                reason = f"schedule '{schedule.name}' names {name}, which is not a senior class with a balance"
                yield Finding((*path, "classes"), reason, did_you_mean(name, payable))
        if schedule.purpose == "principal" and not _is_used(deal, schedule):
            yield Finding((*path, "name"), f"no rule uses the schedule '{schedule.name}'")


def _is_used(deal: Deal, schedule: Schedule) -> bool:
    return any(part.until == schedule.name for _, rule in _rule_lists(deal) for part in rule.walk())


def _coverage(deal: Deal) -> Iterator[Finding]:
    """Every senior class must be paid in the end, else principal is left over while a class is owed it."""
    rules = deal.allocations.senior_principal.rules
    paid = {name for rule in rules for name in _unlimited(rule)}
    for position, security in enumerate(deal.classes.senior):
        if security in deal.senior_target_rate and security.name not in paid:
            reason = f"no senior principal rule pays class {security.name} until its balance is zero"
            yield Finding(("classes", "senior", position, "class"), reason)


def _unlimited(rule: PaymentRule) -> Iterator[str]:
    """Classes a rule pays with no schedule in the way."""
    if rule.until or rule.NAS:
        return
    if rule.to:
        yield rule.to
    yield from rule.pro_rata or ()
    for child in rule.children():
        yield from _unlimited(child)
