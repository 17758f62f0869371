"""Chapter: accrual classes, whose interest is paid to others as principal.

Source: core prospectus, Distributions - Accrual and accrual directed classes.
"""

from __future__ import annotations

from itertools import groupby

from seriatim.compile.day import Amounts, Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.payment import Payment
from seriatim.deal.classes import AccrualClass
from seriatim.plan.builder import Value


def redirect(day: Day, depleted: Value) -> None:
    """Redirect each accrual class's interest distribution; balances grow by it, directed classes fall.

    Neighbours with the same directed classes share what these can take in proportion to their interest.
    """
    accruing = [accrual for accrual in day.deal.accrual if accrual.name not in day.variation.not_accruing]
    for _, together in groupby(accruing, key=lambda each: (each.directed_to, each.until_paid_off, each.ends)):
        _redirect_together(day, tuple(together), depleted, day.interest)


def redirect_more(day: Day, name: str, interest: Value, depleted: Value) -> None:
    """Redirect interest that an accrual class is paid later on the same day; other classes keep theirs."""
    for accrual in day.deal.accrual:
        if accrual.name == name and name not in day.variation.not_accruing:
            _redirect_together(day, (accrual,), depleted, {name: interest})


def _redirect_together(day: Day, accruals: tuple[AccrualClass, ...], depleted: Value, interest: Amounts) -> None:
    redirected: Amounts = {}
    for accrual in accruals:
        with day.builder.rule(f"accrual.{accrual.name}", accrual.source):
            redirected[accrual.name] = _redirected(day, accrual, depleted, interest[accrual.name])
    first = accruals[0]
    with day.builder.rule(f"accrual.{first.name}", first.source):
        payment, total = Payment(day, day.directed), day.builder.total(redirected.values())
        path = f"accrual.{first.name}.directed to"
        left = payment.pay_in_order(first.directed_to, total, path=path, source=first.source)
        if day.eventful:
            outstanding = day.total(day.working, first.directed_classes()).positive()
            warn(day, Defect.ACCRUAL, left.where(outstanding, 0))
    for accrual in accruals:
        with day.builder.rule(f"accrual.{accrual.name}", accrual.source):
            own = redirected[accrual.name]
            _accrete(day, accrual, own, left if len(accruals) == 1 else left * (own / total))


def _redirected(day: Day, accrual: AccrualClass, depleted: Value, interest: Value) -> Value:
    """The interest that does not go to the class itself."""
    name = accrual.name
    alive = day.total(day.opening, accrual.directed_classes()).named(f"balances of the classes {name} pays").positive()
    redirected = interest.where(alive & ~depleted, 0).named(f"{name} redirected interest")
    day.working[name] = day.working[name] + redirected
    return redirected


def _accrete(day: Day, accrual: AccrualClass, redirected: Value, left: Value) -> None:
    """Add the redirected interest to the balance; what nobody could take is principal or interest of the class."""
    name, kept = accrual.name, redirected
    if accrual.ends == "same day":
        day.working[name] = day.working[name] - left
        kept = redirected - left
    else:
        Payment(day, day.directed).pay_class(name, left)
    day.interest[name] = day.interest[name] - kept
    day.accretion[name] = (day.accretion[name] + kept).named(f"{name} accretion")
