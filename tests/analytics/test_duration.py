import numpy as np
import pytest

from seriatim.analytics.arrays import distribution_times_months
from seriatim.analytics.duration import (
    effective_convexity,
    effective_duration,
    macaulay_duration_years,
    modified_duration,
)
from seriatim.analytics.yields import price_from_yield

MONTHS = distribution_times_months(27 / 30, 360)
CASH = np.linspace(2.0, 0.5, 360)


@pytest.mark.parametrize("annual", [-0.5, 0.0, 0.07, 2.0])
def test_modified_duration_is_the_slope_of_the_price(annual: float) -> None:
    shift = 1e-5
    yields = [annual - shift, annual, annual + shift]
    down, middle, up = price_from_yield(CASH, MONTHS, yield_annual=yields).tolist()
    found = float(modified_duration(CASH, MONTHS, yield_annual=annual))
    assert found == pytest.approx((down - up) / (2 * shift * middle), rel=1e-6)
    effective = effective_duration(middle, price_down=down, price_up=up, yield_shift=shift)
    assert found == pytest.approx(float(effective), rel=1e-6)


def test_macaulay_duration_at_no_yield_is_the_average_time() -> None:
    expected = (CASH * MONTHS).sum() / CASH.sum() / 12
    assert float(macaulay_duration_years(CASH, MONTHS, yield_annual=0.0)) == pytest.approx(expected)


def test_one_stream_at_many_yields() -> None:
    found = macaulay_duration_years(CASH, MONTHS, yield_annual=[0.0, 0.05, 0.10])
    assert found.shape == (3,)
    assert np.all(np.diff(found) < 0)


def test_no_cash_has_no_duration() -> None:
    assert np.isnan(macaulay_duration_years([0.0, 0.0], [1.0, 2.0], yield_annual=0.05))


def test_convexity_of_a_bullet() -> None:
    """Twice compounded, one payment at n half years has convexity n (n + 1) / (4 (1 + y/2)^2)."""
    prices = [float(price_from_yield([1.0], [60.0], yield_annual=0.06 + move)) for move in (-1e-4, 0.0, 1e-4)]
    found = effective_convexity(prices[1], price_down=prices[0], price_up=prices[2], yield_shift=1e-4)
    assert float(found) == pytest.approx(10 * 11 / 4 / 1.03**2, rel=1e-5)


@pytest.mark.parametrize("shift", [0.0, -0.01, float("nan")])
def test_a_shift_moves_yields_up(shift: float) -> None:
    with pytest.raises(ValueError, match="a yield shift must be above zero"):
        effective_duration(100.0, price_down=101.0, price_up=99.0, yield_shift=shift)
