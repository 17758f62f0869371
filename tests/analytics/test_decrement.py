import numpy as np
import pytest

from seriatim.analytics.decrement import anniversary_rows, decrement_table, outstanding_fraction


def test_rows_are_the_closing_day_and_each_twelfth_distribution() -> None:
    assert anniversary_rows(360).tolist() == list(range(0, 361, 12))
    assert anniversary_rows(11).tolist() == [0]


def test_fractions_keep_scenarios_apart_and_accrual_classes_above_one() -> None:
    balance = np.array([[100.0, 50.0], [107.0, 25.0], [0.0, 0.0]])
    assert outstanding_fraction(balance).tolist() == [[1.0, 1.0], [1.07, 0.5], [0.0, 0.0]]


@pytest.mark.parametrize(("balance", "fraction"), [(0.005, 0.0), (0.0051, 0.0051 / 1000.0), (-1e-9, 0.0)])
def test_half_a_cent_is_zero(balance: float, fraction: float) -> None:
    assert outstanding_fraction([1000.0, balance])[1] == fraction


def test_table_has_one_row_a_year() -> None:
    assert decrement_table(np.linspace(360.0, 0.0, 361)).shape == (31,)


def test_a_class_without_initial_balance_is_refused() -> None:
    with pytest.raises(ValueError, match="a class without an initial balance has no percent of it"):
        outstanding_fraction(np.array([[100.0, 0.0], [50.0, 0.0]]))
