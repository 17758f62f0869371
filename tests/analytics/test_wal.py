import numpy as np
import pytest

from seriatim.analytics.arrays import distribution_times_months
from seriatim.analytics.wal import net_declines, weighted_average_life


def test_life_of_a_known_stream() -> None:
    times = distribution_times_months(27 / 30, 4) / 12
    assert float(weighted_average_life([10.0, 20.0, 30.0, 40.0], times)) == pytest.approx((0.9 + 2.0) / 12)


def test_a_single_payment_lives_as_long_as_it_is_out() -> None:
    weights = np.zeros(360)
    weights[359] = 5.0
    assert float(weighted_average_life(weights, distribution_times_months(26 / 30, 360))) == 359 + 26 / 30


@pytest.mark.requirement("AN-03", "INC-06")
def test_accretion_counts_nothing() -> None:
    declines = net_declines([100.0, 101.0, 51.0, 0.0])
    assert declines.tolist() == [0.0, 50.0, 51.0]
    assert float(weighted_average_life(declines, [1.0, 2.0, 3.0])) == pytest.approx((100.0 + 153.0) / 101.0)


def test_scenarios_are_measured_side_by_side() -> None:
    balance = np.array([[100.0, 100.0, 0.0], [50.0, 100.0, 0.0], [0.0, 0.0, 0.0]])
    lives = weighted_average_life(net_declines(balance), [1.0, 2.0])
    assert lives[:2].tolist() == [1.5, 2.0]
    assert np.isnan(lives[2])


def test_months_must_agree() -> None:
    with pytest.raises(ValueError, match=r"times \(2,\) and amounts \(3, 5\) differ in months"):
        weighted_average_life(np.ones((3, 5)), [1.0, 2.0])


def test_first_distribution_follows_the_closing_day() -> None:
    with pytest.raises(ValueError, match="the first distribution day must follow the closing day: 0 months"):
        distribution_times_months(0, 3)
