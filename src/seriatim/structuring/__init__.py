"""Structuring of a deal: schedules, and later class sizes and stratification."""
