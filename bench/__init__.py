"""Speeds of Seriatim, as ratios in one run: `make bench`.

Each module of measurements has a function `figures()` that yields `Figure`s; `bench.__main__` lists the modules, prints
one table and stores nothing. A speed means little between machines, and another program on the same cores halves it, so
every figure stands beside what it is compared with, measured in the same run or required by us; none fails a test.
"""
