"""The Python face: deals, runs, tables."""
