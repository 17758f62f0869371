"""Chapter: accrual classes, whose interest is paid to others as principal.

Source: core prospectus, Distributions - Accrual and accrual directed classes.
"""

from __future__ import annotations

from seriatim.compile.amounts import ACCRETED, DEPLETED, DIRECTED, INTEREST_PAID, WORKING
from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.payment import Payment
from seriatim.deal.accrual.terms import AccrualClass
from seriatim.plan.builder import Value


def redirect(day: Day) -> None:
    """Redirect each accrual class's interest distribution; balances grow by it, directed classes fall.

    Classes with the same directed classes share what these can take in proportion to their interest.
    """
    for security in day.deal.classes.regular:
        for quantity in (DIRECTED, ACCRETED):
            day[quantity][security.name] = day.zero
    accruing = _accruing(day)
    needed: Amounts = {}
    for accrual in accruing:
        with day.builder.rule(f"accrual.{accrual.name}", accrual.source):
            if accrual.name not in needed:
                needed |= _needed(day, [each for each in accruing if each.directs_like(accrual)])
            interest = _redirected(day, accrual, day[INTEREST_PAID][accrual.name])
            _redirect_one(day, accrual, interest, needed.get(accrual.name))


def redirect_more(day: Day, name: str, interest: Value) -> None:
    """Redirect interest that an accrual class is paid later on the same day; other classes keep theirs."""
    for accrual in _accruing(day):
        if accrual.name == name:
            with day.builder.rule(f"accrual.{name}", accrual.source):
                _redirect_one(day, accrual, _redirected(day, accrual, interest), None)


def _accruing(day: Day) -> list[AccrualClass]:
    return [accrual for accrual in day.deal.accrual if accrual.name not in day.variation.not_accruing]


def _needed(day: Day, sharing: list[AccrualClass]) -> Amounts:
    """Interest redirected by each accrual class that shares its directed classes with others; none for one alone.

    Together no more than the directed classes can take, in proportion to their interest distributions of the day.
    """
    if len(sharing) < 2:
        return {}
    room = day.total(day[WORKING], sharing[0].paid_classes()).named("balances that several accrual classes pay")
    redirected = {each.name: _redirected(day, each, day[INTEREST_PAID][each.name]) for each in sharing}
    total = day.builder.total(redirected.values())
    part = room.at_most(total) / total
    return {name: (interest * part).named(f"{name} interest needed") for name, interest in redirected.items()}


def _redirected(day: Day, accrual: AccrualClass, interest: Value) -> Value:
    """The interest distribution, until the day after the directed classes were paid off or the depletion date."""
    name = accrual.name
    alive = day.total(day.opening, accrual.directed_classes()).named(f"balances of the classes {name} pays").positive()
    return interest.where(alive & ~day[DEPLETED], 0).named(f"{name} redirected interest")


def _redirect_one(day: Day, accrual: AccrualClass, redirected: Value, needed: Value | None) -> None:
    """Pay the directed classes from all of it, or from what is needed of it; the rest pays the class itself."""
    name = accrual.name
    day[WORKING][name] = day[WORKING][name] + redirected
    payment = Payment(day, day[WORKING], day[DIRECTED])
    path = f"accrual.{name}.directed to"
    money = redirected if needed is None else needed
    left = payment.pay_in_order(accrual.directed_to, money, path=path, source=accrual.source)
    if needed is not None:
        left = left + (redirected - needed)
    if day.with_events:
        outstanding = day.total(day[WORKING], accrual.directed_classes()).positive()
        warn(day, Defect.ACCRUAL, left.where(outstanding, 0))
    kept = redirected
    if accrual.ends == "same day":
        day[WORKING][name] = day[WORKING][name] - left
        kept = redirected - left
    else:
        payment.pay_class(name, left)
    day[INTEREST_PAID][name] = day[INTEREST_PAID][name] - kept
    day[ACCRETED][name] = (day[ACCRETED][name] + kept).named(f"{name} accretion")
