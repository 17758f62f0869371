"""The kernel against the standard default formulas, worked cohort by cohort for each loan.

Source: SIFMA standard formulas, chapter on defaults (mortgage cash flows with principal and interest advanced).
"""

import numpy as np
import pytest
from hypothesis import given, settings

from seriatim.collateral.lines import Lines
from seriatim.collateral.models import drivers
from seriatim.collateral.projection import ITEMS
from seriatim.collateral.scenario import Scenario
from tests.collateral.pools import MARKET, POOL_2006_6, flows_of, pools, scenarios
from tests.collateral.standard import StandardLoan

COMPARED = tuple(item for item in ITEMS if item not in ("interest_due", "interest", "servicing_fee"))


def expected(lines: Lines, scenario: Scenario) -> dict[str, np.ndarray]:
    """The pool's flows, loan by loan and cohort by cohort."""
    conventions, months = scenario.conventions(MARKET), lines.months
    table = drivers([scenario], conventions=MARKET, months=months)
    totals = {item: np.zeros(months) for item in (*COMPARED, "interest", "servicing_fee")}
    for index in range(len(lines)):
        age = int(lines.age_months[index])
        smm, mdr = (rates.for_age(0, age, months) for rates in (table.prepayment, table.default))
        loan = StandardLoan(
            balance=lines.balance[index],
            gross_rate_annual=lines.gross_rate_annual[index],
            remaining_term_months=int(lines.remaining_term_months[index]),
            remaining_io_months=int(lines.remaining_io_months[index]),
            smm=lambda i, smm=smm: smm[i - 1],
            mdr=lambda i, mdr=mdr: mdr[i - 1],
            severity=scenario.severity,
            lag_months=conventions.lag_months,
            advancing=conventions.advancing,
            severity_base=conventions.severity_base,
            late=conventions.defaults_in_last_lag_months,
        )
        for month, row in enumerate(loan.run()):
            for item in COMPARED:
                totals[item][month] += row[item]
            totals["interest"][month] += row["paying"] * lines.net_rate_annual[index] / 12
            totals["servicing_fee"][month] += row["paying"] * lines.servicing_fee_annual[index] / 12
    return totals


def agrees(lines: Lines, scenario: Scenario) -> None:
    flows = flows_of(lines, scenario, target_rate=0.06)
    for item, values in expected(lines, scenario).items():
        assert flows[item][:, 0] == pytest.approx(values, abs=1e-9 * max(lines.pool_balance, 1)), item


@pytest.mark.requirement("PREP-04")
@pytest.mark.parametrize("advancing", ["principal and interest", "interest", "none"])
@pytest.mark.parametrize("severity_base", ["default", "liquidation"])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("lag_months", [0, 1, 12, 400])
def test_the_options_of_defaults(advancing, severity_base, late, lag_months):
    scenario = Scenario(
        psa=350,
        sda=200,
        severity=0.3,
        advancing=advancing,
        severity_base=severity_base,
        defaults_in_last_lag_months=late,
        lag_months=lag_months,
    )
    agrees(POOL_2006_6, scenario)


@settings(max_examples=60)
@given(pools, scenarios.filter(lambda scenario: scenario.liquidate is None))
def test_random_pools(lines, scenario):
    agrees(lines, scenario)
