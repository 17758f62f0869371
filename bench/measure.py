"""How long something takes, and how that compares."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Figure:
    """One measured figure beside what it should be.

    `ratio` is how many times better than required the figure is: above 1 is met, whatever the unit. Without `required`
    the figure is for information.
    """

    name: str
    measured: float
    unit: str
    required: float | None = None
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times better than required; None where nothing is required."""
        if self.required is None:
            return None
        return self.measured / self.required if self.more_is_better else self.required / self.measured

    @property
    def met(self) -> bool:
        """True unless a required speed is missed."""
        return self.ratio is None or self.ratio >= 1


def seconds(work: Callable[[], object], *, repeats: int = 5, at_least: float = 0.2) -> float:
    """The time of one call of `work`, warm: the best of `repeats` rounds, each long enough to be measured.

    The first call is not counted, so that what is compiled or cached once does not count either. The best round is the
    one that was disturbed least by everything else on the machine.
    """
    work()
    calls = calls_that_take(at_least, work)
    return min(timed(work, calls=calls) for _ in range(repeats)) / calls


def calls_that_take(at_least: float, work: Callable[[], object]) -> int:
    """How many calls it takes to run for `at_least` seconds."""
    calls = 1
    while (taken := timed(work, calls=calls)) < at_least:
        calls = max(calls + 1, int(1.2 * calls * at_least / max(taken, 1e-9)))
    return calls


def timed(work: Callable[[], object], *, calls: int = 1) -> float:
    """Seconds that a number of calls take together, the garbage collector kept out."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        begun = perf_counter()
        for _ in range(calls):
            work()
        return perf_counter() - begun
    finally:
        if collecting:
            gc.enable()
