"""Cash in is cash out, and the classes stay the loans: the laws every run of every deal obeys."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.deal.series import groups_of
from seriatim.plan.accounts import PAID, RECEIVED, Party, Side
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate

FROM_THE_TRUST = ("interest", "principal")
CASH = ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")


def leaks(model: DealModel, scenarios: list[Scenario]) -> dict[str, float]:
    """The largest violation of each law in any month, in dollars."""
    loans = project_pool(model, scenarios)
    flows = simulate(model, scenarios)
    names = [security.name for security in model.deal.classes.regular]
    with_balance = [security.name for security in model.deal.classes.regular if security.balance is not None]
    residual = model.deal.residual_class
    principal_strips = [not notional for notional in model.notional]
    item = {name: loans[:, position] for position, name in enumerate(ITEMS)}
    cash_in = item["interest"].sum(0) + sum(item[name][principal_strips].sum(0) for name in CASH[1:])
    cash_out = sum(flows.item(name, what) for name in [*names, residual] for what in FROM_THE_TRUST)
    for support in (support.name for group in groups_of(model.deal) for support in group.credit_support):
        cash_in = cash_in + flows.item(support, "draw") + flows.item(support, "release")
        cash_out = cash_out + sum(flows.item(support, what) for what in ("reimbursement", "excess", "deposit"))
    for account, values in zip(flows.accounts, flows.values, strict=True):
        if account.type in (PAID, RECEIVED) or (account.party is Party.CLASS and account.item not in FROM_THE_TRUST):
            cash_in = cash_in + (values if account.side is Side.IN else 0)
            cash_out = cash_out + (values if account.side is Side.OUT else 0)
    pool = item["balance"][principal_strips].sum(0)
    classes = sum(flows.item(name, "balance") for name in with_balance)
    lowest = min(0.0, *(float(each.min()) for each in _never_negative(flows)))
    return {
        "cash": float(np.abs(cash_in - cash_out).max()),
        "balances": float(np.abs(pool - classes).max()),
        "negative": -lowest,
        "left at the end": float(classes[-1].max()),
    }


def _never_negative(flows: CashFlows) -> Iterator[NDArray[np.float64]]:
    """All that is reported, but for what a component class gains and loses when all are divided anew."""
    certificates = {security.name for security in flows.model.deal.classes.regular}
    for key, values in zip(flows.accounts, flows.values, strict=True):
        if key.item == "loss" and any(group.credit_support or group.fees for group in groups_of(flows.model.deal)):
            yield values.cumsum(axis=0)  # a fund gives back what it kept, later cash what a fee left short
        elif key.item != "loss" or key.subject in certificates:
            yield values
