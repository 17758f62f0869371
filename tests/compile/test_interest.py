"""Interest: on the balance after the preceding day; what is not paid is carried; LIBOR and inverse classes."""

import pytest

import seriatim
from seriatim.collateral.scenario import Scenario
from tests.compile.small import annual, in_month, paid, small_deal, variant


@pytest.mark.requirement("T-029", "ALLOC-19")
def test_interest_accrues_on_the_balance_after_the_preceding_distribution_day() -> None:
    """T-029: $1,020,000 less $20,000 on one day, 6 %: $5,000 on the next."""
    scenario = Scenario(smm=in_month(1, 20_000 / 1_020_000))
    assert paid(small_deal("interest"), scenario, "interest", 1) == {"A": 5100}
    assert paid(small_deal("interest"), scenario, "interest", 2) == {"A": 5000}


A_MILLION = {"balance: 1020000": "balance: 1000000", "1,020,000": "1,000,000", "pool,1020000": "pool,1000000"}


@pytest.mark.requirement("T-030", "ALLOC-20")
def test_what_is_not_paid_is_carried_to_the_next_day_without_interest(tmp_path) -> None:
    """T-030: $5,000 a month, $4,500 received twice: allocations of 5,000 and 5,500, carried 500 and 1,000."""
    deal = variant("interest", tmp_path, A_MILLION)
    scenario = Scenario(cdr=(annual(0.1), 0.0), lag_months=2, advancing="none")
    assert [paid(deal, scenario, "interest", month) for month in (1, 2)] == [{"A": 4500}, {"A": 4500}]
    assert [paid(deal, scenario, "interest_shortfall", month) for month in (1, 2)] == [{"A": 500}, {"A": 1000}]


@pytest.mark.requirement("ALLOC-20", "DIST-08")
def test_a_carried_shortfall_is_paid_as_soon_as_there_is_cash(tmp_path) -> None:
    """8 % loans under a 6 % class; half of them pay nothing for two months and are then recovered in full."""
    deal = variant("interest", tmp_path, {"1020000,6%": "1020000,8%"})
    scenario = Scenario(cdr=(annual(0.5), 0.0), lag_months=2, advancing="none")
    assert [paid(deal, scenario, "interest", month) for month in (1, 2, 3)] == [{"A": 3400}, {"A": 3400}, {"A": 8500}]
    assert [paid(deal, scenario, "interest_shortfall", month) for month in (1, 2, 3)] == [{"A": 1700}, {"A": 3400}, {}]
    # Cash is cash: arrears and current interest of month 3 take $5,100 of the $510,000 recovered.
    assert paid(deal, scenario, "principal", 3) == {"A": 504_900}
    assert paid(deal, scenario, "loss", 3) == {"A": 5100}
    assert paid(deal, scenario, "interest", 4) == {"A": 2550, "R": 850}


@pytest.mark.requirement("T-039", "SPEC-08")
@pytest.mark.parametrize(
    ("libor", "floater", "inverse"),
    [(0.06, 6.5, 1.5), (0.0, 0.5, 7.5), (0.075, 8.0, 0.0), (0.09, 8.0, 0.0), (0.0532, 5.82, 2.18)],
)
def test_a_libor_class_and_its_inverse(libor: float, floater: float, inverse: float) -> None:
    """T-039: LIBOR 6 %: 6.5 % and 1.5 %; together 8 % at any LIBOR."""
    interest = paid(small_deal("libor"), Scenario(libor=libor), "interest")
    rates = [round(interest.get(name, 0) * 12 / 1_000_000 * 100, 4) for name in ("A-1", "A-2")]
    assert rates == pytest.approx([floater, inverse], abs=2e-5)


FIRST = {"class A-5": 0.03, "class A-6": 5.97, "class A-12": 5.62, "class A-13": 1.38}


@pytest.mark.requirement("T-040", "SPEC-08")
@pytest.mark.parametrize("month", [1, 2, 30])
def test_the_libor_classes_of_2006_at_532(month: int) -> None:
    """T-040: the first period's printed rates, which are those of LIBOR at 5.32 %."""
    run = seriatim.load("cmsi-2006-6").run(Scenario(psa=0, libor=0.0532))
    for name, percent in FIRST.items():
        security = run[name.removeprefix("class ")]
        assert security.interest[month - 1] / security.balance[month - 1] * 1200 == pytest.approx(percent, abs=1e-9)


@pytest.mark.requirement("SPEC-08")
def test_in_the_first_period_the_stated_rates_hold_whatever_libor_is() -> None:
    run = seriatim.load("cmsi-2006-6").run(Scenario(psa=0, libor=(0.01, 0.09)))
    floater, inverse = run["A-6"], run["A-5"]
    rates = [each.interest[:2] / each.balance[:2] * 1200 for each in (floater, inverse)]
    assert rates[0] == pytest.approx([5.97, 6.0])
    assert rates[1] == pytest.approx([0.03, 0.0])


def test_libor_may_change_from_month_to_month() -> None:
    run = small_deal("libor").run(Scenario(libor=(0.01, 0.02, 0.03)))
    assert run["A-1"].interest[:5] * 12e-4 == pytest.approx([1.5, 2.5, 3.5, 3.5, 3.5])


@pytest.mark.requirement("CLASS-05")
def test_an_inverse_class_is_paid_on_the_balance_of_the_class_it_is_tied_to() -> None:
    run = small_deal("libor").run(Scenario(libor=0.03, psa=300))
    assert run["A-2"].balance.tolist() == run["A-1"].balance.tolist()
    assert run["A-2"].interest == pytest.approx(run["A-1"].balance[:-1] * 0.045 / 12)
    assert not run["A-2"].principal.any()


EXCESS = "allocations:\n"


@pytest.mark.requirement("DIST-17", "VAR-02", "CLASS-06")
def test_interest_above_the_certificates_rate_goes_to_the_residual_before_all_else(tmp_path) -> None:
    """1994 supplement: 2 % of 8 % loans, received or not; a class short of interest does not see it."""
    changes = {
        EXCESS: "excess interest:\n  source: supplement p. 1\n  above: 6%\n\nallocations:\n",
        "1020000,6%": "1020000,8%",
    }
    deal = variant("interest", tmp_path, changes)
    assert paid(deal, Scenario(), "interest") == {"A": 5100, "R": 1700}
    short = Scenario(cdr=(annual(0.5), 0.0), lag_months=6, advancing="none")
    assert paid(deal, short, "interest") == {"A": 1700, "R": 1700}


@pytest.mark.requirement("DIST-24", "CLASS-06")
def test_without_that_rule_the_residual_gets_what_is_left(tmp_path) -> None:
    deal = variant("interest", tmp_path, {"1020000,6%": "1020000,8%"})
    assert paid(deal, Scenario(), "interest") == {"A": 5100, "R": 1700}
    short = Scenario(cdr=(annual(0.5), 0.0), lag_months=6, advancing="none")
    assert paid(deal, short, "interest") == {"A": 3400}


WITHHELD = "period,loss,interest_withheld\n1,{loss},0\n2,0,4400\n3,0,0\n"
"""$100,000 of losses end the subordinated classes of the weather deal; then most of a month's interest is missing."""
PRIORITIES = "distributions:\n  source: core p. 48\n"


@pytest.mark.requirement("DIST-09", "ALLOC-20")
@pytest.mark.parametrize("engine", ["lanes", "exact"])
@pytest.mark.parametrize(
    ("carried", "loss", "kept"),
    [
        ("always", 100_000, True),
        ("before the depletion date", 100_000, False),
        ("before the depletion date", 90_000, True),
    ],
)
def test_interest_missed_after_the_depletion_date_may_be_lost(tmp_path, carried, loss, kept, engine) -> None:
    changes = {PRIORITIES: f"{PRIORITIES}  interest carried forward: {carried}\n"}
    events = tmp_path / "events.csv"
    events.write_text(WITHHELD.format(loss=loss))
    run = variant("weather", tmp_path, changes).under(events).run(engine=engine)["A"]
    due = run.balance[:-1] * (0.06 / 12)
    missed = due[1] - run.interest[1]
    assert missed > 2000
    assert run.interest_shortfall[1] == pytest.approx(missed if kept else 0, abs=0.01)
    owed = due[2] + (missed if kept else 0)
    assert run.interest[2] + run.interest_shortfall[2] == pytest.approx(owed, abs=0.01)
