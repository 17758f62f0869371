"""One distribution day: a straight line of steps over named registers."""
