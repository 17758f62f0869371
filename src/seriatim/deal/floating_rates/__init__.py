"""Rates linear in LIBOR: of floating-rate and inverse classes, of yield maintenance agreements."""
