"""A trust of two classes, small enough to know every cent by heart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from seriatim.engine.exact import run_exact
from seriatim.explain.traced_run import TracedRun
from seriatim.plan.accounts import BALANCE, Unit
from seriatim.plan.accounts import INTEREST as PAID_INTEREST
from seriatim.plan.accounts import PRINCIPAL as PAID_PRINCIPAL
from seriatim.plan.builder import PlanBuilder
from seriatim.plan.plan import Plan, Table

DAYS = (date(2020, 1, 25), date(2020, 2, 25), date(2020, 3, 25))
INTEREST = ("2.20", "1.65", "1.50")
PRINCIPAL = ("120", "30", "40")
SHARES = Table("junior share", (Decimal("0.1"), Decimal("0.1"), Decimal("0.5")), Decimal(1), Unit.RATIO)


def small_plan() -> Plan:
    """Senior interest, senior principal, then the junior class: principal only while it is more than 11 % of the trust.

    Half a per cent interest a month; 1,000 of class S, 110 of class J at closing (so that the test fails at once).
    """
    builder = PlanBuilder("Small trust")
    senior, junior = (
        builder.state(f"{name} balance", size, Unit.MONEY, account=BALANCE.of(name))
        for name, size in (("S", 1000), ("J", 110))
    )
    with builder.rule("classes", "circular p. 2, Classes"):
        owed = [
            (senior * Decimal("0.005")).named("S interest due"),
            (junior * Decimal("0.005")).named("J interest due"),
        ]
    with builder.rule("distributions.available cash", "circular p. 3, Cash"):
        principal = builder.load("pool/scheduled_principal", Unit.MONEY) + builder.load("pool/prepayment", Unit.MONEY)
        cash = (builder.load("pool/interest", Unit.MONEY) + principal).named("available cash")
    with builder.rule("distributions.1 interest", "circular p. 4, Interest"):
        paid = cash.at_most(owed[0] + owed[1])
        part = paid / (owed[0] + owed[1])
        left = cash - paid
        builder.report(PAID_INTEREST.of("S"), owed[0] * part)
        builder.report(PAID_INTEREST.of("J"), owed[1] * part)
    with builder.rule("distributions.2 principal.rules[1]", "circular p. 5, Principal"):
        level = junior / (senior + junior)
        enough = (level > Decimal("0.11")).named("junior class large enough")
        share = (left * builder.table(SHARES)).where(enough, 0)
        to_junior = share.at_most(junior)
        to_senior = (left - to_junior).at_most(senior)
        builder.report(PAID_PRINCIPAL.of("S"), to_senior)
        builder.report(PAID_PRINCIPAL.of("J"), to_junior)
    for name, opening, taken in (("S", senior, to_senior), ("J", junior, to_junior)):
        closing = (opening - taken).at_least(0).swept()
        builder.store(opening, closing)
        builder.report(BALANCE.of(name), closing)
    builder.report(PAID_INTEREST.of("Residual"), left - to_junior - to_senior)
    return builder.finish()


def small_run(principal: Sequence[str] = PRINCIPAL) -> TracedRun:
    plan, days = small_plan(), len(DAYS)
    inputs = {
        "pool/interest": [Decimal(each) for each in INTEREST],
        "pool/scheduled_principal": [Decimal(each) for each in principal],
        "pool/prepayment": [Decimal(0)] * 3,
    }
    return TracedRun(plan, run_exact(plan, inputs, days, traced=True), DAYS)
