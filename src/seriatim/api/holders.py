"""A class that is not retail to its holders: pro rata to their balances, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from seriatim.api.classes import certificate_classes, component_classes, composite_of
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.collateral.scenario import Scenario
from seriatim.deal.series import AnyDeal, groups_of
from seriatim.holders.certificates import read_holdings
from seriatim.holders.pro_rata import PRINCIPAL, ClassDay, Distribution, class_days, nearest_cent, pay_pro_rata
from seriatim.plan.accounts import BALANCE, INTEREST, Side
from seriatim.plan.accounts import PRINCIPAL as PRINCIPAL_ACCOUNT
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import simulate

if TYPE_CHECKING:
    import polars


def pay_holders_of(model: DealModel, scenario: Scenario, class_name: str, *, holdings: str | Path) -> polars.DataFrame:
    """Payments to each holder of a class and their means, one row per day and holder that is paid.

    Raises ProblemsError for a class without holders of this kind, and with all that is wrong with the holdings.
    """
    _check_class(model.deal, class_name)
    flows = simulate(model, [scenario])
    initial = nearest_cent(float(flows.balance(class_name)[0, 0]))
    if not initial:
        raise ProblemsError([Problem("", None, f"class {class_name} has no balance by which it could be shared")])
    held = read_holdings(Path(holdings), class_name, initial)
    days = _class_days(flows, class_name)
    return _frame(flows, class_name, list(days[0].paid), tuple(pay_pro_rata(days, held)))


def _check_class(terms: AnyDeal, name: str) -> None:
    """Refuses what is no class, a component class, and a retail class."""
    retail = {each.name for group in groups_of(terms) for each in group.retail}
    if name in retail:
        hint = "give `RetailHoldings`, or use `seriatim retail`"
        raise ProblemsError(
            [Problem("", None, f"holders of retail class {name} are paid by requests and by lot", hint)]
        )
    if name in component_classes(terms):
        reason = f"no certificates are issued of component class {name}"
        raise ProblemsError([Problem("", None, reason, f"they are of {composite_of(terms, name)}")])
    known = certificate_classes(terms)
    if name not in known:
        raise ProblemsError([Problem("", None, f"{terms.deal} has no class {name!r}", did_you_mean(name, known))])


def _class_days(flows: CashFlows, name: str) -> list[ClassDay]:
    """Distributions to a class by day: interest, principal, and whatever else its holders receive."""
    usual = (INTEREST, PRINCIPAL_ACCOUNT)
    paid = {"interest": flows.item(name, INTEREST), PRINCIPAL: flows.item(name, PRINCIPAL_ACCOUNT)}
    for account in flows.accounts:
        if account.subject == name and account.side is Side.OUT and account.type not in usual:
            paid[account.item] = flows.item(name, account.type)
    amounts = {item: values[:, 0].tolist() for item, values in paid.items()}
    return class_days(amounts, flows.item(name, BALANCE)[:, 0].tolist())


def _frame(
    flows: CashFlows, name: str, items: Sequence[str], distributions: Sequence[Distribution]
) -> polars.DataFrame:
    import polars as pl

    dates = flows.dates
    texts = {"date": pl.Date, "class": pl.String, "holder": pl.String, "means": pl.String}
    amounts = dict.fromkeys(("opening_balance", *items, "closing_balance"), pl.Float64)
    return pl.DataFrame(
        {
            "period": [each.day for each in distributions],
            "date": [dates[each.day - 1] for each in distributions],
            "class": [name] * len(distributions),
            "holder": [each.holder for each in distributions],
            "means": [each.means for each in distributions],
            "opening_balance": [each.opening / 100 for each in distributions],
            **{item: [each.paid[item] / 100 for each in distributions] for item in items},
            "closing_balance": [each.closing / 100 for each in distributions],
        },
        schema_overrides={"period": pl.Int64, **texts, **amounts},
    )
