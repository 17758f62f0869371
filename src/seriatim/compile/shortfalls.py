"""Chapter: interest that the loans owe and do not bring, and what the servicer makes up of it.

Source: core prospectus 2006-6, Losses and shortfalls not subject to subordination (2, 3); supplement 1994-5 pp. S-9
and S-25.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriatim.compile.amounts import ACCRUED, CURRENT, UNCOVERED
from seriatim.compile.board import Quantity
from seriatim.compile.credit_support import cover_prepayment_interest
from seriatim.compile.day import Day
from seriatim.compile.losses import LOSSES
from seriatim.deal.distributions.terms import PrepaymentInterest
from seriatim.plan.builder import Value


@dataclass(frozen=True)
class InterestReduction:
    """Reduction of interest allocations in all, the servicer's payment, and the residual's own part.

    ``shareable`` is the part that cross-collateralized groups share: prepayment interest and Servicemembers shortfalls.
    """

    allocations: Value
    shareable: Value
    compensating: Value
    residual: Value


REDUCTION: Quantity[InterestReduction] = Quantity("reduction of interest allocations")


def reduce_interest(day: Day) -> None:
    """Uncovered prepayment interest and Servicemembers shortfalls, and interest losses beyond their limits.

    Where a deal says so, the interest part of debt service reductions as well, once these count: the bankruptcy limit
    is used up, or the subordinated classes are.
    """
    zero, losses = day.zero, day[LOSSES]
    if not day.with_events:
        day[REDUCTION] = InterestReduction(zero, zero, zero, zero)
        return
    rule = day.deal.distributions.prepayment_interest if day.deal.distributions else None
    with day.builder.rule("distributions.prepayment interest", rule.source if rule else ""):
        gross = day.loans.interest_item("prepayment_interest_shortfall").named("prepayment interest shortfall")
        compensating, net, residual = _compensated(day, rule, gross)
        net = net - cover_prepayment_interest(day, net, day.loans.pool_item("servicing_fee") - compensating)
        servicemembers = day.loans.interest_item("servicemembers_shortfall")
        shared = losses.shared_interest
        if day.deal.losses and day.deal.losses.debt_service_reductions == "reduce principal and interest allocations":
            shared = shared + day.loans.interest_item("debt_service_reduction_interest").where(day[UNCOVERED], 0)
        lost = shared * _part_of_classes(day, rule)
        total = net + servicemembers + lost
        day[REDUCTION] = InterestReduction(
            total.named("reduction of interest allocations"),
            net + servicemembers,
            compensating.named("compensating interest"),
            residual + (shared - lost),
        )


def _part_of_classes(day: Day, rule: PrepaymentInterest | None) -> Value:
    """The classes' part of the interest accrued on the loans where the residual shares in shortfalls, else all."""
    if rule is None or not rule.residual_shares:
        return day.builder.constant(1)
    certificates = day.builder.total(day[ACCRUED].values())
    return certificates / day.loans.interest_item("interest_due").at_least(certificates)


def _compensated(day: Day, rule: PrepaymentInterest | None, gross: Value) -> tuple[Value, Value, Value]:
    """Parts of a prepayment interest shortfall that the servicer pays, the classes bear and the residual bears."""
    zero = day.builder.constant(0)
    if rule is None or rule.covered_by == "nothing":
        return zero, gross, zero
    fee = day.loans.pool_item("servicing_fee")
    available = fee if rule.covered_by == "the servicing fee" else fee / 2
    if not rule.residual_shares:
        paid = gross.at_most(available)
        return paid, gross - paid, zero
    own = gross * _part_of_classes(day, rule)
    others = gross - own
    paid = own.at_most(available)
    paid_residual = (available - paid).at_most(others)
    return paid + paid_residual, own - paid, others - paid_residual


def current_interest(day: Day) -> None:
    """Accrued interest of each class less its share of the reduction, in proportion to accrued interest."""
    accrued, reduction = day[ACCRUED], day[REDUCTION]
    if not day.with_events:
        day.post(CURRENT, accrued)
        return
    with day.builder.rule("allocations.current interest"):
        total = day.builder.total(accrued.values())
        part = reduction.allocations.at_most(total) / total
        for name, amount in accrued.items():
            day[CURRENT][name] = (amount - amount * part).named(f"{name} current interest")
