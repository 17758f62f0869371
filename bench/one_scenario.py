"""One scenario from the question to the answer: loans projected, waterfall run, cash flows of all classes there."""

from collections.abc import Iterator
from itertools import cycle

import seriatim
from bench.measure import Figure, seconds

DEAL = "cmsi-2006-6"
SPEEDS = (100, 225, 350, 500)


def figures() -> Iterator[Figure]:
    """Milliseconds for one scenario, warm; the speed changes with each call, so nothing can be remembered."""
    deal = seriatim.load(DEAL)
    speeds = cycle(SPEEDS)
    taken = seconds(lambda: deal.run(seriatim.Scenario(psa=next(speeds))))
    yield Figure(f"one scenario of {DEAL}, end to end", 1e3 * taken, "ms", required=10)
