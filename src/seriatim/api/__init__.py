"""How do I ask from Python? Deals, runs, tables."""
