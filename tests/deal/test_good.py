"""Deals of other shelves and forms: they read, check clean, compile, and keep every cent."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.deal.credit_support.terms import SupportKind
from seriatim.deal.series import groups_of
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate
from seriatim.structuring.schedules import with_derived_tables
from tests.deal.cases import BASE, BASE_OF_GROUPS, load
from tests.deal.conservation import CASH, leaks

GOOD = sorted((Path(__file__).parent / "good").iterdir())
SCENARIOS = [
    Scenario(libor=0.04),
    Scenario(psa=100, libor=0.02),
    Scenario(psa=300, libor=0.075),
    Scenario(psa=900, libor=0.12),
    Scenario(psa=200, sda=300, severity=0.5, libor=0.05),
    Scenario(psa=150, sda=800, severity=0.8, advancing="none", libor=0.05),
]
HALF_A_CENT_A_CLASS = 0.05


@cache
def ready(folder: Path) -> DealModel:
    return with_derived_tables(load(folder))


@pytest.mark.parametrize("folder", [BASE, BASE_OF_GROUPS, *GOOD], ids=lambda folder: folder.name)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=range(len(SCENARIOS)))
def test_cash_in_is_cash_out(folder, scenario):
    found = leaks(ready(folder), [scenario])
    assert found["cash"] < 1e-4
    assert found["balances"] < HALF_A_CENT_A_CLASS
    assert found["negative"] < 1e-4
    assert found["left at the end"] < HALF_A_CENT_A_CLASS


@pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)
def test_both_engines_agree(folder):
    model = ready(folder)
    scenario = SCENARIOS[4:5]
    lanes, exact = (simulate(model, scenario, engine=engine) for engine in ("lanes", "exact"))
    assert np.abs(lanes.values - exact.values).max() < 1e-2


def test_the_good_deals_need_every_form():
    """One deal at least without subordination, without stripping, with stripping but no PO or no IO class."""
    deals = [group for folder in GOOD for group in groups_of(ready(folder).deal)]
    assert any(not deal.classes.subordinated for deal in deals)
    assert any(deal.ratio_stripping and not deal.interest_only_class for deal in deals)
    assert any(deal.ratio_stripping and not deal.principal_only_class for deal in deals)
    assert any(len(deal.accrual) == 2 for deal in deals)
    assert any({support.kind for support in deal.credit_support} == {*get_args(SupportKind)} for deal in deals)
    assert any(deal.schedules and not any(schedule.table for schedule in deal.schedules) for deal in deals)
    assert any(len(security.notional_classes) > 1 for deal in deals for security in deal.classes.regular)


AGENCY = Path(__file__).parent / "good" / "agency"


@pytest.mark.parametrize("psa", [100, 125, 150, 200, 225, 300])
def test_planned_classes_keep_their_schedules_inside_their_bands(psa):
    model = ready(AGENCY)
    flows = simulate(model, [Scenario(psa=psa)])
    for name, classes, low, high in (
        ("first planned balance", ("PA", "PB"), 100, 300),
        ("second planned balance", ("PC",), 125, 225),
    ):
        planned = np.array([float(each) for each in model.tables[name].of("balance")])
        balance = sum(flows.balance(each) for each in classes)[1 : len(planned) + 1, 0]
        inside = low <= psa <= high
        assert (np.abs(balance - planned).max() < 0.02) == inside


def test_the_second_layer_supports_the_first():
    """Outside both bands the PAC I classes miss their schedule by less than the PAC II class misses its own."""
    model = ready(AGENCY)
    flows = simulate(model, [Scenario(psa=350)])
    first = np.array([float(each) for each in model.tables["first planned balance"].of("balance")])
    second = np.array([float(each) for each in model.tables["second planned balance"].of("balance")])
    months = min(len(first), len(second))
    missed_first = np.abs((flows.balance("PA") + flows.balance("PB"))[1 : months + 1, 0] - first[:months])
    missed_second = np.abs(flows.balance("PC")[1 : months + 1, 0] - second[:months])
    assert np.argmax(missed_second > 1) < np.argmax(missed_first > 1)


def test_a_floater_and_its_inverse_share_a_fixed_rate():
    model = ready(AGENCY)
    flows = simulate(model, [Scenario(psa=150, libor=libor) for libor in (0.0, 0.03, 0.075)])
    together = flows.item("F", "interest") + flows.item("S", "interest")
    balances = flows.item("F", "opening_balance") + flows.item("S", "opening_balance")
    assert np.abs(together - balances * 0.06 / 12).max() < 1e-6


def test_an_interest_strip_follows_several_classes():
    flows = simulate(ready(AGENCY), [Scenario(psa=150)])
    opening = {name: flows.item(name, "opening_balance") for name in ("PA", "PB", "PI", "C", "F", "S", "CI")}
    assert np.abs(opening["PI"] - 0.083333333333 * (opening["PA"] + opening["PB"])).max() < 1e-4
    wanted = 0.166666666667 * opening["C"] + 0.03 * (opening["F"] + opening["S"])
    assert np.abs(opening["CI"] - wanted).max() < 1e-4
    assert np.abs(flows.item("PI", "interest") - opening["PI"] * 0.06 / 12).max() < 1e-6


def test_an_accrual_class_grows_until_it_is_paid():
    balance = simulate(ready(AGENCY), [Scenario(psa=150)]).balance("Z")[:, 0]
    grows = [later >= earlier for earlier, later in pairwise(balance[: int(balance.argmax())])]
    assert all(grows)
    assert balance.max() > 2 * balance[0]


def test_interest_without_an_owner_goes_to_the_residual():
    for name in ("no-io-class", "two-accrual-classes", "pass-through"):
        model = ready(Path(__file__).parent / "good" / name)
        flows = simulate(model, [Scenario(psa=100)])
        assert flows.item(model.deal.classes.residual.name, "interest")[0, 0] > 0


def test_a_strip_of_the_pool_follows_the_loans():
    model = ready(Path(__file__).parent / "good" / "strip-of-the-pool")
    flows = simulate(model, [Scenario(psa=200)])
    pool = sum(flows.item(name, "opening_balance") for name in ("A-1", "A-2", "B"))
    assert np.abs(flows.item("X", "opening_balance") - pool).max() < HALF_A_CENT_A_CLASS
    assert np.abs(flows.item("R", "interest")).max() < 1


AGENCY_GROUPS = Path(__file__).parent / "good" / "agency-groups"
WEATHER = [*SCENARIOS, Scenario(psa=175, cdr=0.03, severity=0.4, libor=0.04)]


@pytest.mark.parametrize("scenario", WEATHER, ids=range(len(WEATHER)))
def test_groups_without_cross_collateralization_are_series_of_their_own(scenario):
    """The first group is the agency deal: beside another group it is paid to the cent what it is paid alone."""
    alone, beside = ready(AGENCY), ready(AGENCY_GROUPS)
    flows = simulate(alone, [scenario]), simulate(beside, [scenario])
    for security in alone.deal.classes.regular:
        for item in ("interest", "principal", "accretion", "loss", "balance"):
            own, same = (each.item(security.name, item) for each in flows)
            assert np.abs(own - same).max() < 1e-6, f"{item} of {security.name}"


@pytest.mark.parametrize("scenario", WEATHER, ids=range(len(WEATHER)))
def test_each_group_keeps_its_own_cash_and_balances(scenario):
    model = ready(AGENCY_GROUPS)
    flows, loans = simulate(model, [scenario]), project_pool(model, [scenario])
    left = 0
    for place, group in enumerate(groups_of(model.deal)):
        names = [security.name for security in group.classes.regular]
        paid = sum(flows.item(name, item) for name in names for item in ("interest", "principal"))
        brought = sum(loans[place, ITEMS.index(item)] for item in CASH)
        assert (brought - paid).min() > -1e-6
        left = left + brought - paid
        balances = [each.name for each in group.classes.regular if each.balance is not None]
        classes = sum(flows.item(name, "balance") for name in balances)
        assert np.abs(classes - loans[place, ITEMS.index("balance")]).max() < HALF_A_CENT_A_CLASS
    assert np.abs(left - flows.item("R", "interest")).max() < 1e-6


@pytest.mark.parametrize("psa", [90, 115, 150, 200, 210, 275, 400])
def test_planned_classes_of_the_second_group_keep_their_schedules_inside_their_bands(psa):
    model = ready(AGENCY_GROUPS)
    flows = simulate(model, [Scenario(psa=psa)])
    for schedule, name, low, high in (
        ("third planned balance", "2-PA", 90, 275),
        ("fourth planned balance", "2-PC", 115, 210),
    ):
        planned = np.array([float(each) for each in model.tables[schedule].of("balance")])
        missed = np.abs(flows.balance(name)[1 : len(planned) + 1, 0] - planned).max()
        assert (missed < 0.02) == (low <= psa <= high), f"{name}: {missed}"


def test_structural_strips_and_accrual_of_the_second_group():
    flows = simulate(ready(AGENCY_GROUPS), [Scenario(psa=150, libor=libor) for libor in (0.0, 0.03, 0.07)])
    assert np.abs(flows.item("2-PI", "opening_balance") - flows.item("2-PA", "opening_balance") / 11).max() < 1e-2
    together = flows.item("2-F", "interest") + flows.item("2-S", "interest")
    balances = flows.item("2-F", "opening_balance") + flows.item("2-S", "opening_balance")
    assert np.abs(together[1:] - balances[1:] * 0.055 / 12).max() < 1e-2
    assert flows.balance("2-Z")[:, 0].max() > 1.5 * flows.balance("2-Z")[0, 0]
