import numpy as np

from seriatim.analytics.last_distribution import last_distribution


def test_scenarios_end_on_their_own_days() -> None:
    balance = np.array(
        [[100.0, 100.0, 0.0, 100.0], [0.0, 50.0, 0.0, 0.0], [0.0, 0.005, 0.0, 60.0], [0.0, 0.0, 0.0, 0.0]]
    )
    assert last_distribution(balance).tolist() == [1, 2, 0, 3]


def test_a_class_still_outstanding_has_no_last_distribution() -> None:
    assert int(last_distribution([100.0, 90.0])) == 2
