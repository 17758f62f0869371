"""Dates: what everything is counted from."""
