"""The words in which conventions of defaults are stated, for those who read a scenario from text."""

from seriatim.collateral.conventions import ADVANCING, LONGEST_LAG_MONTHS, SEVERITY_BASES

__all__ = ["ADVANCING", "LONGEST_LAG_MONTHS", "SEVERITY_BASES"]
