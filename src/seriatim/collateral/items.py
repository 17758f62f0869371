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

LANES = 64
"""Scenarios that the kernel takes side by side: the rows of a line then fit the processor's first cache."""

# The compiled kernel on disk is renewed when kernel.py changes, not when this file does: change both.
