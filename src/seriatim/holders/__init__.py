"""Payments to the holders of a class: a retail class by requests and lot in whole units, others pro rata."""
