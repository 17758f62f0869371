"""Yield maintenance agreements: a provider pays a class when LIBOR is high."""
