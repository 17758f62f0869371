"""Figures the 1999-7 supplement prints in running text: 21 of 23 follow from the deal file and the loan lines."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np
import pytest

import seriatim
from seriatim.api.library import LIBRARY
from seriatim.comfort.printed import PrintedFigure, read_printed
from seriatim.measures.classes import last_payment
from seriatim.projection.model import DealModel

DEAL = "cmsi-1999-7"
NOT_FROM_THE_LINES = {"wam_months", "total_proceeds"}
"""Real loans behind rounded terms, and prices of which only the proceeds by class are printed (NOTES.md)."""

TEXT = [f for f in read_printed(LIBRARY / DEAL / "published" / "figures.csv") if f.table == "text"]


@pytest.fixture(scope="module")
def model() -> DealModel:
    return seriatim.load(DEAL).model


def balance(model: DealModel, *names: str) -> Decimal:
    return sum((model.deal.classes.named(name).balance or Decimal(0) for name in names), Decimal(0))


def wac(model: DealModel) -> float:
    lines = model.pools[0].lines
    return float(np.average(lines.gross_rate_annual, weights=lines.balance))


def juniors(model: DealModel, name: str) -> list[str]:
    """Classes subordinated to a class, 'A' being all seniors."""
    order = [security.name for security in model.deal.classes.subordinated]
    return order if name == "A" else order[order.index(name) + 1 :]


def last_day(model: DealModel, name: str) -> float:
    run = seriatim.load(DEAL).run_many([seriatim.Scenario(psa=0)])
    return run.dates[int(last_payment(run, name)[0]) - 1].toordinal()


def first_rate(model: DealModel, name: str) -> float:
    run = seriatim.load(DEAL).run_many([seriatim.Scenario(psa=0)])
    return float(run.item(name, "interest")[0, 0] / run.item(name, "opening_balance")[0, 0] * 12 * 100)


def limit(model: DealModel, kind: str) -> float:
    assert model.deal.losses is not None
    assert model.deal.losses.limits is not None
    amount = next(each.amount for each in model.deal.losses.limits.limits if each.kind == kind)
    return float(amount / model.balance * 100)


def share(model: DealModel, name: str, *, of: tuple[str, ...]) -> float:
    return float(balance(model, name) / balance(model, *of) * 100)


FIRST = ("A-1", "A-8", "A-9")
SECOND = ("A-2", "A-6", "A-7")
EVERYONE = [f"A-{k}" for k in range(1, 11)]
MEASURES: Mapping[str, Callable[[DealModel, str], float]] = {
    "last_distribution_at_0psa": last_day,
    "initial_rate_pct": first_rate,
    "initial_balance": lambda model, name: float(model.initial[name]),
    "phase1_share_pct": lambda model, name: share(model, name, of=FIRST),
    "phase2_share_pct": lambda model, name: share(model, name, of=SECOND),
    "subordination_level_usd": lambda model, name: float(balance(model, *juniors(model, name))),
    "subordination_level_pct": lambda model, name: (
        float(balance(model, *juniors(model, name)) / balance(model, *EVERYONE, *juniors(model, "A"))) * 100
    ),
    "initial_target_rate_share_mid_pct": lambda model, _: (
        float(balance(model, *EVERYONE[:9]) / balance(model, *EVERYONE[:9], *juniors(model, "A"))) * 100
    ),
    "balance": lambda model, _: float(model.balance),
    "wac_pct": lambda model, _: wac(model) * 100,
    "special_hazard_limit_pct": lambda model, _: limit(model, "special hazard"),
    "fraud_limit_pct": lambda model, _: limit(model, "fraud"),
    "bankruptcy_limit_pct": lambda model, _: limit(model, "bankruptcy"),
}


def test_every_text_figure_is_accounted_for() -> None:
    assert len(TEXT) == 23
    assert {figure.measure for figure in TEXT} == MEASURES.keys() | NOT_FROM_THE_LINES


@pytest.mark.parametrize(
    "figure",
    [figure for figure in TEXT if figure.measure not in NOT_FROM_THE_LINES],
    ids=lambda figure: f"{figure.measure}-{figure.classes[0]}",
)
def test_a_figure_of_the_text(model: DealModel, figure: PrintedFigure) -> None:
    computed = MEASURES[figure.measure](model, figure.classes[0])
    assert figure.agrees_with(computed), (figure.printed, computed)
