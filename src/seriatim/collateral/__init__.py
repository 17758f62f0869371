"""Payments of the loans: loans and rep lines, strips, scenarios and the projection. Knows no classes."""
