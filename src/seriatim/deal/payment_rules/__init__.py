"""Rules that say which class is paid principal, in which order and how far."""
