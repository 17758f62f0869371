"""An insured class: the premium first, claims, the insurer reimbursed last.

Hand figures: $120,000 at 5.5 % insured for 0.5 %, $120,000 at 6 % beside it, and loans that bring 6 % on both: $1,200
a month are 50 of premium, 550 and 600 of interest, and nothing is left.
"""

from pathlib import Path

import pytest

from seriatim.collateral.scenario import Scenario
from seriatim.explain.explain import Question, explain
from tests.compile.small import annual, in_month
from tests.projection.histories import Row, write_history
from tests.special.small import balances, by_month, special_deal, variant

engines = pytest.mark.parametrize("engine", ["lanes", "exact"])
INSURER = "Sound Guaranty"
LOSS = Scenario(cdr=in_month(1, annual(0.01)), lag_months=0, severity=1.0)
"""$2,400 is lost on day 1, and nobody is subordinated."""
SHORT = Scenario(cdr=in_month(1, annual(0.1)), lag_months=12, advancing="none")
"""A tenth of the loans pays nothing for a year: $1,080 a month come in."""
NOTHING = Scenario()


def under(folder: Path, *rows: Row, deal=None):
    return (deal or special_deal("insured")).under(write_history(list(rows), folder / "events.csv"))


@pytest.mark.requirement("CS-09", "DIST-03", "CLASS-04")
@engines
def test_the_premium_comes_before_every_class(engine) -> None:
    deal = special_deal("insured")
    assert by_month(deal, NOTHING, INSURER, "received", engine=engine) == [50, 50, 50, 50]
    assert by_month(deal, NOTHING, "A-1", "interest", engine=engine) == [550, 550, 550, 550]
    assert by_month(deal, NOTHING, "R", "interest", engine=engine) == [0, 0, 0, 0]
    assert by_month(deal, NOTHING, "A-1", "insurance", engine=engine) == [0, 0, 0, 0]
    assert by_month(deal, SHORT, INSURER, "received", engine=engine)[0] == 50
    balances(deal, NOTHING)


@pytest.mark.requirement("CS-09", "CS-01")
@engines
def test_the_insurer_pays_what_the_balance_is_written_down_by(engine) -> None:
    """A-1 bears half of $2,400; the premium follows its balance; 1,200 is owed with 1 % a month until there is cash."""
    deal = special_deal("insured")
    assert by_month(deal, LOSS, "A-1", "loss", engine=engine) == [1200, 0, 0, 0]
    assert by_month(deal, LOSS, "A-1", "insurance", engine=engine) == [1200, 0, 0, 0]
    assert by_month(deal, LOSS, INSURER, "paid", engine=engine) == [1200, 0, 0, 0]
    assert by_month(deal, LOSS, INSURER, "received", engine=engine) == [50, 49.5, 49.5, 49.5]
    assert by_month(deal, LOSS, INSURER, "balance", engine=engine) == [1200, 1212, 1224.12, 1236.36]
    balances(deal, LOSS)


@pytest.mark.requirement("CS-09")
@engines
def test_and_what_it_is_short_of_interest(engine) -> None:
    """$1,030 after the premium for 1,150 of interest: A-1 is short of 57.39, of which nothing is carried forward."""
    deal = special_deal("insured")
    assert by_month(deal, SHORT, "A-1", "interest", engine=engine) == [492.61] * 4
    assert by_month(deal, SHORT, "A-1", "insurance", engine=engine) == [57.39] * 4
    assert by_month(deal, SHORT, "A-1", "interest_shortfall", engine=engine) == [0] * 4
    assert by_month(deal, SHORT, "A-2", "interest_shortfall", engine=engine)[:2] == [62.61, 125.22]
    assert by_month(deal, SHORT, INSURER, "balance", engine=engine)[:2] == [57.39, 115.36]
    balances(deal, SHORT)


@pytest.mark.requirement("CS-09", "DIST-03")
@engines
def test_cash_that_is_left_reimburses_the_insurer_with_interest(engine, tmp_path) -> None:
    """$100 come in a month late: A-2's arrears of 52.17 before the insurer's 47.83, to which a month added 0.48."""
    deal = under(tmp_path, {"period": 1, "interest_withheld": 100}, {"period": 2, "late_interest": 100})
    assert by_month(deal, NOTHING, "A-1", "insurance", engine=engine, months=2) == [47.83, 0]
    assert by_month(deal, NOTHING, "A-2", "interest", engine=engine, months=2) == [547.83, 652.17]
    assert by_month(deal, NOTHING, INSURER, "received", engine=engine, months=2) == [50, 97.83]
    assert by_month(deal, NOTHING, INSURER, "balance", engine=engine, months=2) == [47.83, 0.48]
    assert by_month(deal, NOTHING, "R", "interest", engine=engine, months=2) == [0, 0]
    balances(deal, NOTHING, 2)


@pytest.mark.requirement("DIST-03", "CLASS-06")
@engines
def test_what_is_left_then_is_the_residuals(engine, tmp_path) -> None:
    """Without a premium $50 a month are left: on day 2 the insurer has them, and the residual nothing."""
    deal = variant("insured", tmp_path, {"premium: 0.5%": "premium: 0%"})
    assert by_month(deal, NOTHING, "R", "interest", engine=engine, months=2) == [50, 50]
    assert by_month(deal, LOSS, "R", "interest", engine=engine, months=2) == [50, 0]
    assert by_month(deal, LOSS, INSURER, "received", engine=engine, months=2) == [0, 49.5]
    assert by_month(deal, LOSS, INSURER, "balance", engine=engine, months=2) == [1200, 1162.5]


@engines
def test_a_premium_is_no_excess_interest(engine, tmp_path) -> None:
    """Beyond 5.5 % on both classes $100 a month are left: 50 of premium, 50 to the residual, and nobody is short."""
    rule = "excess interest:\n  source: supplement p. 1\n  above: 5.5%\n\nallocations:\n"
    deal = variant("insured", tmp_path, {"allocations:\n": rule, "120000, rate: 6%": "120000, rate: 5.5%"})
    assert by_month(deal, NOTHING, "R", "interest", engine=engine) == [50] * 4
    assert by_month(deal, NOTHING, "A-2", "interest", engine=engine) == [550] * 4
    assert by_month(deal, NOTHING, "A-1", "insurance", engine=engine) == [0] * 4
    balances(deal, NOTHING)


@engines
def test_a_premium_that_is_not_paid_is_owed(engine, tmp_path) -> None:
    deal = under(tmp_path, {"period": 1, "interest_withheld": 1200})
    assert by_month(deal, NOTHING, INSURER, "received", engine=engine, months=2) == [0, 50]
    assert by_month(deal, NOTHING, "A-1", "insurance", engine=engine, months=2) == [550, 0]
    assert by_month(deal, NOTHING, INSURER, "balance", engine=engine, months=2) == [600, 606]


@pytest.mark.requirement("CS-09")
@engines
def test_prepayment_interest_is_not_insured_unless_the_policy_says_so(engine, tmp_path) -> None:
    """$12,000 prepaid without interest: 60 is missing, of which A-1 bears 550/1150."""
    row = {"period": 1, "prepayment": 12_000, "prepayment_interest": 0}
    usual = under(tmp_path, row)
    assert by_month(usual, NOTHING, "A-1", "interest", engine=engine, months=1) == [521.30]
    assert by_month(usual, NOTHING, "A-1", "insurance", engine=engine, months=1) == [0]
    words = {"insurer: Sound Guaranty": "insurer: Sound Guaranty\n    covers interest reductions: true"}
    covered = under(tmp_path, row, deal=variant("insured", tmp_path, words))
    assert by_month(covered, NOTHING, "A-1", "insurance", engine=engine, months=1) == [28.70]
    balances(covered, NOTHING, 1)


@engines
def test_what_the_insurer_paid_is_not_paid_again(engine, tmp_path) -> None:
    """A recovery of half of the lost $2,400: A-2 gets back its own 1,200, A-1 nothing more."""
    lost = {"period": 1, "liquidation_proceeds": 0, "loss": 2400}
    deal = under(tmp_path, lost, {"period": 2, "recovery": 1200})
    assert by_month(deal, NOTHING, "A-1", "insurance", engine=engine, months=2) == [1200, 0]
    assert by_month(deal, NOTHING, "A-2", "principal", engine=engine, months=2) == [0, 1200]
    assert by_month(deal, NOTHING, "A-1", "principal", engine=engine, months=2) == [0, 0]


@engines
def test_a_call_that_pays_too_little_is_insured(engine, tmp_path) -> None:
    """Day 2, the call, brings $239,000 and no interest: interest and premium leave too little for the balances.

    A-1 has 119,000 and 545.42 of interest in all, A-2 what its share of the cash is.
    """
    deal = under(tmp_path, {"period": 1, "prepayment": 1000}, {"period": 2, "interest_withheld": 1195})
    called = Scenario(call="first")
    items = ("interest", "principal", "insurance")
    paid = {item: by_month(deal, called, "A-1", item, engine=engine, months=2)[1] for item in items}
    assert sum(paid.values()) == pytest.approx(119_000 + 545.42, abs=0.02)
    assert paid["interest"] == 545.42
    assert paid["insurance"] > 500
    assert by_month(deal, called, "A-1", "balance", engine=engine, months=2) == [119_000, 0]
    balances(deal, called, 3)


def test_the_claim_explains_itself() -> None:
    deal = special_deal("insured")
    told = explain(deal.model, SHORT, Question(INSURER, 2, "balance"))
    assert told.check() == ()
    assert round(float(told.amount), 2) == 115.36
    assert any(node.source.startswith("supplement p. 2") for node in told.root.walk())
    received = explain(deal.model, SHORT, Question(INSURER, 2, "received"))
    assert received.check() == ()
