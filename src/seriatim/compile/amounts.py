"""Quantities of a distribution day that several chapters share; those of one chapter stand in its own file."""

from __future__ import annotations

from seriatim.compile.board import ByClass, Quantity
from seriatim.plan.builder import Value

DEPLETED: Quantity[Value] = Quantity("subordination depleted")
"""1 from the day after the subordinated balances that a group relies on reached zero."""
UNCOVERED: Quantity[Value] = Quantity("debt service reductions counted")
"""1 where debt service reductions count: the bankruptcy limit is used up, or the subordinated classes are."""

NET = ByClass("balances less the losses of the day that all classes share")
ROOM = ByClass("principal that classes can be allocated")
SHARED_LOSS = ByClass("losses of the day that all classes share")
WORKING = ByClass("balances as the day goes on")
"""Class balances that rules of principal are applied to."""

ACCRUED = ByClass("accrued interest")
CURRENT = ByClass("current interest")
CARRIED = ByClass("interest carried forward to the day")
INTEREST_PAID = ByClass("interest paid")
ACCRETED = ByClass("accretion")
"""Interest added to the balances of accrual classes."""
DIRECTED = ByClass("redirected interest received as principal")
INTEREST_SHORTFALL = ByClass("interest carried to the next day")

REDUCED: Quantity[Value] = Quantity("debt service reductions of the main strip")
PO_REDUCED: Quantity[Value] = Quantity("debt service reductions of the PO strip")
ALLOCATED = ByClass("principal allocations")
BEFORE_RULES = ByClass("balances before the senior rules")
UNPLACED: Quantity[Value] = Quantity("recovery that no class has room for")
PRINCIPAL_PAID = ByClass("principal paid")
PAID_OF_ALLOCATION = ByClass("principal paid of allocations")
"""Principal paid of each allocation before reimbursement of the PO class diverts any of it."""
REIMBURSED = ByClass("reimbursements")
"""Cash handed to classes for losses and shortfalls of earlier days; their balances do not change."""
BLOCKED: Quantity[dict[str, Value | None]] = Quantity("subordinated classes that get nothing")
"""1 where a class gets nothing today, None where that cannot matter."""

DIVERTED = ByClass("principal diverted to PO classes")
PO_REIMBURSED: Quantity[Value] = Quantity("reimbursement of the PO class")
PO_SHORTFALL: Quantity[Value | None] = Quantity("shortfall of the PO class")
"""Allocations that the PO class was not paid and has not got back either, where a deal keeps count of it."""
PO_REPAID: Quantity[Value | None] = Quantity("shortfalls repaid to the PO class")

BORNE = ByClass("losses borne")
UNREIMBURSED = ByClass("losses of earlier days not reimbursed")
WRITTEN_OFF = ByClass("write-downs for principal not paid")
UNREPAID = ByClass("write-downs for principal not paid, not yet repaid")
RAISED = ByClass("write-ups")
CLOSING = ByClass("balances after the day")
WRITTEN_DOWN = ByClass("write-downs of the day")

CASH: Quantity[Value] = Quantity("cash not yet distributed")
CHARGES: Quantity[Value] = Quantity("charges on the loans' interest")
"""Fees and premiums paid today before the residual and the classes: interest of the loans that is nobody's excess."""
EXCESS: Quantity[Value] = Quantity("excess interest to the residual")
RELEASED: Quantity[Value] = Quantity("releases of funds to the residual")

INTEREST_FROM_OTHERS = ByClass("interest allocations paid by others than the trust")
PRINCIPAL_FROM_OTHERS = ByClass("write-downs paid by others than the trust")
"""Payments of insurers for a class's interest and write-downs, which it is then no longer owed."""
