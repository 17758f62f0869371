"""Realized losses: their order, their limits, and who bears them for another class."""
