"""Which holder of a class is paid what? A retail class by requests and lot in whole units, others pro rata."""
