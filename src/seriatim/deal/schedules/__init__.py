"""Planned and targeted balances: the printed table and the rule that made it."""
