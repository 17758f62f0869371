"""Measures of the classes of a deal: those of `analytics`, asked of a run."""
