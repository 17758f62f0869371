"""A yield maintenance agreement: payments, what is passed through, the reserve fund, the end.

Hand figures: a floater of $120,000 at LIBOR + 0.5 % up to 6 %; at LIBOR 7.5 % the agreement's percentage is 2 %, and a
twelfth of it $200 on the assumed 120,000 (days 1 and 2), 100 on 60,000 (day 3), 50 on 30,000 (day 4).
"""

from datetime import date

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain
from seriatim.plan.accounts import BALANCE, INTEREST, LOSS, PRINCIPAL
from tests.compile.small import annual, in_month
from tests.special.small import balances, by_month, special_deal

engines = pytest.mark.parametrize("engine", ["lanes", "exact"])
A_TENTH_PREPAID = (0.1, 0.0)
"""$24,000 prepaid on day 1: the actual balance is $96,000 from then on, the assumed one still 120,000."""


def scenario(**other: object) -> Scenario:
    return Scenario(**{"smm": A_TENTH_PREPAID, "libor": 0.075, **other})


@pytest.mark.requirement("T-041", "SPEC-11", "VAR-17")
@engines
def test_the_excess_of_libor_over_the_strike_on_the_assumed_balance(engine) -> None:
    """T-041: LIBOR 6 %, January 2007: 0.65 % / 12 of $100,068,250."""
    run = seriatim.load("cmsi-2006-6").run(Scenario(psa=350, libor=0.06), engine=engine).flows
    paid = run.item("Bear Stearns Financial Products", "paid")
    assert round(float(paid[1, 0]), 2) == 54_203.64
    assert round(float(run.item("A-6", "yield_maintenance")[1, 0]), 2) == 54_203.64
    assert paid[0, 0] == 0
    assert (paid[52:] == 0).all()


@pytest.mark.requirement("T-042", "SPEC-11")
@engines
@pytest.mark.parametrize("libor", [0.09, 0.12])
def test_the_percentage_and_the_whole_rate_are_capped(engine, libor) -> None:
    """T-042: LIBOR 9 %: 3.50 % and no more; 6 % of interest and 3.50 % are 9.5 %, far above it too."""
    run = seriatim.load("cmsi-2006-6").run(Scenario(psa=350, libor=libor), engine=engine).flows
    opening = run.item("A-6", "opening_balance")[1:52]
    maintained, interest = (run.item("A-6", item)[1:52] for item in ("yield_maintenance", "interest"))
    assert float(maintained[0, 0]) == pytest.approx(100_068_250 * 0.035 / 12, abs=0.01)
    assert ((maintained + interest) * 12 <= opening * 0.095 + 1).all()


@pytest.mark.requirement("SPEC-11")
def test_below_the_strike_nothing_is_paid() -> None:
    run = seriatim.load("cmsi-2006-6").run(Scenario(psa=350, libor=0.0535)).flows
    assert run.item("A-6", "yield_maintenance").sum() == 0


def test_no_other_figure_of_the_deal_depends_on_it() -> None:
    """What a run without the steps of the agreement reports is the same to the last digit."""
    with_it = seriatim.load("cmsi-2006-6").run(Scenario(psa=350, sda=300, severity=0.5, libor=0.09)).flows
    asked = (INTEREST, PRINCIPAL, BALANCE, LOSS)
    without = seriatim.load("cmsi-2006-6").run_many([Scenario(psa=350, sda=300, severity=0.5, libor=0.09)], items=asked)
    assert {key.subject for key in without.accounts} == set(seriatim.load("cmsi-2006-6").classes)
    for key in without.accounts:
        assert (with_it.item(key.subject, key.type) == without.item(key.subject, key.type)).all()


@pytest.mark.requirement("SPEC-11")
@engines
def test_holders_receive_no_more_than_on_the_actual_balance(engine) -> None:
    """Day 2: 200 is paid, 2 % / 12 of 96,000 is 160; day 3: 60,000 give 100, and the fund's 40 go towards the rate."""
    deal = special_deal("maintained")
    assert by_month(deal, scenario(), "Provider", "paid", engine=engine) == [200, 200, 100, 50]
    assert by_month(deal, scenario(), "A-1 reserve fund", "received", engine=engine) == [0, 40, 0, 0]
    assert by_month(deal, scenario(), "A-1 reserve fund", "balance", engine=engine) == [0, 40, 0, 0]
    assert by_month(deal, scenario(), "A-1", "yield_maintenance", engine=engine) == [200, 160, 140, 50]
    assert by_month(deal, scenario(), "A-1", "interest", engine=engine) == [600, 480, 480, 480]
    balances(deal, scenario())


@pytest.mark.requirement("SPEC-11")
@engines
def test_the_fund_pays_losses_first(engine) -> None:
    """Day 3: $21.60 is lost, 96/216 of it by A-1: 9.60 of the fund's 40, and the other 30.40 for the rate."""
    deal = special_deal("maintained")
    lossy = scenario(cdr=in_month(3, annual(0.0001)), lag_months=0, severity=1.0)
    assert by_month(deal, lossy, "A-1", "loss", engine=engine) == [0, 0, 9.6, 0]
    assert by_month(deal, lossy, "A-1", "yield_maintenance", engine=engine)[2] == 140
    told = explain(deal.model, lossy, Question("A-1 reserve fund", 3, "paid"))
    assert told.check() == ()
    drawn = {node.name: round(float(node.amount), 2) for node in told.root.walk()}
    assert drawn["reserve fund pays losses of A-1"] == 9.6
    assert drawn["reserve fund makes up the rate of A-1"] == 30.4
    balances(deal, lossy)


@pytest.mark.requirement("SPEC-11")
@engines
def test_a_loss_beyond_the_fund_waits_for_it(engine) -> None:
    """Day 1: A-1 loses 96/216 of $240, the fund is empty; day 2: the 40.18 that come into it go to that loss."""
    deal = special_deal("maintained")
    early = scenario(cdr=in_month(1, annual(0.001)), lag_months=0, severity=1.0)
    assert by_month(deal, early, "A-1", "loss", engine=engine)[:2] == [106.67, 0]
    assert by_month(deal, early, "A-1 reserve fund", "received", engine=engine)[1] == 40.18
    assert by_month(deal, early, "A-1 reserve fund", "paid", engine=engine)[1] == 40.18
    told = explain(deal.model, early, Question("A-1 reserve fund", 2, "paid"))
    drawn = {node.name: round(float(node.amount), 2) for node in told.root.walk()}
    assert drawn["reserve fund pays losses of A-1"] == 40.18


@pytest.mark.requirement("SPEC-11")
@engines
def test_then_interest_shortfalls(engine) -> None:
    """Day 3: a twentieth of the loans pays nothing; A-1 is short of $24, the fund pays it, and 16 for the rate."""
    deal = special_deal("maintained")
    short = scenario(cdr=in_month(3, annual(0.05)), lag_months=12, advancing="none")
    assert by_month(deal, short, "A-1", "interest", engine=engine, months=3) == [600, 480, 456]
    assert by_month(deal, short, "A-1", "yield_maintenance", engine=engine, months=3) == [200, 160, 140]
    told = explain(deal.model, short, Question("A-1 reserve fund", 3, "paid"))
    drawn = {node.name: round(float(node.amount), 2) for node in told.root.walk()}
    assert drawn["reserve fund pays interest shortfalls of A-1"] == 24
    assert drawn["reserve fund makes up the rate of A-1"] == 16


@pytest.mark.requirement("SPEC-12")
@engines
def test_when_the_class_is_paid_off_the_fund_is_released_and_later_payments_leave(engine) -> None:
    """Day 2 pays A-1 off: its 160, and the fund's 40; 100 and 50 of days 3 and 4 are the underwriter's."""
    deal = special_deal("maintained")
    fast = scenario(smm=(0.1, 0.5, 0.0))
    assert by_month(deal, fast, "A-1", "balance", engine=engine) == [96_000, 0, 0, 0]
    assert by_month(deal, fast, "A-1", "yield_maintenance", engine=engine) == [200, 200, 0, 0]
    assert by_month(deal, fast, "A-1 reserve fund", "balance", engine=engine) == [0, 0, 0, 0]
    assert by_month(deal, fast, "Underwriter", "received", engine=engine) == [0, 0, 100, 50]
    balances(deal, fast)


@pytest.mark.requirement("SPEC-12")
def test_when_the_trust_ends_as_well() -> None:
    """A call on day 3: A-1 receives its last $96,000, and the fund's 40 although no rate is left to make up."""
    deal = special_deal("maintained")
    called = scenario(libor=(0.075, 0.075, 0.055), call=date(2007, 2, 25))
    assert by_month(deal, called, "A-1", "principal") == [24_000, 0, 96_000, 0]
    assert by_month(deal, called, "A-1 reserve fund", "balance") == [0, 40, 0, 0]
    assert by_month(deal, called, "A-1", "yield_maintenance") == [200, 160, 40, 0]
    kept = scenario(libor=(0.075, 0.075, 0.055))
    assert by_month(deal, kept, "A-1 reserve fund", "balance") == [0, 40, 40, 40]


def test_the_money_of_every_month_is_accounted_for() -> None:
    """What the provider pays is what holders, underwriter and, for a while, the fund have."""
    deal = special_deal("maintained")
    for case in (scenario(), scenario(smm=(0.1, 0.5, 0.0)), scenario(libor=0.1, cdr=0.02, severity=0.5)):
        flows = deal.run(case).flows
        paid = flows.item("Provider", "paid")
        out = flows.item("A-1", "yield_maintenance") + flows.item("Underwriter", "received")
        change = flows.item("A-1 reserve fund", "balance") - flows.item("A-1 reserve fund", "opening_balance")
        assert abs(paid - out - change).max() < 1e-9
        assert flows.item("A-1 reserve fund", "balance").min() > -1e-9
