"""Fees in any weather: cash in is cash out, classes are the loans, nothing of a fee is lost, no cap is exceeded."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import seriatim
from seriatim.basics.dates import distribution_dates
from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.deal.fees.terms import Fee
from seriatim.deal.series import Series
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from tests.compile.small import FILES
from tests.deal.conservation import leaks
from tests.projection.histories import random_history, write_history
from tests.projection.scenarios import scenarios
from tests.projection.test_sources_and_uses import DUST, differences
from tests.special.small import special_deal

SMALL = ("weather", "stripped", "super-senior", "credit-support")
HALF_CENT = 0.005
CENT = 0.01


@cache
def model_of(name: str) -> DealModel:
    return seriatim.load(FILES / f"{name}.yaml" if name in SMALL else name).model


def paying(model: DealModel, fees: Sequence[Fee]) -> DealModel:
    """The deal with fees; of a series, each group has those with its number."""
    deal = model.deal
    if isinstance(deal, Series):
        groups = tuple(
            group.model_copy(update={"fees": tuple(fees[place :: len(deal.groups)])})
            for place, group in enumerate(deal.groups)
        )
        return replace(model, deal=deal.model_copy(update={"groups": groups}))
    return replace(model, deal=deal.model_copy(update={"fees": tuple(fees)}))


@st.composite
def some_fees(draw: st.DrawFn) -> tuple[Fee, ...]:
    """One to four fees, each to a party of its own: small ones, and such as leave the classes nothing."""
    found = []
    for number in range(draw(st.integers(1, 4))):
        rate = draw(st.none() | st.decimals("0.0001", "0.05", places=4))
        amount = draw(st.decimals("0.01", "5000", places=2))
        cap = draw(st.none() | st.decimals("5000", "20000", places=2))
        how = {"rate": str(rate)} if rate is not None else {"amount a month": str(amount)}
        terms = {"name": f"fee {number}", "paid to": f"Party {number}", "source": "supplement p. 1", **how}
        found.append(Fee.model_validate(terms | ({"cap a year": str(cap)} if cap is not None else {})))
    return tuple(found)


def balance_of_the_loans(model: DealModel, scenario: Scenario) -> NDArray[np.float64]:
    """Scheduled balance before each day."""
    principal = [not notional for notional in model.notional]
    return project_pool(model, [scenario])[:, ITEMS.index("opening_balance")][principal].sum(0)[:, 0]


def keeps_its_terms(flows: CashFlows, fee: Fee, loans: NDArray[np.float64], first_of_year: Sequence[int]) -> None:
    """The month's fee is paid or carried over, to the half cent, and no calendar year pays more than its cap."""
    before, paid, after = (flows.item(fee.paid_to, item)[:, 0] for item in ("opening_balance", "received", "balance"))
    month = loans * float(fee.rate) / 12 if fee.rate is not None else float(fee.amount_a_month) * (loans > HALF_CENT)
    assert np.abs(before + month - paid - after).max() <= HALF_CENT + 1e-6
    assert (before[0], *before[1:]) == (0, *after[:-1])
    assert paid.min() >= -1e-9
    if fee.cap_a_year is not None:
        years = [paid[one:other].sum() for one, other in pairwise((*first_of_year, len(paid)))]
        assert max(years) <= float(fee.cap_a_year) + CENT


def stand_in_order(flows: CashFlows, fees: Sequence[Fee]) -> None:
    """A fee without a cap that is not paid in full leaves no cash for later fees, nor for any class."""
    deal = flows.model.deal
    names = (*(each.name for each in deal.classes.regular), deal.residual_class)
    classes = sum(flows.item(name, item)[:, 0] for name in names for item in ("interest", "principal"))
    for place, fee in enumerate(fees):
        short = (flows.item(fee.paid_to, "balance")[:, 0] > CENT) & (fee.cap_a_year is None)
        below = classes + sum(flows.item(later.paid_to, "received")[:, 0] for later in fees[place + 1 :])
        assert not (short & (below > CENT)).any()


@pytest.mark.parametrize("name", [each for each in SMALL if each != "credit-support"])
@settings(max_examples=40)
@given(fees=some_fees(), scenario=scenarios())
def test_what_holds_of_fees_in_any_scenario(name: str, fees: tuple[Fee, ...], scenario: Scenario) -> None:
    """The year of a day is read off the calendar here, by nominal days."""
    model = paying(model_of(name), fees)
    found = leaks(model, [scenario])
    assert found["cash"] < 1e-4
    assert found["balances"] < 0.05
    assert found["negative"] < 1e-4
    flows, loans = simulate(model, [scenario]), balance_of_the_loans(model, scenario)
    days = distribution_dates(model.deal.dates.first_distribution_day, model.months)
    first_of_year = [at for at, day in enumerate(days) if at == 0 or day.year != days[at - 1].year]
    for fee in fees:
        keeps_its_terms(flows, fee, loans, first_of_year)
    stand_in_order(flows, fees)


@pytest.mark.parametrize("name", [*SMALL, "cmsi-1999-7", "example-two-pools"])
@settings(max_examples=4)
@given(fees=some_fees(), scenario=scenarios())
def test_sources_are_uses_to_the_last_digit(name: str, fees: tuple[Fee, ...], scenario: Scenario) -> None:
    for difference in differences(paying(model_of(name), fees), scenario, months=14):
        assert abs(difference) < DUST


@pytest.mark.parametrize("name", ["weather", "cmsi-1994-5", "cmsi-1999-7"])
def test_and_when_things_happen(name: str, tmp_path) -> None:
    """Cash withheld and late, losses of all kinds, recoveries, beside fees that take a large part of the interest."""
    model = paying(model_of(name), [fee("one", rate="2%"), fee("two", amount="2000", cap="9000")])
    rows = random_history(model.pools[0].lines, seed=7)
    happened = model.under(model.read_events(write_history(rows, tmp_path / "events.csv")))
    for difference in differences(happened, Scenario(psa=150, sda=100, severity=0.4)):
        assert abs(difference) < DUST


def fee(name: str, *, rate: str | None = None, amount: str | None = None, cap: str | None = None) -> Fee:
    stated = {"rate": rate, "amount a month": amount, "cap a year": cap}
    given_terms = {key: value for key, value in stated.items() if value is not None}
    return Fee.model_validate({"name": name, "paid to": f"Party {name}", "source": "supplement p. 1", **given_terms})


@pytest.mark.parametrize("name", [*SMALL, "cmsi-1999-7", "example-two-pools"])
def test_both_engines_agree(name: str) -> None:
    model = paying(model_of(name), [fee("one", rate="0.5%", cap="900"), fee("two", amount="40", cap="400")])
    bad = [Scenario(psa=300, sda=400, severity=0.5, libor=0.06), Scenario(cdr=0.2, advancing="none", libor=0.06)]
    lanes, exact = (simulate(model, bad, engine=engine) for engine in ("lanes", "exact"))
    assert lanes.accounts == exact.accounts
    assert np.abs(lanes.values - exact.values).max() < 1e-6 * float(model.balance)


def test_a_plan_with_fees_keeps_what_classes_miss(tmp_path) -> None:
    """Events or none: a quiet course of events changes no figure of a deal whose cash a fee makes short."""
    model = paying(special_deal("fees").model, [fee("one", rate="3%", cap="500")])
    scenario = Scenario(psa=400, sda=300, severity=0.3)
    quiet = model.under(model.read_events(write_history([{"period": 1}], tmp_path / "events.csv")))
    assert np.abs(simulate(model, [scenario]).item("B", "loss")).max() > CENT
    ours, theirs = simulate(model, [scenario]), simulate(quiet, [scenario])
    for account in ours.accounts:
        assert (
            np.abs(ours.item(account.subject, account.type) - theirs.item(account.subject, account.type)).max() < 1e-6
        )
