"""Allocations: senior percentages, step-downs, tests, NAS, maintenance of subordination."""
