"""What is a class of this deal worth, how long does it last? The measures of `analytics`, asked of a run."""
