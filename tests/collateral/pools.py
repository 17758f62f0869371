"""Pools that the tests share: the representative lines of the three supplements, and random ones."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from seriatim.collateral.conventions import Conventions
from seriatim.collateral.lines import Lines, lines_of
from seriatim.collateral.models import drivers
from seriatim.collateral.projection import ITEMS, project
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.collateral.strips import Strips, ratio_strip

MARKET = Conventions()
SERVICING_FEE_ANNUAL = 0.0025

POOL_1994_5 = lines_of(
    balance=258_891_390.2896,
    gross_rate_annual=0.07375,
    servicing_fee_annual=0,
    original_term_months=360,
    remaining_term_months=343,
)
POOL_1999_7 = lines_of(
    name=("discount", "premium"),
    balance=[46_902_608.00, 202_047_750.60],
    gross_rate_annual=[0.069863078406, 0.076517991647],
    servicing_fee_annual=SERVICING_FEE_ANNUAL,
    original_term_months=358,
    remaining_term_months=[354, 356],
)
POOL_2006_6 = lines_of(
    name=("discount", "discount IO", "premium", "premium IO"),
    balance=[11_708_055.31, 6_045_520.00, 258_802_452.72, 86_866_604.26],
    gross_rate_annual=[0.059955558065, 0.060724817716, 0.065961351243, 0.066218936777],
    servicing_fee_annual=SERVICING_FEE_ANNUAL,
    original_term_months=360,
    remaining_term_months=[356, 359, 359, 359],
    remaining_io_months=[0, 119, 0, 119],
)


class Flows:
    """A projection read by name: `flows["loss", "po"]` is `[month, scenario]`; without a strip, the pool's.

    The pool is the sum of the strips whose balance is paid; the notional IO strip repeats that of premium loans.
    """

    def __init__(self, strips: Strips, values: np.ndarray) -> None:
        self.strips, self.values = strips, values

    def __getitem__(self, key: str | tuple[str, str]) -> np.ndarray:
        if isinstance(key, tuple):
            return self.values[self.strips.index(key[1]), ITEMS.index(key[0])]
        with_interest = key in ("interest_due", "interest", "servicing_fee")
        counted = [with_interest or not notional for notional in self.strips.notional]
        return self.values[counted, ITEMS.index(key)].sum(axis=0)


def flows_of(
    lines: Lines,
    *scenarios: Scenario,
    target_rate: float | None = None,
    conventions: Conventions = MARKET,
    months: int | None = None,
) -> Flows:
    """The projection of a pool in some scenarios."""
    strips = ratio_strip(lines, target_rate)
    table = drivers(scenarios, conventions=conventions, months=months or lines.months)
    return Flows(strips, project(lines, strips, table, months=months))


class Loan(NamedTuple):
    balance: float
    gross_rate_annual: float
    original_term_months: int
    remaining_term_months: int
    remaining_io_months: int


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    original = draw(st.integers(1, 360))
    remaining = draw(st.integers(1, original))
    return Loan(
        balance=draw(st.one_of(st.just(0.0), st.floats(1, 1e7))),
        gross_rate_annual=draw(st.one_of(st.just(0.0025), st.just(0.0625), st.floats(0.0025, 0.15))),
        original_term_months=original,
        remaining_term_months=remaining,
        remaining_io_months=draw(st.integers(0, remaining - 1)),
    )


def pool_of(drawn: list[Loan], servicing_fee_annual: float = SERVICING_FEE_ANNUAL) -> Lines:
    columns = dict(zip(Loan._fields, map(list, zip(*drawn, strict=True)), strict=True))
    return lines_of(servicing_fee_annual=servicing_fee_annual, **columns)


pools = st.lists(loans(), min_size=1, max_size=5).map(pool_of)
target_rates = st.one_of(st.none(), st.just(0.06), st.floats(0.01, 0.14))
percents = st.one_of(st.just(0.0), st.floats(0, 3000))
decimals = st.one_of(st.sampled_from((0.0, 1.0)), st.floats(0, 1))


def speeds(values: st.SearchStrategy[float]) -> st.SearchStrategy[float | tuple[float, ...]]:
    return st.one_of(values, st.lists(values, min_size=1, max_size=40).map(tuple))


liquidations = st.builds(
    lambda fraction, first, count: Liquidation(fraction, first, first + count),
    decimals,
    st.integers(1, 120),
    st.integers(0, 120),
)
prepayments = st.one_of(
    st.fixed_dictionaries({"psa": speeds(percents)}),
    st.fixed_dictionaries({"cpr": speeds(decimals)}),
    st.fixed_dictionaries({"smm": speeds(decimals)}),
    st.just({}),
)
defaults = st.one_of(
    st.fixed_dictionaries({"sda": speeds(percents)}),
    st.fixed_dictionaries({"cdr": speeds(decimals)}),
    st.fixed_dictionaries({"liquidate": liquidations}),
    st.just({}),
)
stated_conventions = st.fixed_dictionaries(
    {},
    optional={
        "lag_months": st.integers(0, 30),
        "advancing": st.sampled_from(("principal and interest", "interest", "none")),
        "severity_base": st.sampled_from(("default", "liquidation")),
        "defaults_in_last_lag_months": st.booleans(),
        "smm_exponent": st.sampled_from((1 / 12, 0.08333333333)),
    },
)
scenarios = st.builds(
    lambda prepayment, default, conventions, severity: Scenario(
        severity=severity, **prepayment, **default, **conventions
    ),
    prepayments,
    defaults,
    stated_conventions,
    decimals,
)
