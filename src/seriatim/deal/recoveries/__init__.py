"""Recoveries: money that comes in after a loss."""
