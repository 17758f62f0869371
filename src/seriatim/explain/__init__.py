"""Reasons why an amount was paid, or not, read off the exact run of a plan, step by step."""
