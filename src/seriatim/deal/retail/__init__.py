"""Retail classes: their holders are paid in whole units."""
