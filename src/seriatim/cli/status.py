"""Exit status of a command; 0 is fine."""

FINDING = 1
"""A problem in a deal file, or a printed figure that differs and is not listed."""
WRONG_INPUT = 2
"""Wrong usage, or input that cannot be worked with."""
INTERRUPTED = 130
"""The user said stop."""
NOBODY_READS = 141
"""The reader of a pipe has left."""
