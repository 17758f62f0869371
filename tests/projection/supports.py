"""What is reported of every credit support."""

SUPPORT_ITEMS = (
    "draw",
    "shortfall_draw",
    "reimbursement",
    "from_servicer",
    "excess",
    "deposit",
    "release",
    "available",
)
