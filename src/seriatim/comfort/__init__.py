"""Comfort: do our figures equal the document's? Printed figures as data, recomputed and compared."""
