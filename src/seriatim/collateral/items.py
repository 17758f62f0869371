"""The record of a pool: what is known of each strip in each month, and how many scenarios go side by side."""

ITEMS = (
    "opening_balance",
    "balance",
    "scheduled_principal",
    "prepayment",
    "default",
    "liquidation_proceeds",
    "loss",
    "interest_due",
    "interest",
    "servicing_fee",
    "delinquent",
)
"""The items of a strip's month, in the order of the second axis of `projection.project`."""

LOSS_KINDS = ("special_hazard", "fraud", "bankruptcy", "extraordinary")
"""Losses that subordination covers up to a limit, or (the last) not at all; the others are ordinary."""

EVENT_ITEMS = (
    *(f"{kind}_loss" for kind in LOSS_KINDS),
    "interest_loss",
    *(f"{kind}_interest_loss" for kind in LOSS_KINDS),
    "recovery",
    "prepayment_interest_shortfall",
    "servicemembers_shortfall",
    "principal_withheld",
    "interest_withheld",
    "late_principal",
    "late_interest",
    "debt_service_reduction_principal",
    "debt_service_reduction_interest",
)
"""Items of events only, strip by strip: losses by kind are principal and part of `loss`; the interest part of
a loss, shortfalls and what is withheld reduce the cash received; late receipts and recoveries add to it."""

LANES = 64
"""Scenarios that the kernel takes side by side: the rows of a line then fit the processor's first cache."""

# The compiled kernel on disk is renewed when kernel.py changes, not when this file does: change both.
