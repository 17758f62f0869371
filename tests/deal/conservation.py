"""Cash in is cash out, and the classes stay the loans: the laws every run of every deal obeys."""

import numpy as np

from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from seriatim.projection.model import DealModel
from seriatim.projection.simulate import project_pool, simulate

CASH = ("interest", "scheduled_principal", "prepayment", "liquidation_proceeds")


def leaks(model: DealModel, scenarios: list[Scenario]) -> dict[str, float]:
    """The largest violation of each law in any month, in dollars."""
    loans = project_pool(model, scenarios)
    flows = simulate(model, scenarios)
    names = [security.name for security in model.deal.classes.regular]
    with_balance = [security.name for security in model.deal.classes.regular if security.balance is not None]
    residual = model.deal.classes.residual.name
    principal_strips = [not notional for notional in model.strips.notional]
    item = {name: loans[:, position] for position, name in enumerate(ITEMS)}
    cash_in = item["interest"].sum(0) + sum(item[name][principal_strips].sum(0) for name in CASH[1:])
    cash_out = sum(flows.item(name, what) for name in [*names, residual] for what in ("interest", "principal"))
    for support in (support.name for support in model.deal.credit_support):
        cash_in = cash_in + flows.item(support, "draw") + flows.item(support, "release")
        cash_out = cash_out + sum(flows.item(support, what) for what in ("reimbursement", "excess", "deposit"))
    pool = item["balance"][principal_strips].sum(0)
    classes = sum(flows.item(name, "balance") for name in with_balance)
    values = flows.values.copy()
    for position, key in enumerate(flows.keys):
        if key.item == "loss" and model.deal.credit_support:  # a fund gives back what it kept
            values[position] = values[position].cumsum(axis=0)
    lowest = min(float(values.min()), 0.0)
    return {
        "cash": float(np.abs(cash_in - cash_out).max()),
        "balances": float(np.abs(pool - classes).max()),
        "negative": -lowest,
        "left at the end": float(classes[-1].max()),
    }
