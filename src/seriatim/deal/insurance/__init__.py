"""Insured classes: an insurer guarantees their interest and principal."""
