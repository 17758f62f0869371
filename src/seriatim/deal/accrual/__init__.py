"""Accrual classes, and whom they pay."""
