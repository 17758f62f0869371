"""Fees beside the servicing fee, by hand.

$240,000 of loans at 6 % bring $1,200 a month; $180,000 of A and 60,000 of B at 5.5 % have 825 and 275 of it. The
trustee has 0.1 % a year of the loans, $20 a month, and $10 for reports, the paying agent $50 between them, up to $400 a
calendar year; $20 are left for the residual. The first distribution day is in March 2007.
"""

import re
from pathlib import Path
from shutil import copytree

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from tests.cli.asking import ask
from tests.compile.small import annual, in_month
from tests.projection.histories import Row, write_history
from tests.special.small import FILES, balances, by_month, special_deal, variant

engines = pytest.mark.parametrize("engine", ["lanes", "exact"])
NOTHING = Scenario()
TRUSTEE, AGENT, REPORT = (
    "  - name: trustee fee\n    source: supplement p. 2\n    paid to: Trustee\n    rate: 0.1%\n",
    "  - name: agent fee\n    source: supplement p. 2\n    paid to: Paying Agent\n"
    "    amount a month: 50\n    cap a year: 400\n",
    "  - name: report fee\n    source: supplement p. 3\n    paid to: Trustee\n    amount a month: 10\n",
)
FEES = (
    "fees:\n  - {name: trustee fee, source: supplement p. 3, paid to: Trustee, amount a month: 40}\n\nclean-up call:\n"
)


def under(folder: Path, *rows: Row, deal=None):
    return (deal or special_deal("fees")).under(write_history(list(rows), folder / "events.csv"))


@engines
def test_fees_come_before_the_classes_and_those_of_one_party_add_up(engine) -> None:
    deal = special_deal("fees")
    assert by_month(deal, NOTHING, "Trustee", "received", engine=engine) == [30, 30, 30, 30]
    assert by_month(deal, NOTHING, "Paying Agent", "received", engine=engine) == [50, 50, 50, 50]
    assert by_month(deal, NOTHING, "A", "interest", engine=engine) == [825] * 4
    assert by_month(deal, NOTHING, "B", "interest", engine=engine) == [275] * 4
    assert by_month(deal, NOTHING, "R", "interest", engine=engine) == [20] * 4
    balances(deal, NOTHING)


@engines
def test_a_rate_is_of_the_balance_before_the_payments_of_the_day(engine) -> None:
    """A tenth of the loans is prepaid on day 1: a twelfth of 0.1 % of 240,000, then of 216,000, and 10 for reports."""
    deal, prepaid = special_deal("fees"), Scenario(smm=(0.1, 0.0))
    assert by_month(deal, prepaid, "Trustee", "received", engine=engine) == [30, 28, 28, 28]
    assert by_month(deal, prepaid, "R", "interest", engine=engine, months=2) == [20, 12]
    balances(deal, prepaid)


@engines
def test_a_cap_that_is_reached_carries_over_to_january(engine) -> None:
    """Eight times $50 from March to October 2007 are $400. November and December wait for January 2008, which pays 150.

    February to June 2008 pay 50 each, $400 with January; $300 wait for January 2009, which pays 350, and February 50.
    In January 2008 B is short of 80, which 20 a month repay until May.
    """
    deal = special_deal("fees")
    first = [50, 50, 50, 50, 50, 50, 50, 50, 0, 0]
    second = [150, 50, 50, 50, 50, 50, 0, 0, 0, 0, 0, 0]
    third = [350, 50, 0, 0]
    owed = [0, 0, 0, 0, 0, 0, 0, 0, 50, 100, 0, 0, 0, 0, 0, 0, 50, 100, 150, 200, 250, 300, 0, 0, 50, 100]
    paid = [*first, *second, *third]
    assert by_month(deal, NOTHING, "Paying Agent", "received", engine=engine, months=26) == paid
    assert by_month(deal, NOTHING, "Paying Agent", "balance", engine=engine, months=26) == owed
    assert by_month(deal, NOTHING, "R", "interest", engine=engine, months=16)[7:] == [20, 70, 70, 0, 0, 0, 0, 0, 20]
    assert by_month(deal, NOTHING, "B", "interest_shortfall", engine=engine, months=16)[10:] == [80, 60, 40, 20, 0, 0]
    balances(deal, NOTHING, 24)


@engines
def test_a_january_is_found_wherever_a_deal_begins(engine, tmp_path) -> None:
    """From December 2007 on: $50 that year, then January to August 2008."""
    dates = {
        "cut-off date: 2007-02-01": "cut-off date: 2007-11-01",
        "closing date: 2007-02-27": "closing date: 2007-11-27",
        "first distribution day: 2007-03-25": "first distribution day: 2007-12-25",
        "last distribution day: 2027-02-25": "last distribution day: 2027-11-25",
    }
    late = variant("fees", tmp_path, dates)
    paid = [50, *[50] * 8, 0, 0, 0, 0, 250]
    assert by_month(late, NOTHING, "Paying Agent", "received", engine=engine, months=14) == paid


@engines
def test_the_year_is_that_of_the_day_before_it_moves_to_a_business_day(engine, tmp_path) -> None:
    """December 31, 2006, a Sunday, is paid on January 2 and counts for 2006; the cap of 2007 is left for January 31."""
    dates = {
        "cut-off date: 2007-02-01": "cut-off date: 2006-11-01",
        "closing date: 2007-02-27": "closing date: 2006-11-27",
        "first distribution day: 2007-03-25": "first distribution day: 2006-12-31",
        "last distribution day: 2027-02-25": "last distribution day: 2026-11-30",
        "cap a year: 400": "cap a year: 50",
    }
    deal = variant("fees", tmp_path, dates)
    assert by_month(deal, NOTHING, "Paying Agent", "received", engine=engine, months=3) == [50, 50, 0]


@engines
def test_cash_that_does_not_suffice_pays_fees_in_their_order(engine, tmp_path) -> None:
    """$50 of cash: 20 for the trustee, 30 of the agent's 50, nothing for reports; a month later each has its own.

    Then 20, 50 and 20, and 10 and 10: the residual has 1,200 less 110 less what the classes were short of.
    """
    deal = under(tmp_path, {"period": 1, "interest_withheld": 1150})
    assert by_month(deal, NOTHING, "Trustee", "received", engine=engine, months=3) == [20, 40, 30]
    assert by_month(deal, NOTHING, "Trustee", "balance", engine=engine, months=3) == [10, 0, 0]
    assert by_month(deal, NOTHING, "Paying Agent", "received", engine=engine, months=3) == [30, 70, 50]
    assert by_month(deal, NOTHING, "Paying Agent", "balance", engine=engine, months=3) == [20, 0, 0]
    assert by_month(deal, NOTHING, "A", "interest", engine=engine, months=3) == [0, 1090, 1120]
    assert by_month(deal, NOTHING, "B", "interest", engine=engine, months=3) == [0, 0, 0]
    balances(deal, NOTHING, 3)


@engines
def test_what_is_not_paid_is_carried_over_without_interest(engine, tmp_path) -> None:
    """Nothing comes in for three months: 3 x 30 and 3 x 50 are owed, and paid with the fourth month's 30 and 50."""
    deal = under(tmp_path, *({"period": period, "interest_withheld": 1200} for period in (1, 2, 3)))
    assert by_month(deal, NOTHING, "Trustee", "balance", engine=engine, months=5) == [30, 60, 90, 0, 0]
    assert by_month(deal, NOTHING, "Trustee", "received", engine=engine, months=5) == [0, 0, 0, 120, 30]
    assert by_month(deal, NOTHING, "Paying Agent", "balance", engine=engine, months=5) == [50, 100, 150, 0, 0]
    assert by_month(deal, NOTHING, "Paying Agent", "received", engine=engine, months=5) == [0, 0, 0, 200, 50]
    balances(deal, NOTHING, 5)


@engines
def test_loans_that_pay_nothing_cost_their_fee_all_the_same(engine) -> None:
    """Three quarters default and nobody advances: of $300 the fees have 80, A 220; the classes carry what they miss."""
    deal, bad = special_deal("fees"), Scenario(cdr=in_month(1, annual(0.75)), lag_months=12, advancing="none")
    assert by_month(deal, bad, "Trustee", "received", engine=engine, months=2) == [30, 30]
    assert by_month(deal, bad, "Paying Agent", "received", engine=engine, months=2) == [50, 50]
    assert by_month(deal, bad, "A", "interest", engine=engine, months=2) == [220, 220]
    assert by_month(deal, bad, "A", "interest_shortfall", engine=engine, months=2) == [605, 1210]
    assert by_month(deal, bad, "B", "interest_shortfall", engine=engine, months=2) == [275, 550]
    balances(deal, bad)


@engines
def test_principal_that_a_fee_leaves_short_is_written_off_and_repaid(engine, tmp_path) -> None:
    """$50 once, and classes at 5.9 % leave 20 of interest: of the 24,000 prepaid 30 are missing, which are B's.

    On 216,000 of loans 18 a month are left: 18 and 12 repay B, and the residual has the other 6. No event is needed.
    """
    once = {TRUSTEE: "", REPORT: "", "cap a year: 400": "cap a year: 50"}
    higher = {"balance: 180000, rate: 5.5%": "balance: 180000, rate: 5.9%", "60000, rate: 5.5%": "60000, rate: 5.9%"}
    deal, prepaid = variant("fees", tmp_path, {**once, **higher}), Scenario(smm=(0.1, 0.0))
    assert by_month(deal, prepaid, "A", "principal", engine=engine) == [18_000, 0, 0, 0]
    assert by_month(deal, prepaid, "B", "principal", engine=engine) == [5970, 18, 12, 0]
    assert by_month(deal, prepaid, "B", "loss", engine=engine) == [30, -18, -12, 0]
    assert by_month(deal, prepaid, "B", "balance", engine=engine) == [54_000] * 4
    assert by_month(deal, prepaid, "R", "interest", engine=engine) == [0, 0, 6, 18]
    balances(deal, prepaid)


@engines
def test_on_the_day_of_a_call_fees_are_paid_as_on_any_day_and_then_no_more(engine, tmp_path) -> None:
    """$1,000 are prepaid on day 1: on day 2, the call, 0.1 % of 239,000 and 10. What the cap keeps is owed for ever."""
    deal = under(
        tmp_path, {"period": 1, "prepayment": 1000}, deal=variant("fees", tmp_path, {"a year: 400": "a year: 50"})
    )
    called = Scenario(call="first")
    assert by_month(deal, called, "Trustee", "received", engine=engine) == [30, 29.92, 0, 0]
    assert by_month(deal, called, "Trustee", "balance", engine=engine) == [0, 0, 0, 0]
    assert by_month(deal, called, "Paying Agent", "received", engine=engine) == [50, 0, 0, 0]
    assert by_month(deal, called, "Paying Agent", "balance", engine=engine) == [0, 50, 50, 50]
    assert by_month(deal, called, "A", "balance", engine=engine, months=2) == [179_250, 0]
    assert by_month(deal, called, "R", "interest", engine=engine, months=2) == [20, 69.67]
    balances(deal, called, 3)


@engines
def test_nothing_accrues_when_the_loans_are_gone(engine) -> None:
    """All is prepaid on day 2: on day 3 there is no balance of which to take a rate, and no month to pay for."""
    gone = Scenario(smm=(0.0, 1.0))
    assert by_month(special_deal("fees"), gone, "Trustee", "received", engine=engine) == [30, 30, 0, 0]
    assert by_month(special_deal("fees"), gone, "Paying Agent", "received", engine=engine) == [50, 50, 0, 0]


@engines
def test_fees_come_before_insurance_premiums(engine, tmp_path) -> None:
    """$60 of cash: 40 for the trustee, 20 of the premium of 50, of which 30 stay owed."""
    insured = variant("insured", tmp_path, {"clean-up call:\n": FEES})
    deal = under(tmp_path, {"period": 1, "interest_withheld": 1140}, deal=insured)
    assert by_month(deal, NOTHING, "Trustee", "received", engine=engine, months=1) == [40]
    assert by_month(deal, NOTHING, "Sound Guaranty", "received", engine=engine, months=1) == [20]
    balances(deal, NOTHING, 2)


@engines
def test_what_they_cost_is_no_excess_interest(engine, tmp_path) -> None:
    """Beyond 5.5 % the loans bring 100 a month: 80 pay the fees, 20 go to the residual, and no class is short."""
    rule = "excess interest:\n  source: supplement p. 1\n  above: 5.5%\n\nallocations:\n"
    deal = variant("fees", tmp_path, {"allocations:\n": rule})
    assert by_month(deal, NOTHING, "R", "interest", engine=engine) == [20] * 4
    assert by_month(deal, NOTHING, "A", "interest", engine=engine) == [825] * 4
    assert by_month(deal, NOTHING, "B", "interest_shortfall", engine=engine) == [0] * 4
    balances(deal, NOTHING)


@engines
def test_the_smallest_cash_buys_a_part_of_the_first_fee(engine, tmp_path) -> None:
    deal = under(tmp_path, {"period": 1, "interest_withheld": 1199.99})
    assert by_month(deal, NOTHING, "Trustee", "received", engine=engine, months=2) == [0.01, 59.99]


def test_without_fees_the_residual_has_them(tmp_path) -> None:
    none = variant("fees", tmp_path, {f"fees:\n{TRUSTEE}{AGENT}{REPORT}": ""})
    assert by_month(none, NOTHING, "R", "interest") == [100] * 4


def test_a_fee_of_all_groups_is_paid_by_each_on_its_own_loans() -> None:
    """A tenth of pool I is prepaid: $20 and 20 on day 1, then 18 and 20."""
    deal = special_deal("fees-of-groups")
    prepaid = Scenario(by_pool={"I": Scenario(smm=(0.1, 0.0))})
    assert by_month(deal, NOTHING, "Trustee", "received") == [40] * 4
    assert by_month(deal, prepaid, "Trustee", "received", months=3) == [40, 38, 38]
    assert by_month(deal, prepaid, "R", "interest", months=2) == [160, 152]
    balances(deal, prepaid)


def test_a_group_with_fees_of_its_own_pays_no_others(tmp_path) -> None:
    """Group II states an amount of $25 for the same trustee in place of the rate."""
    rules = "        rules: [2-A]\n"
    own = "    fees:\n      - {name: second fee, source: supplement p. 2, paid to: Trustee, amount a month: 25}\n"
    deal = variant("fees-of-groups", tmp_path, {rules: rules + own})
    assert by_month(deal, NOTHING, "Trustee", "received") == [45] * 4
    assert by_month(deal, NOTHING, "1-A", "interest", months=1) == [1100]
    balances(deal, NOTHING)


def test_the_plan_lists_them_where_they_are_paid(tmp_path) -> None:
    insured = variant("insured", tmp_path, {"clean-up call:\n": FEES})
    names = [chapter.name for chapter in insured.plan.chapters]
    assert names.index("available cash") < names.index("fees") < names.index("insurance premiums")
    listed = ask("plan", FILES / "fees.yaml").out
    before = r"available cash, and what goes off the top\n +\d+\. available cash .*\n"
    assert re.search(before + r" +\d+\. fees +\[the deal's own fees\]\n", listed)


def test_a_fee_explains_itself() -> None:
    """The cap is used up in November; in January it is paid with what waited."""
    asked = ("explain", FILES / "fees.yaml", "--class", "Paying Agent", "--item", "received", "--psa", 0)
    nothing = ask(*asked, "--date", "2007-11-25")
    assert nothing.status == 0
    assert "Nothing, because 400.00 (cap of the agent fee a year) is used up by 400.00" in nothing.out
    january = ask(*asked, "--date", "2008-01-25").out
    assert "150.00  cash to Paying Agent on 2008-01-25" in january
    assert "agent fee carried over after 2007-12-25" in january
    assert "[supplement p. 2]" in january


def test_a_statement_and_the_table_of_parties_show_them() -> None:
    traced = ask("trace", FILES / "fees.yaml", "--date", 1, "--psa", 0)
    assert traced.status == 0
    assert re.search(r"Trustee +0\.00 +0\.00 +30\.00 +30\.00", traced.out)
    assert re.search(r"fees, agent fee +50\.00\n +\[supplement p\. 2\]", traced.out)
    assert re.search(r"Cash in less cash out +0\.00", traced.out)
    rows = ask("cashflows", FILES / "fees.yaml", "--psa", 0, "--parties", "--csv", "-").out.splitlines()
    assert rows[1].startswith("1,2007-03-25,Trustee,0.0,30.0,")
    assert any(row.startswith("9,2007-11-25,Paying Agent,0.0,0.0,0.0,50.0") for row in rows)


def test_a_trustee_is_told_in_prospectus_english() -> None:
    said = " ".join(ask("describe", FILES / "fees.yaml").out.split())
    assert (
        "First, to Trustee, the trustee fee: a twelfth of 0.1% of the scheduled principal balance of the loans" in said
    )
    assert "Second, to Paying Agent, the agent fee: $50 a month while loans are outstanding, at most $400" in said
    assert "is carried to the next distribution day without interest" in said
    groups = ask("describe", FILES / "fees-of-groups.yaml").out
    assert groups.count("trustee fee") == 1


@pytest.mark.parametrize("party", ["IIA-1", "A-PO"])
def test_nobody_who_is_paid_bears_the_name_of_a_class_of_the_series(party, tmp_path) -> None:
    """A class of another group, and a composite class, are told like one of the group's own."""
    folder = tmp_path / "series"
    copytree(seriatim.deals()["example-two-pools"], folder)
    text = (folder / "deal.yaml").read_text()
    fee = f"    fees:\n      - {{name: agent fee, paid to: {party}, amount a month: 100, source: terms}}\n"
    place = text.index("    allocations:")
    (folder / "deal.yaml").write_text(text[:place] + fee + text[place:])
    (problem,) = seriatim.check(folder)
    assert problem.reason == f"{party} is a class of the series: it cannot be a party beside it"
    assert problem.line == text[:place].count("\n") + 2


def test_nothing_is_money_too(tmp_path) -> None:
    """Cash of nothing from a party that never pays is 0.00, not a percentage; the reason for nothing is whole."""
    asked = ("explain", FILES / "fees.yaml", "--class", "Paying Agent", "--psa", 0, "--date", "2007-11-25")
    assert re.search(r"^0\.00  cash from Paying Agent", ask(*asked, "--item", "paid").out, re.MULTILINE)
    received = ask(*asked, "--item", "received").out
    assert "because\n" not in received.replace("Nothing, because\n", "")
