"""Events of the loans: what their file may say, how they go through the kernel, and on which strip they stand."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.collateral.event_file import read_events
from seriatim.collateral.events import AMOUNTS, Events
from seriatim.collateral.items import EVENT_ITEMS, ITEMS
from seriatim.collateral.lines import Lines, lines_of
from seriatim.collateral.models import drivers
from seriatim.collateral.projection import project
from seriatim.collateral.scenario import Liquidation, Scenario
from seriatim.collateral.strips import ratio_strip
from tests.collateral.pools import MARKET, POOL_1999_7

BAD = sorted((Path(__file__).parent / "bad" / "events").glob("*.csv"))
FIRST_DAY, MONTHS = date(1999, 11, 25), 359
RATE, NET = 0.076517991647, 0.074017991647


def events_in(path: Path, text: str, lines: Lines = POOL_1999_7) -> Events:
    path.write_text(text, encoding="utf-8")
    return read_events(path, {"": lines}, first_day=FIRST_DAY, months=MONTHS).pools[0]


@pytest.fixture
def written(tmp_path):
    return lambda text, lines=POOL_1999_7: events_in(tmp_path / "events.csv", text, lines)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file(path: Path) -> None:
    """Each file has its problems, word for word, in the text file of the same name."""
    with pytest.raises(ProblemsError) as caught:
        read_events(path, {"": POOL_1999_7}, first_day=FIRST_DAY, months=MONTHS)
    found = str(caught.value).replace(str(path), path.name)
    assert found + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_bad_files() -> None:
    assert len(BAD) >= 17
    assert {path.stem for path in BAD} == {path.stem for path in BAD[0].parent.glob("*.txt")}


def test_rows_in_any_order_by_day_or_by_number(written) -> None:
    text = (
        'date,line,loss,libor,pool\n2000-01-25,premium,$5,,1\n1999-11-25,,,5.25%,\n1999-12-25,discount,"1,000.5",,1\n'
    )
    events = written(text)
    assert events.month.tolist() == [2, 0, 1]
    assert events.line.tolist() == [1, -1, 0]
    assert events.place.tolist() == [2, 3, 4]
    assert events.total("loss").tolist() == [5, 0, 1000.5]
    assert events.libor.tolist() == pytest.approx([np.nan, 0.0525, np.nan], nan_ok=True)
    assert (len(events), events.months) == (3, 3)
    again = written(
        text.replace("2000-01-25", "3").replace("1999-11-25", "1").replace("1999-12-25", "2").replace("date", "period")
    )
    assert np.array_equal(again.amount, events.amount)


def test_a_blank_amount_is_nothing_but_interest_with_a_prepayment_is_a_months(written) -> None:
    events = written(
        "period,line,prepayment,prepayment_interest\n1,premium,1000,\n2,premium,1000,0\n3,premium,1000,2\n4,,,\n"
    )
    full = 1000 * NET / 12
    assert events.uncollected.tolist() == pytest.approx([0, 1, 1 - 2 / full, 0])


def flows(events: Events | None, *scenarios: Scenario, lines: Lines = POOL_1999_7, target: float | None = 0.07):
    strips = ratio_strip(lines, target)
    table = drivers(scenarios or [Scenario()], conventions=MARKET, months=MONTHS, events=events)
    values = project(lines, strips, table, months=MONTHS)
    names = (*ITEMS, *EVENT_ITEMS)
    return lambda strip, item: values[strips.index(strip), names.index(item)]


def test_rows_of_events_are_there_only_with_events(written) -> None:
    strips = ratio_strip(POOL_1999_7, 0.07)
    for events, items in ((None, 11), (written("period\n1\n"), 11 + len(EVENT_ITEMS))):
        table = drivers([Scenario(), Scenario(psa=100)], conventions=MARKET, months=MONTHS, events=events)
        assert project(POOL_1999_7, strips, table, months=MONTHS).shape == (3, items, MONTHS, 2)


def test_losses_leave_before_scheduled_principal_and_bring_a_months_interest(written) -> None:
    """As a planned liquidation of the same amount does: its loss and proceeds, and interest on the opening balance."""
    lines = lines_of(balance=1_000_000, gross_rate_annual=0.06, servicing_fee_annual=0.0025, remaining_term_months=240)
    events = written("period,loss,liquidation_proceeds\n3,2000,8000\n", lines)
    told = flows(events, lines=lines, target=None)
    plan = flows(None, Scenario(liquidate=Liquidation(0.01, 3, 3), severity=0.2), lines=lines, target=None)
    for item in ITEMS:
        assert told("pool", item) == pytest.approx(plan("pool", item), rel=1e-13), item
    assert told("pool", "loss")[:4, 0].tolist() == [0, 0, 2000, 0]


@pytest.mark.requirement("PREP-07")
def test_prepayments_come_out_of_what_scheduled_principal_leaves(written) -> None:
    """The speed applies to the rest; a repurchase is a prepayment."""
    told = flows(written("period,line,prepayment,repurchase\n1,premium,1000000,500000\n"), Scenario(smm=0.01))
    plain = flows(None, Scenario(smm=0.01))
    prepaid = told("target_rate", "prepayment") - plain("target_rate", "prepayment")
    assert prepaid[0, 0] == pytest.approx(1_500_000 * 0.99, rel=1e-12)
    assert np.array_equal(told("target_rate", "scheduled_principal")[0], plain("target_rate", "scheduled_principal")[0])
    assert told("io", "balance")[0, 0] - plain("io", "balance")[0, 0] == pytest.approx(-1_500_000 * 0.99, rel=1e-12)
    assert np.array_equal(told("po", "prepayment"), plain("po", "prepayment"))


def test_events_combine_with_defaults_and_every_block_of_scenarios(written) -> None:
    """Principal is conserved line by line; a scenario has the same flows alone, in a block and beside others."""
    events = written(
        "period,line,loss,fraud_loss,liquidation_proceeds,prepayment\n5,premium,9,1,20,30\n6,discount,4,3,2,1\n7,,50,50,50,50\n"
    )
    many = [Scenario(psa=10.0 * k, sda=2.0 * (k % 3), lag_months=k % 5, severity=0.3) for k in range(70)]
    together = flows(events, *many)
    for place in (0, 1, 64, 69):
        alone = flows(events, many[place])
        for item in ITEMS:
            assert together("target_rate", item)[:, place] == pytest.approx(alone("target_rate", item)[:, 0], rel=1e-12)
    reductions = sum(
        together("target_rate", item) for item in ("scheduled_principal", "prepayment", "liquidation_proceeds", "loss")
    )
    opening = together("target_rate", "opening_balance")
    assert opening - reductions == pytest.approx(together("target_rate", "balance"), abs=1e-5)
    assert np.abs(together("target_rate", "balance")[-1]).max() < 0.005


def test_principal_stands_on_the_strips_by_weight_and_interest_by_rate(written) -> None:
    """A discount loan's interest is all the target-rate strip's; a premium loan's above 7 % is the IO strip's."""
    told = flows(
        written(
            "period,line,fraud_loss,recovery,interest_withheld,fraud_interest_loss\n1,discount,1000,100,10,1\n2,premium,1000,100,10,1\n"
        )
    )
    part = 0.067363078406 / 0.07
    for item, amount in (("fraud_loss", 1000), ("loss", 1000), ("recovery", 100)):
        assert told("target_rate", item)[:2, 0].tolist() == pytest.approx([amount * part, amount])
        assert told("po", item)[:2, 0].tolist() == pytest.approx([amount * (1 - part), 0])
    for item, amount in (("interest_withheld", 10), ("fraud_interest_loss", 1)):
        assert told("target_rate", item)[:2, 0].tolist() == pytest.approx([amount, amount * 0.07 / NET])
        assert told("io", item)[:2, 0].tolist() == pytest.approx([0, amount * (1 - 0.07 / NET)])
        assert told("po", item)[:2, 0].tolist() == [0, 0]
    assert told("target_rate", "servicing_fee")[:, 0] == pytest.approx(
        flows(None)("target_rate", "servicing_fee")[:, 0], rel=1e-4
    )


def test_all_lines_share_by_cut_off_balance_while_they_have_payments_left(written) -> None:
    told = flows(written("period,recovery\n354,1000\n355,1000\n356,1000\n357,1000\n"))
    share = 46_902_608.00 / (46_902_608.00 + 202_047_750.60)
    po = share * (1 - 0.067363078406 / 0.07) * 1000
    assert told("po", "recovery")[352:358, 0].tolist() == pytest.approx([0, po, 0, 0, po, 0])


def test_loans_sixty_days_late_count_as_delinquent(written) -> None:
    text = "period,line,delinquent_30,delinquent_60,delinquent_90,foreclosure,reo\n2,premium,1000,100,10,1,0.5\n"
    told = flows(written(text))
    assert told("target_rate", "delinquent")[:3, 0].tolist() == [0, 111.5, 0]


def test_a_prepayments_shortfall_is_a_months_net_interest_less_what_came(written) -> None:
    told = flows(
        written("period,line,prepayment,prepayment_interest\n1,premium,12000,50\n2,premium,12000,\n3,,12000,0\n")
    )
    short = told("target_rate", "prepayment_interest_shortfall") + told("io", "prepayment_interest_shortfall")
    share = 46_902_608.00 / (46_902_608.00 + 202_047_750.60)
    assert short[:4, 0].tolist() == pytest.approx(
        [1000 * NET - 50, 0, 1000 * (share * 0.067363078406 + (1 - share) * NET), 0]
    )


def test_a_tape_of_many_loans_in_blocks_of_lines(tmp_path) -> None:
    """The 150th loan is in the third block; what it cannot bear is said of it, with its record and scenario."""
    lines = lines_of(
        balance=np.full(150, 1000.0), gross_rate_annual=0.07, servicing_fee_annual=0.0025, remaining_term_months=300
    )
    text = "period,line,loss\n1,150,400\n2,150,{}\n2,1,900\n"
    events = events_in(tmp_path / "events.csv", text.format(500), lines)
    told = flows(events, lines=lines, target=None)
    assert told("pool", "loss")[:3, 0].tolist() == [400, 500 + 900, 0]
    events = events_in(tmp_path / "events.csv", text.format(700), lines)
    with pytest.raises(ProblemsError) as caught:
        flows(events, Scenario(smm=0.001), Scenario(smm=0.0), lines=lines, target=None)
    (problem,) = caught.value.problems
    assert (problem.line, problem.reason.split(":")[0]) == (3, "line '150', period 2, scenario 1")


def test_every_amount_has_its_column() -> None:
    assert len(AMOUNTS) == len(set(AMOUNTS)) == 26
    assert set(EVENT_ITEMS) - set(AMOUNTS) == {"prepayment_interest_shortfall"}
