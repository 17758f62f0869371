import numpy as np
import pytest

from seriatim.analytics.losses import aggregate_realized_loss


@pytest.mark.requirement("AN-08")
def test_the_1994_example_of_fixed_liquidations() -> None:
    """0.50 % of the initial balance at a severity of 20 %: $258,891 or $4,315 a month. Supplement 1994-5 p. S-40."""
    initial = 258_891_390.29
    losses = np.zeros(343)
    losses[24:84] = 0.005 * initial / 60 * 0.20
    assert round(losses[24]) == 4_315
    assert round(losses.sum()) == 258_891
    assert float(aggregate_realized_loss(losses, initial_balance=initial)) == pytest.approx(0.001)


def test_scenarios_are_measured_side_by_side() -> None:
    losses = np.array([[1.0, 0.0], [2.0, 0.0]])
    assert aggregate_realized_loss(losses, initial_balance=100.0).tolist() == [0.03, 0.0]
    assert aggregate_realized_loss(losses, initial_balance=[100.0, 300.0]).tolist() == [0.03, 0.0]


def test_a_pool_without_balance_is_refused() -> None:
    with pytest.raises(ValueError, match="need an initial balance above zero"):
        aggregate_realized_loss([0.0], initial_balance=0.0)
