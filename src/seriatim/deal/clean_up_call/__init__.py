"""Clean-up call: the right to end the deal when it is small."""
