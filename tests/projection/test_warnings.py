"""A run says so on the days a defect of the text bites: which, when, how much, and where the text stands."""

from datetime import date

import pytest

import seriatim
from seriatim import Deal, Scenario
from seriatim.compile.day import PlanKind
from seriatim.compile.defects import TEXTS, Defect
from seriatim.plan.accounts import Party
from tests.compile.small import small_deal, variant
from tests.compile.test_readings import EIGHTHS, NO_INTEREST, TWO_SENIORS, distributions, losses, recoveries, weather
from tests.projection.histories import write_history
from tests.projection.test_events import NOTHING, quiet_months

FIRST_DAY = {1: date(2006, 12, 25), 2: date(2007, 1, 25), 3: date(2007, 2, 25)}


@pytest.fixture
def warned(tmp_path):
    """The warnings of a deal in a course of events: period, defect, amount; the same in both engines."""

    def run(deal: Deal, *rows, scenario: Scenario = NOTHING) -> list[tuple[int, str, float]]:
        path = write_history(quiet_months(*rows), tmp_path / "events.csv")
        lanes, exact = (
            [
                (each.date, each.defect, round(each.amount, 2), each.source)
                for each in deal.under(path).run(scenario, engine=engine).warnings
            ]
            for engine in ("lanes", "exact")
        )
        assert lanes == exact
        assert all(source for *_, source in lanes)
        periods = {day: period for period, day in FIRST_DAY.items()}
        return [(periods[day], defect, amount) for day, defect, amount, _ in lanes if day in periods]

    return run


def test_a_month_of_nothing_warns_of_nothing(warned) -> None:
    assert warned(small_deal("weather"), {"period": 1}) == []


def test_without_events_nothing_is_reported() -> None:
    run = small_deal("weather").run(Scenario(sda=1000, severity=0.9))
    assert run.warnings == ()
    assert all(each.party is not Party.DOCUMENT for each in run.deal.plan.accounts)


def test_every_defect_has_its_sentence_and_is_reported_by_some_deal() -> None:
    assert set(TEXTS) == set(Defect)
    names = ("weather", "stripped", "super-senior", "accrual", "impaired")
    plans = [small_deal(name).model.plan_of(PlanKind(with_events=True)) for name in names]
    assert {
        each.item for plan in plans for each in plan.accounts if each.party is Party.DOCUMENT and not each.detail
    } <= set(Defect)


@pytest.mark.requirement("INC-05")
@pytest.mark.parametrize(
    ("wording", "beyond"), [("losses counted: before the day", 1000), ('losses counted: "the day\'s too"', 200)]
)
def test_a_recovery_beyond_the_losses(warned, tmp_path, wording, beyond) -> None:
    """Of $1,000, 700 raise balances and 100 go to the seniors at most; the rest is principal with nothing behind it."""
    deal = weather(tmp_path, EIGHTHS, recoveries(wording))
    row = {"period": 1, "extraordinary_loss": 800, "recovery": 1000}
    assert warned(deal, row) == [(1, Defect.RECOVERY, beyond)]


def test_the_whole_amount_raises_balances_as_long_as_a_class_is_left(warned, tmp_path) -> None:
    deal = weather(tmp_path, {"written up: unreimbursed losses": "written up: whole amount"})
    assert warned(deal, {"period": 1, "recovery": 1000}) == []


def test_a_po_shortfall_repaid_though_late_cash_came(warned) -> None:
    """PO is paid 65 of its 100; next month the $500 come in, and 35 of subordinated principal go to PO all the same."""
    late = {"period": 2, "late_interest": 500}
    scenario = Scenario(smm=(0.01, 0.01, 0.0))
    assert warned(small_deal("stripped"), NO_INTEREST, late, scenario=scenario) == [(2, Defect.PO_SHORTFALL, 35)]
    assert warned(small_deal("stripped"), NO_INTEREST, {"period": 2}, scenario=scenario) == []


LOSS_AND_PRINCIPAL = {"period": 1, "line": "others", "prepayment": 10_000}


def test_blocked_principal_is_written_down_on_the_class_above(warned) -> None:
    """B-2 is not paid its $400 of principal because $50,000 reach B-1; the 400 are written off B-1 too.

    B-2 is gone with that, and will not see its interest of 200 any more.
    """
    found = warned(small_deal("weather"), LOSS_AND_PRINCIPAL | {"loss": 50_000})
    assert found == [(1, Defect.BLOCKED, 400), (1, Defect.NEVER_REPAID, 200)]


def test_and_if_no_subordinated_balance_is_left_on_seniors_that_were_not_short(warned) -> None:
    """$99,500 leave 500 of B-1 for the 1,000 that B-1 and B-2 are not paid; 500 fall on A, which was paid in full."""
    found = warned(small_deal("weather"), LOSS_AND_PRINCIPAL | {"loss": 99_500})
    unpaid = 300 + 200
    assert set(found) == {(1, Defect.BLOCKED, 500), (1, Defect.SHARING_BASE, 500), (1, Defect.NEVER_REPAID, unpaid)}


def test_where_juniors_are_paid_nothing_is_withheld_from_them(warned, tmp_path) -> None:
    deal = weather(tmp_path, distributions("junior on a write-down day: is paid"))
    assert warned(deal, LOSS_AND_PRINCIPAL | {"loss": 50_000}) == []


@pytest.mark.parametrize("wording", ["net of shared losses", "whole balance"])
def test_principal_and_a_shared_loss_exceed_a_balance(warned, tmp_path, wording) -> None:
    """A-1's 1,000 are paid, and $10 of them lost: it is allocated 990, or would go $10 below zero."""
    deal = weather(tmp_path, TWO_SENIORS, losses(f"room for principal: {wording}"))
    row = {"period": 1, "extraordinary_loss": 10_000, "prepayment": 10_000}
    assert warned(deal, row) == [(1, Defect.ROOM, 10)]
    assert warned(deal, row | {"prepayment": 1000}) == []


@pytest.mark.parametrize(("wording", "lost"), [("lost", [(1, Defect.NEVER_REPAID, 200)]), ("kept", [])])
def test_interest_of_a_class_that_is_gone(warned, tmp_path, wording, lost) -> None:
    deal = weather(tmp_path, distributions(f"carryforward of a retired class: {wording}"))
    assert warned(deal, {"period": 1, "line": "first", "interest_withheld": 200, "loss": 40_000}) == lost


def test_principal_of_a_class_that_is_gone(warned, tmp_path) -> None:
    """B-2 is written off $500 in the first month and loses the other 39,500 in the second: nobody repays the 500."""
    wording = "shortfall reimbursement:\n    source: core p. 57"
    deal = weather(tmp_path, distributions(wording))
    row = {"period": 1, "line": "others", "prepayment": 5000, "interest_withheld": 4600}
    first = warned(deal, row)
    assert first == []
    told = warned(deal, row, {"period": 2, "line": "others", "loss": 39_300, "late_interest": 100})
    assert [(period, defect) for period, defect, _ in told] == [(2, Defect.NEVER_REPAID)]


@pytest.mark.requirement("INC-21")
def test_a_support_class_too_small(warned, tmp_path) -> None:
    """A-3 has $8,990.91 and loses 30 % of it; 6,293.64 are left for the 8,000 of A-1 and A-2."""
    deal = variant("super-senior", tmp_path, {"amount: 700": "amount: 3000"})
    first, second = {"period": 1, "loss": 1100}, {"period": 2, "loss": 0.3 * 98_900}
    left = (9000 - 100 * 9 / 99) * 0.7
    assert warned(deal, first, second) == [(2, Defect.SUPPORT, round(8000 - left, 2))]


@pytest.mark.requirement("INC-19")
def test_interest_of_an_accrual_class_without_room(warned, tmp_path) -> None:
    """A-2 may not fall below its $20, so that A-1's interest of $60 finds no room, though A-2 is outstanding."""
    targeted = """schedules:
  - name: targeted balance
    source: supplement p. 1
    classes: [A-2]
    table: targeted.csv

structuring assumptions:"""
    changes = {
        "directed to: [A-2, A-3]": "directed to:\n      - to: A-2\n        until: targeted balance",
        "structuring assumptions:": targeted,
    }
    table = "date,balance\n2006-12-25,20.00\n2007-01-25,20.00\n2007-02-25,0.00\n"
    deal = variant("accrual", tmp_path, changes, targeted=table)
    assert warned(deal, {"period": 1})[0] == (1, Defect.ACCRUAL, 60)


@pytest.mark.requirement("INC-22")
def test_maintenance_of_subordination(warned) -> None:
    """B-6 loses $500: of $6.50 of principal B-1 would have one by balances and has all of it."""
    told = warned(small_deal("impaired"), {"period": 1, "loss": 500}, {"period": 2, "prepayment": 306.5})
    assert told == [(2, Defect.MAINTENANCE, 5.5)]


def test_warnings_read_as_sentences(tmp_path) -> None:
    path = write_history([{"period": 1, "recovery": 1000}], tmp_path / "events.csv")
    (told,) = small_deal("weather").under(path).run().warnings
    assert str(told) == (
        "2006-12-25: a recovery exceeds the unreimbursed losses that raise a balance; the loans stay above the classes "
        "by as much ($1,000.00) [core p. 62]"
    )


def test_each_scenario_has_its_own(tmp_path) -> None:
    """And they are told apart whatever items are reported, and whoever provides the array."""
    path = write_history([{"period": 1, "recovery": 1000}], tmp_path / "events.csv")
    deal = small_deal("weather")
    every = deal.under(path).run_many([NOTHING, Scenario(psa=100)])
    some = deal.under(path).run_many([NOTHING, Scenario(psa=100)], items=["balance"])
    for scenario in (0, 1):
        assert every.warnings(scenario) == some.warnings(scenario) != ()
    assert {key.item for key in some.accounts} == {"balance"}


def test_library_deals_keep_them_out_of_the_class_table(tmp_path) -> None:
    path = write_history([{"date": "2007-01-25", "recovery": 1000}], tmp_path / "events.csv")
    run = seriatim.load("cmsi-2006-6").under(path).run(Scenario(psa=350))
    assert [each.defect for each in run.warnings][:1] == [Defect.RECOVERY]
    assert set(run.to_polars()["class"]) == set(run.deal.classes)
    assert Party.DOCUMENT not in {account.party for account in run.flows.accounts}
