"""Ratio stripping: division of the loans into target-rate, PO and IO strips."""
