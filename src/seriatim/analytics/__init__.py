"""Measures on arrays: how long a class lasts, what it is worth, what was lost. Knows no deal."""
