"""Which holder of a class is paid what? Requests by queue, the rest by lot, in whole units."""
