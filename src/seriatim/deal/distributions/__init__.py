"""Distributions when cash falls short, and when loans prepay without interest."""
