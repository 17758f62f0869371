"""Cash of a pool on a distribution day: what comes in, and what is left as it is paid out.

Source: core prospectus, Distributions - Distribution priorities.
"""

from __future__ import annotations

from seriatim.collateral.inputs import pool_strip
from seriatim.collateral.items import LOSS_KINDS
from seriatim.compile.amounts import CASH
from seriatim.compile.day import Day
from seriatim.compile.loans import Loans
from seriatim.plan.accounts import Party, Side, money
from seriatim.plan.builder import Value

RECEIVED_OF_LOANS = ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")
"""Items of the loans that are cash received or advanced, the first of them interest."""
SHORT_OF_INTEREST = (
    "interest_loss",
    *(f"{kind}_interest_loss" for kind in LOSS_KINDS),
    "prepayment_interest_shortfall",
    "servicemembers_shortfall",
    "interest_withheld",
    "debt_service_reduction_interest",
)
SHORT_OF_PRINCIPAL = ("principal_withheld", "debt_service_reduction_principal")
"""Items of a month's events that take cash away."""
MORE_INTEREST, MORE_PRINCIPAL = ("late_interest",), ("late_principal", "recovery")
"""Items of a month's events that bring cash."""
OF_INTEREST = frozenset({RECEIVED_OF_LOANS[0], *SHORT_OF_INTEREST, *MORE_INTEREST})
"""Items that the strips which bear interest have; the others are principal."""
COMPENSATING = money("compensating_interest", Party.POOL, Side.IN, words="compensating interest", detail=True)
"""The part of prepayment interest shortfalls that the servicer makes up."""


def take(day: Day, wanted: Value) -> Value:
    """Pay up to ``wanted`` from the cash that is left."""
    paid = day[CASH].at_most(wanted)
    day[CASH] = day[CASH] - paid
    return paid


def cash_of_loans(loans: Loans) -> Value:
    """Interest and principal received or advanced, reported strip by strip."""
    interest, *principal = RECEIVED_OF_LOANS
    for strip in dict.fromkeys((*loans.principal_strips, *loans.interest_strips)):
        for item in RECEIVED_OF_LOANS:
            _report(loans, item, strip)
    return loans.builder.total([loans.interest_item(interest), *(loans.pool_item(item) for item in principal)])


def after_events(loans: Loans, available: Value, compensating: Value) -> Value:
    """Cash after what the month's events withhold, and with what they bring; they never withhold more than there is."""
    loans.builder.report(COMPENSATING.of(loans.pool, group=loans.pool), compensating)
    more = [compensating, *(loans.interest_item(item) for item in MORE_INTEREST)]
    more += [loans.pool_item(item) for item in MORE_PRINCIPAL]
    missing = [loans.interest_item(item) for item in SHORT_OF_INTEREST]
    missing += [loans.pool_item(item) for item in SHORT_OF_PRINCIPAL]
    for amount in more:
        available = available + amount
    for amount in missing:
        available = available - amount
    for item in (*MORE_INTEREST, *MORE_PRINCIPAL, *SHORT_OF_INTEREST, *SHORT_OF_PRINCIPAL):
        for strip in dict.fromkeys((*loans.principal_strips, *loans.interest_strips)):
            _report(loans, item, strip)
    return available


def _report(loans: Loans, item: str, strip: str) -> None:
    """Report an item of a strip that has it as cash in; negative where it is withheld."""
    if strip not in (loans.interest_strips if item in OF_INTEREST else loans.principal_strips):
        return
    account = money(item, Party.LOANS, Side.IN, words=f"{item.replace('_', ' ')}, {{}}", detail=True)
    amount = loans.strip_item(item, strip)
    if item in SHORT_OF_INTEREST or item in SHORT_OF_PRINCIPAL:
        amount = loans.builder.constant(0) - amount
    loans.builder.report(account.of(pool_strip(loans.pool, strip), group=loans.pool), amount)
