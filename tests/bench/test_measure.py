"""The stopwatch of `make bench` measures, and its ratios point the right way."""

from time import sleep

from bench.measure import Figure, calls_that_take, seconds


def test_a_known_wait_is_measured():
    assert 0.002 <= seconds(lambda: sleep(0.002), repeats=2, at_least=0.01) < 0.1


def test_short_work_is_repeated_until_it_can_be_measured():
    assert calls_that_take(0.01, lambda: None) > 100


def test_a_ratio_above_one_is_met_whatever_the_unit():
    assert Figure("time", 5, "ms", required=10).ratio == 2
    assert Figure("rate", 30_000, "runs/s", required=20_000, more_is_better=True).ratio == 1.5
    assert not Figure("time", 20, "ms", required=10).met
    assert Figure("for information", 1, "s").met
