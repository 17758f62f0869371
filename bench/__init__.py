"""Speeds of Seriatim, as ratios in one run: `make bench`.

Each module of measurements has a function `figures()` that yields `Figure`s; `bench.__main__` lists the modules, prints
one table and ends with status 1 when a required speed is missed. A speed means little between machines, so every figure
stands beside what it is compared with, measured in the same run or required by us.
"""
