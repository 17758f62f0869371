"""Chapter: accrual classes, whose interest is paid to others as principal.

Source: core prospectus, Distributions - Accrual and accrual directed classes.
"""

from __future__ import annotations

from seriatim.compile.day import Day
from seriatim.compile.defects import Defect, warn
from seriatim.compile.payment import Payment
from seriatim.deal.classes import AccrualClass
from seriatim.plan.builder import Value


def redirect(day: Day, depleted: Value) -> None:
    """Redirect each accrual class's interest distribution; balances grow by it, directed classes fall."""
    for accrual in day.deal.accrual:
        if accrual.name not in day.variation.not_accruing:
            with day.builder.rule(f"accrual.{accrual.name}", accrual.source):
                _redirect_one(day, accrual, depleted)


def _redirect_one(day: Day, accrual: AccrualClass, depleted: Value) -> None:
    name = accrual.name
    alive = day.total(day.opening, accrual.directed_classes()).named(f"balances of the classes {name} pays").positive()
    redirected = day.interest[name].where(alive & ~depleted, 0).named(f"{name} redirected interest")
    day.working[name] = day.working[name] + redirected
    payment = Payment(day, day.directed)
    path = f"accrual.{name}.directed to"
    left = payment.pay_in_order(accrual.directed_to, redirected, path=path, source=accrual.source)
    kept = redirected
    if day.eventful:
        outstanding = day.total(day.working, accrual.directed_classes()).positive()
        warn(day, Defect.ACCRUAL, left.where(outstanding, 0))
    if accrual.ends == "same day":
        day.working[name] = day.working[name] - left
        kept = redirected - left
    else:
        payment.pay_class(name, left)
    day.interest[name] = day.interest[name] - kept
    day.accretion[name] = kept.named(f"{name} accretion")
