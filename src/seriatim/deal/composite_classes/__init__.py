"""Composite classes: certificates of component classes of several groups."""
