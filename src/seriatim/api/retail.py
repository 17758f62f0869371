"""A retail class to its holders: whole units of a run, paid by requests and by lot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.collateral.scenario import Scenario
from seriatim.deal.retail.terms import RetailClass
from seriatim.deal.series import AnyDeal, groups_of
from seriatim.holders.queue import pay_holders
from seriatim.holders.register import Register, Terms, read_register
from seriatim.plan.accounts import WHOLE_UNITS
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True)
class RetailHoldings:
    """The holders of a retail class: CSV files of holdings and of requests, and the seed of the lot."""

    file: str | Path
    requests: str | Path | None = None
    seed: int = 0


def pay_retail(model: DealModel, scenario: Scenario, class_name: str, *, held: RetailHoldings) -> polars.DataFrame:
    """Payments to each holder of a retail class, one row per day, holder and kind of payment; with the seed.

    Raises ProblemsError with all that is wrong with the class and the files, before anything is run.
    """
    import polars as pl

    retail = _retail_class(model.deal, class_name)
    register = _register(model, retail, held)
    flows = simulate(model, [scenario])
    paid = flows.item(class_name, WHOLE_UNITS)[:, 0] / float(retail.unit)
    payments = pay_holders([round(units) for units in paid.tolist()], flows.dates, register, seed=held.seed)
    return pl.DataFrame(
        {
            "period": [payment.day for payment in payments],
            "date": [flows.dates[payment.day - 1] for payment in payments],
            "class": [class_name] * len(payments),
            "holder": [payment.holder for payment in payments],
            "kind": [payment.kind for payment in payments],
            "seed": [held.seed] * len(payments),
            "units": [payment.units for payment in payments],
            "principal": [float(payment.units * retail.unit) for payment in payments],
        },
        schema_overrides={"date": pl.Date, "holder": pl.String, "kind": pl.String, "class": pl.String},
    )


def _retail_class(terms: AnyDeal, name: str) -> RetailClass:
    known = {each.name: each for group in groups_of(terms) for each in group.retail}
    if name not in known:
        hint = did_you_mean(name, known) if known else "the deal has none: see 'retail' in the deal language"
        raise ProblemsError([Problem("", None, f"{terms.deal} has no retail class {name!r}", hint)])
    return known[name]


def _register(model: DealModel, retail: RetailClass, held: RetailHoldings) -> Register:
    dates = model.deal.dates
    units = int(model.initial[retail.name] / retail.unit)
    terms = Terms(retail.name, units, dates.closing_date, dates.last_distribution_day)
    return read_register(Path(held.file), None if held.requests is None else Path(held.requests), terms)
