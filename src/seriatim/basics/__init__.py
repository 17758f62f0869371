"""Shared words: money, rates, dates, sources and problems. Knows no deal."""
