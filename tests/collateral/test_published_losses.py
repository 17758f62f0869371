"""Aggregate realized losses printed in two supplements: they follow from the loans alone.

Sources: supplement 1999-7 p. S-24; supplement 2006-6 p. 30.
"""

import pytest

from seriatim.basics.money import round_half_up
from seriatim.collateral.conventions import Conventions
from seriatim.collateral.lines import Lines
from seriatim.collateral.scenario import Scenario
from tests.collateral.pools import POOL_1999_7, POOL_2006_6, flows_of

# Speeds, then (sda, severity in percent): losses in percent of the initial pool, by speed.
PRINTED_1999_7 = (
    (150, 250, 350),
    {
        (50, 20): "0.278 0.229 0.191",
        (50, 40): "0.557 0.457 0.381",
        (100, 20): "0.553 0.454 0.379",
        (100, 40): "1.105 0.909 0.758",
        (150, 20): "0.823 0.677 0.565",
        (150, 40): "1.646 1.354 1.131",
        (200, 20): "1.089 0.897 0.749",
        (200, 40): "2.178 1.794 1.499",
    },
)
PRINTED_2006_6 = (
    (100, 350, 400),
    {
        (50, 20): "0.312 0.192 0.176",
        (50, 30): "0.468 0.287 0.264",
        (100, 20): "0.618 0.381 0.349",
        (100, 30): "0.928 0.572 0.524",
        (150, 20): "0.920 0.568 0.521",
        (150, 30): "1.380 0.852 0.782",
        (200, 20): "1.217 0.753 0.691",
        (200, 30): "1.826 1.130 1.037",
    },
)


def cases() -> list:
    tables = (("1999-7", POOL_1999_7, *PRINTED_1999_7), ("2006-6", POOL_2006_6, *PRINTED_2006_6))
    return [
        pytest.param(pool, psa, *sda_and_severity, figure, id=f"{deal} {psa} PSA {sda_and_severity}")
        for deal, pool, speeds, table in tables
        for sda_and_severity, figures in table.items()
        for psa, figure in zip(speeds, figures.split(), strict=True)
    ]


def losses(pool: Lines, scenario: Scenario, conventions: Conventions = Conventions()) -> str:  # noqa: B008 - frozen
    flows = flows_of(pool, scenario, conventions=conventions)
    return str(round_half_up(100 * float(flows["loss"].sum()) / pool.pool_balance, 3))


@pytest.mark.requirement("PREP-03", "PREP-04", "AN-08", "T-099", "T-100", "T-101")
@pytest.mark.parametrize(("pool", "psa", "sda", "severity", "printed"), cases())
def test_aggregate_realized_loss(pool, psa, sda, severity, printed):
    assert losses(pool, Scenario(psa=psa, sda=sda, severity=severity / 100)) == printed


def test_the_printed_losses_decide_the_base_of_the_severity():
    """Taken from the balance at liquidation, as the text says, every figure is missed."""
    for case in cases():
        pool, psa, sda, severity, printed = case.values
        scenario = Scenario(psa=psa, sda=sda, severity=severity / 100, severity_base="liquidation")
        assert losses(pool, scenario) != printed
