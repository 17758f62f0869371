"""What the supplements print of the deals themselves, and what their own assumptions must bear out."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

import seriatim
from seriatim import Scenario
from seriatim.measures.classes import yield_annual
from tests.worked.both import Both

DEALS = ("cmsi-2006-6", "cmsi-1999-7", "cmsi-1994-5")
SIZES = {
    "cmsi-2006-6": {
        "A-1": 85_666_000, "A-2": 15_506_000, "A-3": 10_000_000, "A-4": 64_978_000, "A-6": 100_081_000,
        "A-7": 1_700_000, "A-8": 850_000, "A-9": 36_270_000, "A-10": 5_237_000, "A-11": 5_173_000,
        "A-12": 25_293_000, "A-PO": 675_373, "B-1": 7_086_000, "B-2": 1_999_000, "B-3": 1_090_000,
        "B-4": 727_000, "B-5": 546_000, "B-6": 545_259,
    },
    "cmsi-1999-7": {
        "A-1": 133_500_000, "A-2": 10_450_000, "A-3": 16_750_000, "A-4": 24_895_000, "A-5": 13_585_000,
        "A-6": 14_040_000, "A-7": 3_510_000, "A-8": 5_225_000, "A-9": 14_025_000, "A-10": 1_766_836,
        "M": 5_851_000, "B-1": 2_116_000, "B-2": 1_120_000, "B-3": 871_000, "B-4": 623_000, "B-5": 622_523,
    },
    "cmsi-1994-5": {
        "A-1": 24_158_000, "A-2": 63_987_000, "A-3": 46_499_000, "A-4": 49_858_000, "A-5": 16_803_000,
        "A-6": 18_431_000, "A-7": 20_385_000, "B-1": 16_828_704, "B-2": 1_941_686,
    },
}  # fmt: skip
RATES = {
    "cmsi-2006-6": (6.0, {"A-1": 5.75, "A-2": 5.75, "A-6": 5.97, "A-12": 5.62, "A-PO": 0}),
    "cmsi-1999-7": (7.0, {"A-6": 7.5, "A-7": 5.0, "A-10": 0}),
    "cmsi-1994-5": (6.25, {}),
}
"""What most classes of a deal pay, in percent, and what others do, in their first period."""


@cache
def at_no_speed(name: str) -> Both:
    return Both(seriatim.load(name))


@pytest.mark.requirement("CLASS-11")
@pytest.mark.parametrize("name", DEALS)
def test_the_class_tables(name: str) -> None:
    """Cover page of 1994-5, summaries of the others: sizes, and rates as the first day's interest has them."""
    told = at_no_speed(name)
    terms = told.deal.terms
    assert {each.name: each.balance for each in terms.classes.regular if each.notional is None} == SIZES[name]
    usual, others = RATES[name]
    for security in SIZES[name]:
        opening = float(told.series(security, "balance")[0])
        interest = float(told.series(security, "interest")[0] + told.series(security, "accretion")[0])
        assert interest / opening * 1200 == pytest.approx(others.get(security, usual), abs=1e-9), security


LAST_DAYS = {"cmsi-2006-6": date(2036, 11, 25), "cmsi-1999-7": date(2029, 9, 25), "cmsi-1994-5": date(2024, 3, 25)}


@pytest.mark.requirement("STRUCT-10", "T-108")
@pytest.mark.parametrize("name", DEALS)
def test_the_last_scheduled_distribution_day(name: str) -> None:
    """Without any prepayment all classes are paid off by then; nothing is computed beyond it."""
    told = at_no_speed(name)
    assert told.runs[0].flows.dates[-1] == LAST_DAYS[name]
    for security in SIZES[name]:
        assert told.series(security, "balance")[-1] == 0, security
    months = max(told.deal.model.pools[0].lines.remaining_term_months)
    assert sum(told.series(security, "balance")[months - 1] for security in SIZES[name]) > 0


@pytest.mark.requirement("STRUCT-10")
def test_class_a_3_of_1999_ends_by_may_2011() -> None:
    """At 0 % of the prepayment model, since the accretion of A-5 pays it too."""
    told = at_no_speed("cmsi-1999-7")
    balance = told.series("A-3", "balance")
    last = next(day for day, left in enumerate(balance) if left < 0.005)
    assert told.runs[0].flows.dates[last - 1] == date(2011, 5, 25)


@pytest.mark.requirement("STRUCT-11")
@pytest.mark.parametrize("name", DEALS)
def test_cash_is_enough_on_every_day_at_every_speed_of_the_tables(name: str) -> None:
    """Interest and principal of all classes are what the loans bring, and nobody is short of anything."""
    deal = seriatim.load(name)
    for speed in deal.terms.structuring_assumptions.table_speeds:
        scenario = Scenario(psa=100 * float(speed), libor=0.0532)
        run, loans = deal.run(scenario), deal.collateral(scenario).to_polars()
        principal = loans.filter(loans["strip"] != "io")
        cash = loans["interest"].sum() + sum(
            principal[item].sum() for item in ("scheduled_principal", "prepayment", "liquidation_proceeds")
        )
        paid = sum(float(run[each].interest.sum() + run[each].principal.sum()) for each in deal.classes)
        assert paid == pytest.approx(cash, abs=0.05)
        assert not any(run[each].interest_shortfall.any() for each in SIZES[name])
        assert not any(abs(run[each].loss).max() > 0.5 for each in SIZES[name])
        assert run[deal.terms.classes.residual.name].interest.min() > -0.005


SPEEDS = {"cmsi-2006-6": ("350", "0 100 350 400 500"), "cmsi-1999-7": ("250", "0 150 250 350 500"),
          "cmsi-1994-5": ("350", "0 150 300 350 450 600")}  # fmt: skip


@pytest.mark.requirement("PREP-06")
@pytest.mark.parametrize("name", DEALS)
def test_speeds_are_the_deals_own(name: str) -> None:
    assumed = seriatim.load(name).terms.structuring_assumptions
    pricing, tables = SPEEDS[name]
    assert 100 * assumed.pricing_speed == Decimal(pricing)
    assert [100 * speed for speed in assumed.table_speeds] == [Decimal(speed) for speed in tables.split()]


@pytest.mark.requirement("PREP-06")
def test_a_scenario_may_use_another_model() -> None:
    """6 % a year from the first month on; 100 % of the prepayment model is 3.6 % in month 18 of these loans."""
    deal = seriatim.load("cmsi-1994-5")
    model, constant = Both(deal, Scenario(psa=100)), Both(deal, Scenario(cpr=0.06))
    names = SIZES["cmsi-1994-5"]
    paid = [sum(told.series(each, "principal")[0] for each in names) for told in (model, constant)]
    first = deal.collateral(Scenario(cpr=0.06)).to_polars().row(0, named=True)
    left = 258_891_390.29 - first["scheduled_principal"]
    prepaid = [left * (1 - (1 - rate) ** (1 / 12)) for rate in (0.036, 0.06)]
    assert first["prepayment"] == pytest.approx(prepaid[1], abs=0.01)
    assert paid[1] - paid[0] == pytest.approx(prepaid[1] - prepaid[0], abs=0.01)


@pytest.mark.requirement("AN-14")
@pytest.mark.parametrize("security", ["A-1", "A-3", "B-1"])
@pytest.mark.parametrize(("price", "faster_is"), [(90, "higher"), (100.5, "lower"), (110, "lower")])
def test_speed_and_yield(security: str, price: float, faster_is: str) -> None:
    """Bought at a discount, prepayments raise the yield; at a premium they lower it."""
    deal = seriatim.load("cmsi-2006-6")
    runs = [deal.run(Scenario(psa=psa)).flows for psa in (100, 350, 500)]
    yields = [float(yield_annual(run, security, price)[0]) for run in runs]
    assert sorted(yields, reverse=faster_is == "lower") == yields
    assert abs(yields[-1] - yields[0]) > 0.0002
