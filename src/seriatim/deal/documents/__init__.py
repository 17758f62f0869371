"""Documents: what the sources of a deal file refer to."""
