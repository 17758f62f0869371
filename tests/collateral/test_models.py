"""The PSA and SDA curves, and the monthly rates that scenarios give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim.collateral.conventions import Conventions
from seriatim.collateral.models import drivers, monthly_rate, psa_cpr, sda_cdr
from seriatim.collateral.scenario import Liquidation, Scenario
from tests.collateral.pools import MARKET, scenarios


def smm(scenario: Scenario, age_months: int = 0, conventions: Conventions = MARKET) -> np.ndarray:
    table = drivers([scenario], conventions=conventions, months=360).prepayment
    return table.for_age(0, age_months, 360)


def mdr(scenario: Scenario, age_months: int = 0) -> np.ndarray:
    return drivers([scenario], conventions=MARKET, months=360).default.for_age(0, age_months, 360)


@pytest.mark.requirement("T-022", "PREP-01")
@pytest.mark.parametrize(("month", "percent"), [(1, 0.2), (2, 0.4), (3, 0.6), (29, 5.8), (30, 6), (31, 6), (360, 6)])
def test_psa(month, percent):
    """T-022: 100 % PSA; 200 % doubles it."""
    assert psa_cpr(month) == pytest.approx(percent / 100, rel=1e-14)
    assert psa_cpr(month, 200) == pytest.approx(percent / 50, rel=1e-14)


@pytest.mark.requirement("T-023", "PREP-03", "INC-08")
@pytest.mark.parametrize(
    ("month", "percent"),
    [(1, 0.02), (30, 0.60), (45, 0.60), (60, 0.60), (61, 0.5905), (62, 0.581), (119, 0.0395), (120, 0.03), (121, 0.03)],
)
def test_sda(month, percent):
    """T-023: 100 % SDA; 200 % doubles it."""
    assert sda_cdr(month) == pytest.approx(percent / 100, rel=1e-12)
    assert sda_cdr(month, 200) == pytest.approx(percent / 50, rel=1e-12)


def test_speeds_are_capped_at_everything():
    assert psa_cpr(30, 3000) == 1
    assert sda_cdr(30, 1e6) == 1
    assert smm(Scenario(psa=3000))[29] == 1


@pytest.mark.parametrize("curve", [psa_cpr, sda_cdr])
@pytest.mark.parametrize("month", [0, -1, float("nan")])
def test_no_month_before_the_first(curve, month):
    with pytest.raises(ValueError, match="a model month is 1 or more"):
        curve(month)


def test_a_months_rate_compounds_to_the_years():
    assert 1 - (1 - monthly_rate(0.06)) ** 12 == pytest.approx(0.06)
    assert monthly_rate(0.06, 0.08333333333) == pytest.approx(1 - 0.94**0.08333333333)


@pytest.mark.requirement("PREP-02")
def test_the_model_month_is_age_plus_distribution():
    """PREP-02: 360 - 343 = 17, so that the first distribution is model month 18."""
    assert smm(Scenario(psa=350), 17)[0] == pytest.approx(1 - (1 - 0.036 * 3.5) ** (1 / 12))
    assert mdr(Scenario(sda=200), 59)[:3] == pytest.approx(1 - (1 - np.array([0.012, 0.01181, 0.01162])) ** (1 / 12))


def test_constant_speeds_have_no_age():
    assert np.all(smm(Scenario(cpr=0.06), 5) == smm(Scenario(cpr=0.06), 100))
    assert smm(Scenario(cpr=0.06))[0] == pytest.approx(1 - 0.94 ** (1 / 12))
    assert smm(Scenario(smm=0.005))[7] == 0.005
    assert mdr(Scenario(cdr=0.02))[7] == pytest.approx(1 - 0.98 ** (1 / 12))
    assert not smm(Scenario()).any()
    assert not mdr(Scenario(psa=100)).any()


def test_vectors_go_by_distribution_and_the_last_value_holds():
    assert smm(Scenario(smm=(0.01, 0.02, 0.03)), 50)[:5].tolist() == [0.01, 0.02, 0.03, 0.03, 0.03]
    assert mdr(Scenario(cdr=[0, 1]), 50)[:3].tolist() == [0, 1, 1]


def test_a_vector_of_percents_goes_by_both():
    """100 % PSA for two months, then 200 %, of the curve at the age of the loan."""
    rates = smm(Scenario(psa=(100, 100, 200)), 3)
    assert rates[:5] == pytest.approx(1 - (1 - np.array([0.008, 0.010, 0.024, 0.028, 0.032])) ** (1 / 12))
    assert mdr(Scenario(sda=(0, 300)), 0)[:3] == pytest.approx(1 - (1 - np.array([0, 0.0012, 0.0018])) ** (1 / 12))


def test_the_exponent_is_a_convention():
    deal = Conventions(smm_exponent=0.08333333333)
    assert smm(Scenario(cpr=0.06), 0, deal)[0] == 1 - np.power(0.94, 0.08333333333)
    assert smm(Scenario(cpr=0.06, smm_exponent=0.5), 0, deal)[0] == pytest.approx(1 - 0.94**0.5)
    table = drivers([Scenario(cdr=0.06)], conventions=deal, months=360).default
    assert table.for_age(0, 0, 1)[0] == 1 - np.power(0.94, 1 / 12)


def test_resolved_conventions():
    deal = Conventions(lag_months=6, advancing="none", severity_base="liquidation", defaults_in_last_lag_months=True)
    own = Scenario(
        severity=0.2, lag_months=3, advancing="interest", severity_base="default", defaults_in_last_lag_months=False
    )
    table = drivers([Scenario(severity=0.4), own], conventions=deal, months=360)
    assert len(table) == 2
    assert table.lag_months.tolist() == [6, 3]
    assert table.stops_paying.tolist() == [True, False]
    assert table.advances_principal.tolist() == [False, False]
    assert table.severity_at_liquidation.tolist() == [0.4, 0]
    assert table.severity_at_default.tolist() == [0, 0.2]
    assert table.late_defaults.tolist() == [True, False]


@given(st.lists(scenarios, min_size=1, max_size=8), st.integers(0, 300))
def test_a_list_gives_each_scenario_what_it_gets_alone(many, age):
    together = drivers(many, conventions=MARKET, months=60)
    for index, scenario in enumerate(many):
        alone = drivers([scenario], conventions=MARKET, months=60)
        for kind in ("prepayment", "default"):
            rates = getattr(together, kind).for_age(index, age, 60)
            assert rates.tolist() == getattr(alone, kind).for_age(0, age, 60).tolist()
            assert 0 <= rates.min() <= rates.max() <= 1
        assert together.has_defaults[index] == alone.has_defaults[0]


def test_a_list_of_thousands_takes_few_powers():
    many = [Scenario(psa=psa, sda=psa / 10) for psa in range(2000)]
    table = drivers(many, conventions=MARKET, months=360)
    assert table.prepayment.rates.shape == (30, 2000)
    assert table.default.rates.shape == (120, 2000)


def test_no_scenarios():
    with pytest.raises(ValueError, match="no scenarios: a projection runs at least one"):
        drivers([], conventions=MARKET, months=360)


def test_liquidation_schedule():
    table = drivers([Scenario(liquidate=Liquidation(0.02, 25, 84)), Scenario()], conventions=MARKET, months=360)
    assert table.liquidated_each_month == pytest.approx([0.02 / 60, 0])
    assert table.has_defaults.tolist() == [True, False]
