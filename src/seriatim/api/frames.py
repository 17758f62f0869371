"""Runs as tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from seriatim.basics.dates import distribution_dates
from seriatim.collateral.event_file import ONLY_POOL
from seriatim.collateral.events import INTEREST_ITEMS
from seriatim.collateral.items import EVENT_ITEMS
from seriatim.collateral.items import ITEMS as LOAN_ITEMS
from seriatim.measures.classes import life_years
from seriatim.plan.accounts import (
    BALANCE,
    HELD,
    INTEREST,
    LOSS,
    OF_CLASSES,
    OF_PARTIES,
    PRINCIPAL,
    AccountType,
    Party,
    Side,
)
from seriatim.projection.cashflows import CashFlows
from seriatim.projection.model import DealModel

CLOSING: Mapping[AccountType, str] = {BALANCE: "closing_balance", HELD: "closing_balance"}
"""Headings of columns other than the names of the accounts."""
COLLATERAL_ITEMS = (
    "balance",
    "scheduled_principal",
    "prepayment",
    "default",
    "liquidation_proceeds",
    "loss",
    "interest",
    "servicing_fee",
)
NOTIONAL_ITEMS = ("balance", "interest", "servicing_fee", *INTEREST_ITEMS)


def cashflow_frame(flows: CashFlows, scenario: int = 0) -> pl.DataFrame:
    """One row per class and month, the residual included; dates are nominal distribution days.

    Where the deal has credit support, a row per support and month follows, with columns of its own.
    """
    classes = flows.model.deal.classes
    names = [*(security.name for security in classes.regular), classes.residual.name]
    months = flows.values.shape[1]
    columns: dict[str, object] = {
        "period": np.tile(np.arange(1, months + 1), len(names)),
        "date": list(flows.dates) * len(names),
        "class": np.repeat(np.array(names), months),
    }
    for kind in (*OF_CLASSES, *_further(flows)):
        columns[_heading(kind)] = _column(flows, names, kind, scenario)
    frame = pl.DataFrame(columns)
    return _with_supports(frame, flows, scenario)


def _heading(kind: AccountType) -> str:
    return CLOSING.get(kind, kind.item)


def _further(flows: CashFlows) -> tuple[AccountType, ...]:
    """Types of account that only some classes have; what they hold beside their balance is asked for by itself."""
    own = dict.fromkeys(account.type for account in flows.accounts if account.party is Party.CLASS)
    return tuple(kind for kind in own if kind not in OF_CLASSES and kind.side is not Side.BALANCE)


def _column(flows: CashFlows, names: Sequence[str], kind: AccountType, scenario: int) -> NDArray[np.float64]:
    """An account of each of the names by month, one after another; zero where there is none."""
    known = {account.subject for account in flows.accounts if account.type == kind}
    zero = np.zeros(flows.values.shape[1])
    parts = [flows.item(name, kind)[:, scenario] if name in known else zero for name in names]
    return np.concatenate([np.zeros(0), *parts])


def party_frame(flows: CashFlows, scenario: int = 0) -> pl.DataFrame:
    """One row per outside party and month: whoever else is paid, or pays.

    The balance of a fund is what it holds, that of anybody else what is owed to it. Empty for a deal without any.
    """
    names = [account.subject for account in flows.accounts if account.type == HELD]
    months = flows.values.shape[1]
    columns: dict[str, object] = {
        "period": np.tile(np.arange(1, months + 1), len(names)),
        "date": pl.Series(list(flows.dates) * len(names), dtype=pl.Date),
        "party": pl.Series(np.repeat(np.array(names, dtype=object), months).tolist(), dtype=pl.String),
    }
    for kind in OF_PARTIES:
        columns[_heading(kind)] = _column(flows, names, kind, scenario)
    return pl.DataFrame(columns)


def _with_supports(frame: pl.DataFrame, flows: CashFlows, scenario: int) -> pl.DataFrame:
    """The class table with a row for each credit support and month, and columns of what supports pay and receive."""
    own = [account for account in flows.accounts if account.party is Party.SUPPORT]
    supports = list(dict.fromkeys(account.subject for account in own))
    if not supports:
        return frame
    months = flows.values.shape[1]
    columns: dict[str, object] = {
        "period": np.tile(np.arange(1, months + 1), len(supports)),
        "date": list(flows.dates) * len(supports),
        "class": np.repeat(np.array(supports), months),
    }
    for kind in dict.fromkeys(account.type for account in own):
        columns[kind.item] = _column(flows, supports, kind, scenario)
    rows = pl.concat([frame, pl.DataFrame(columns, schema_overrides=frame.schema)], how="diagonal")
    return rows.with_columns(pl.col(pl.Float64).fill_null(0.0))


def collateral_frame(model: DealModel, loans: NDArray[np.float64], scenario: int = 0) -> pl.DataFrame:
    """One row per pool, strip and month.

    ``loans`` is float64 [strip, item, month, scenario]. The balance of the IO strip is notional: it pays interest,
    and its principal columns are zero so that sums over strips are cash. What only events bring about follows.
    """
    known = LOAN_ITEMS if not model.with_events else (*LOAN_ITEMS, *EVENT_ITEMS)
    months = loans.shape[2]
    strips = [(pool.name or ONLY_POOL, strip) for pool in model.pools for strip in pool.strips.names]
    columns: dict[str, object] = {
        "period": np.tile(np.arange(1, months + 1), len(strips)),
        "date": distribution_dates(model.deal.dates.first_distribution_day, months) * len(strips),
        "pool": np.repeat(np.array([pool for pool, _ in strips]), months),
        "strip": np.repeat(np.array([strip for _, strip in strips]), months),
    }
    for item in (*COLLATERAL_ITEMS, *known[len(LOAN_ITEMS) :]):
        parts = []
        for position in range(len(strips)):
            counts = not model.notional[position] or item in NOTIONAL_ITEMS
            parts.append(loans[position, known.index(item), :, scenario] * counts)
        columns[item] = np.concatenate(parts)
    return pl.DataFrame(columns)


def summary_frame(flows: CashFlows, scenario: int = 0) -> pl.DataFrame:
    """One row per class: initial balance, life, what it was paid and lost."""
    names = [security.name for security in flows.model.deal.classes.regular]
    return pl.DataFrame(
        {
            "class": names,
            "initial_balance": [float(flows.balance(name)[0, scenario]) for name in names],
            "life_years": [float(life_years(flows, name)[scenario]) for name in names],
            "interest": [float(flows.item(name, INTEREST)[:, scenario].sum()) for name in names],
            "principal": [float(flows.item(name, PRINCIPAL)[:, scenario].sum()) for name in names],
            "loss": [float(flows.item(name, LOSS)[:, scenario].sum()) for name in names],
        }
    )


def schedule_frame(model: DealModel, *, stated: Collection[str]) -> pl.DataFrame:
    """One row per schedule, column of it and distribution day, to the end of its table.

    ``stated`` are the schedules whose table lies beside the deal file; the others are ``derived`` from its rules.
    """
    parts = [
        pl.DataFrame(
            {
                "period": list(range(1, len(entries) + 1)),
                "date": distribution_dates(model.deal.dates.first_distribution_day, len(entries)),
                "schedule": schedule.name,
                "column": column,
                "derived": schedule.name not in stated,
                "balance": [float(entry) for entry in entries],
            }
        )
        for schedule in model.deal.schedules
        for column, entries in model.tables[schedule.name].columns.items()
    ]
    columns = {"period": pl.Int64, "date": pl.Date, "schedule": pl.String, "column": pl.String, "derived": pl.Boolean}
    return pl.concat(parts) if parts else pl.DataFrame(schema={**columns, "balance": pl.Float64})
