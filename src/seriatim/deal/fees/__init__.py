"""Fees beside the servicing fee: a trustee, a paying agent and others are paid before the classes."""
