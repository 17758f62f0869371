"""A retail class: whole units to its holders, requests by the queue, the rest by lot."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seriatim import ProblemsError, RetailHoldings
from seriatim.collateral.scenario import Scenario
from seriatim.holders.queue import HolderPayment, pay_holders
from seriatim.holders.register import KINDS, Register, Request
from seriatim.plan.accounts import WHOLE_UNITS
from tests.cli.asking import ask
from tests.special.small import FILES, balances, by_month, special_deal

engines = pytest.mark.parametrize("engine", ["lanes", "exact"])
SLOW = Scenario(smm=0.01)
"""$2,400, 2,376 and 2,352.24 of principal on the first three days, all of it the retail class's."""
HOLDINGS = "holder,units\nAda,70\nBen,30\nCleo,20\n"
REQUESTS = """date,holder,units,kind
2006-12-01,Ada,2,other
2006-12-20,Ben,1,deceased
2007-01-25,Cleo,2,deceased
"""


def files(folder: Path, holdings: str = HOLDINGS, requests: str | None = REQUESTS, seed: int = 7) -> RetailHoldings:
    (folder / "holdings.csv").write_text(holdings)
    if requests is not None:
        (folder / "requests.csv").write_text(requests)
    return RetailHoldings(folder / "holdings.csv", None if requests is None else folder / "requests.csv", seed)


@pytest.mark.requirement("CLASS-09", "SPEC-13", "CLASS-04")
@engines
def test_holders_are_paid_whole_units_and_the_rest_is_carried(engine) -> None:
    """2,400 is 2 units and 400; with 2,376, 2 and 776; with 2,352.24, 3 and 128.24. The class itself has every cent."""
    deal = special_deal("retail")
    assert by_month(deal, SLOW, "A-1", "principal", engine=engine, months=3) == [2400, 2376, 2352.24]
    assert by_month(deal, SLOW, "A-1", "whole_units", engine=engine, months=3) == [2000, 2000, 3000]
    assert by_month(deal, SLOW, "A-1", "carried", engine=engine, months=3) == [400, 776, 128.24]
    assert by_month(deal, SLOW, "A-1", "balance", engine=engine, months=1) == [117_600]
    balances(deal, SLOW, 3)


@pytest.mark.requirement("CLASS-09", "SPEC-13")
@engines
@pytest.mark.parametrize("scenario", [SLOW, Scenario(psa=300), Scenario(smm=1.0), Scenario(cdr=0.05, severity=0.5)])
def test_whole_units_of_all_days_are_the_whole_units_of_the_principal(engine, scenario) -> None:
    """Exactly 1,000s, even where binary fractions of a month add up to one."""
    flows = special_deal("retail").run(scenario, engine=engine).flows
    whole, principal = (flows.item("A-1", item)[:, 0] for item in (WHOLE_UNITS, "principal"))
    assert (whole % 1000 == 0).all()
    upto = np.cumsum(principal) - np.cumsum(whole)
    assert upto.min() > -0.01
    assert upto.max() < 1000
    assert np.abs(flows.item("A-1", "carried")[:, 0] - np.maximum(upto, 0)).max() < 0.01


@pytest.mark.requirement("CLASS-09", "SPEC-13")
def test_requests_come_before_the_lot_deceased_holders_first(tmp_path) -> None:
    """Day 1: the estate of Ben 1, Ada 1. Day 2: that of Cleo 2 (asked that day). Day 3: Ada 1, then the lot."""
    paid = special_deal("retail").holders("A-1", files(tmp_path), scenario=SLOW).to_polars()
    rows = paid.select("period", "holder", "kind", "units", "principal").rows()
    assert rows[:3] == [
        (1, "Ben", "deceased", 1, 1000.0),
        (1, "Ada", "other", 1, 1000.0),
        (2, "Cleo", "deceased", 2, 2000.0),
    ]
    assert rows[3] == (3, "Ada", "other", 1, 1000.0)
    assert all(kind == "lot" for _, _, kind, _, _ in rows[4:])
    assert sum(units for period, _, _, units, _ in rows if period == 3) == 3
    assert set(paid["seed"]) == {7}
    assert paid["date"][0] == date(2006, 12, 25)


@pytest.mark.requirement("CLASS-09")
def test_in_the_end_every_unit_is_paid_once(tmp_path) -> None:
    paid = special_deal("retail").holders("A-1", files(tmp_path), scenario=Scenario(psa=300)).to_polars()
    units = Counter()
    for holder, number in paid.select("holder", "units").rows():
        units[holder] += number
    assert units == {"Ada": 70, "Ben": 30, "Cleo": 20}
    assert paid["principal"].sum() == 120_000


def test_the_same_seed_gives_the_same_lot_another_another(tmp_path) -> None:
    deal = special_deal("retail")
    first, again, other = (
        deal.holders("A-1", files(tmp_path, requests=None, seed=seed), scenario=SLOW).to_polars() for seed in (7, 7, 8)
    )
    assert first.equals(again)
    assert not first.drop("seed").equals(other.drop("seed"))


@pytest.mark.requirement("SPEC-13")
def test_the_lot_of_a_seed_is_pinned() -> None:
    """A lot can be drawn again years later: its order is part of what is promised."""
    register = Register({"Ada": 5, "Ben": 3, "Cleo": 2}, ())
    drawn = pay_holders([1] * 10, [date(2007, 1, 25)] * 10, register, seed=1994)
    assert [payment.holder for payment in drawn] == [
        *("Ada", "Ben", "Ben", "Ada", "Ada"),
        *("Ada", "Ben", "Cleo", "Cleo", "Ada"),
    ]
    assert Counter(payment.holder for payment in drawn) == {"Ada": 5, "Ben": 3, "Cleo": 2}


def test_each_unit_is_as_likely_as_any_other() -> None:
    """Of one unit drawn from 70, 30 and 20, Ada's part over many seeds is 70/120."""
    register = Register({"Ada": 70, "Ben": 30, "Cleo": 20}, ())
    drawn = Counter(pay_holders([1], [date(2007, 1, 25)], register, seed=seed)[0].holder for seed in range(3000))
    for holder, units in register.holdings.items():
        assert drawn[holder] / 3000 == pytest.approx(units / 120, abs=0.03)


registers = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 30), min_size=1)


@st.composite
def courses(draw) -> tuple[Register, list[int]]:
    """Holdings, requests within them, and units of up to eight days that the holdings can bear."""
    held = draw(registers)
    requests = []
    for holder, units in held.items():
        if draw(st.booleans()):
            day = date(2007, draw(st.integers(1, 8)), draw(st.integers(1, 28)))
            requests.append(Request(day, holder, draw(st.integers(1, units)), draw(st.sampled_from(KINDS))))
    left, units = sum(held.values()), []
    for _ in range(8):
        units.append(draw(st.integers(0, left)))
        left -= units[-1]
    return Register(held, tuple(requests)), units


@pytest.mark.requirement("SPEC-13")
@settings(max_examples=150)
@given(courses(), st.integers(0, 2**31))
def test_laws_of_the_queue(course: tuple[Register, list[int]], seed: int) -> None:
    register, units = course
    days = [date(2007, month, 25) for month in range(1, 9)]
    payments = pay_holders(units, days, register, seed=seed)
    assert payments == pay_holders(units, days, register, seed=seed)
    assert [sum(each.units for each in payments if each.day == day) for day in range(1, 9)] == units
    paid = Counter()
    for payment in payments:
        assert payment.units > 0
        paid[payment.holder] += payment.units
    assert all(paid[holder] <= held for holder, held in register.holdings.items())
    _requests_come_first(register, payments, days)


def _requests_come_first(register: Register, payments: tuple[HolderPayment, ...], days: list[date]) -> None:
    """Nobody is drawn while somebody's request stands and can be paid; nobody is paid more than was asked for."""
    held = dict(register.holdings)
    for day in range(1, 9):
        today = [each for each in payments if each.day == day]
        asked = Counter()
        for request in register.requests:
            asked[request.holder] += request.units if request.date <= days[day - 1] else 0
        by_request = Counter()
        for each in payments:
            if each.day <= day and each.kind != "lot":
                by_request[each.holder] += each.units
        assert all(by_request[holder] <= asked[holder] for holder in held)
        before_lot = dict(held)
        for each in today:
            held[each.holder] -= each.units
            before_lot[each.holder] -= each.units if each.kind != "lot" else 0
        if any(each.kind == "lot" for each in today):
            assert all(asked[holder] - by_request[holder] <= 0 or before_lot[holder] == 0 for holder in held)


def test_more_units_than_there_are_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="3 units are to be paid, 2 are held"):
        pay_holders([3], [date(2007, 1, 25)], Register({"Ada": 2}, ()), seed=1)


BAD_HOLDINGS = """holder,units
Ada,70
Ben,-30
Cleo,2.5
Ada,20
,3
Dora,0
"""
BAD_REQUESTS = """date,holder,units,kind
2006-12-01,Ada,71,other
2006-12-20,Bem,1,deceased
2006-13-20,Ben,1,deceased
2005-01-25,Cleo,2,deceased
2007-01-25,Ada,two,dead
2007-01-25,Ben,5,other
2007-01-25,Ben,5,other
2007-01-25,Cleo,15,other
2007-01-26,Cleo,-15,other
2007-01-27,Cleo,4,other
"""


def refused(deal_call) -> list[str]:
    with pytest.raises(ProblemsError) as raised:
        deal_call()
    return [f"{Path(p.file).name}:{p.line}: {p.reason} ({p.hint})" for p in raised.value.problems]


def test_everything_wrong_with_requests_at_once(tmp_path) -> None:
    found = refused(
        lambda: special_deal("retail").holders("A-1", files(tmp_path, requests=BAD_REQUESTS), scenario=SLOW)
    )
    assert found == [
        "requests.csv:2: 'Ada' asks for 71 units, and holds 70 (ask for no more than the holding)",
        "requests.csv:3: unknown holder 'Bem' (did you mean 'Ben'?)",
        "requests.csv:4: '2006-13-20' is not a date (write it as 2006-11-28)",
        "requests.csv:5: 2005-01-25 is not between the closing date and the last distribution day "
        "(2006-11-28 to 2026-11-25)",
        "requests.csv:6: 'two' is not a number of units (write a whole number, such as 25)",
        "requests.csv:6: unknown kind 'dead' (did you mean 'deceased'?)",
        "requests.csv:8: this request stands there twice (first on line 7)",
        "requests.csv:10: -15 units are negative (write a number of whole units)",
        "requests.csv:11: 'Cleo' asks for 21 units, 17 of them in earlier requests, and holds 20 "
        "(ask for no more than the holding)",
    ]


def test_everything_wrong_with_holdings_at_once(tmp_path) -> None:
    found = refused(lambda: special_deal("retail").holders("A-1", files(tmp_path, BAD_HOLDINGS), scenario=SLOW))
    assert found == [
        "holdings.csv:3: -30 units are negative (write a number of whole units)",
        "holdings.csv:4: '2.5' is not a number of units (write a whole number, such as 25)",
        "holdings.csv:5: holder 'Ada' is listed twice (first on line 2)",
        "holdings.csv:6: no holder is named ()",
        "holdings.csv:7: 0 units (write at least 1, at most 10,000,000)",
    ]


def test_both_files_are_read_before_anything_is_run(tmp_path) -> None:
    """All problems of both at once, and none that only follows from another."""
    found = refused(
        lambda: special_deal("retail").holders("A-1", files(tmp_path, BAD_HOLDINGS, BAD_REQUESTS), scenario=SLOW)
    )
    assert len(found) == 5 + 8
    no_holdings = RetailHoldings(tmp_path / "nowhere.csv", tmp_path / "requests.csv")
    found = refused(lambda: special_deal("retail").holders("A-1", no_holdings, scenario=SLOW))
    assert not [line for line in found if "unknown holder" in line]
    absent = RetailHoldings(tmp_path / "nowhere.csv", tmp_path / "neither.csv")
    assert refused(lambda: special_deal("retail").holders("A-1", absent, scenario=SLOW)) == [
        "neither.csv:None: no such file (check the spelling and the folder)",
        "nowhere.csv:None: no such file (check the spelling and the folder)",
    ]


def test_holdings_are_those_of_the_class(tmp_path) -> None:
    found = refused(
        lambda: special_deal("retail").holders("A-1", files(tmp_path, "holder,units\nAda,119\n", None), scenario=SLOW)
    )
    assert found == ["holdings.csv:None: the holdings are 119 units, class A-1 has 120 (difference -1)"]


def test_a_class_that_is_not_retail(tmp_path) -> None:
    assert refused(lambda: special_deal("retail").holders("A-2", files(tmp_path), scenario=SLOW)) == [
        ":None: retail has no retail class 'A-2' (did you mean 'A-1'?)"
    ]


def test_the_command(tmp_path) -> None:
    files(tmp_path)
    names = ["--class", "A-1", "--holdings", tmp_path / "holdings.csv", "--requests", tmp_path / "requests.csv"]
    answer = ask("retail", FILES / "retail.yaml", *names, "--seed", 7, "--psa", 300)
    assert answer.status == 0
    assert answer.out.splitlines()[0].split() == [
        "period", "date", "class", "holder", "kind", "seed", "units", "principal"
    ]  # fmt: skip
    assert "lot drawn with seed 7" in answer.err
    to_file = ask("retail", FILES / "retail.yaml", *names, "--seed", 7, "--psa", 300, "--csv", "-")
    assert to_file.out.splitlines()[1].startswith("4,2007-03-25,A-1,Ben,deceased,7,1,1000.0")


def test_the_command_refuses_bad_files(tmp_path) -> None:
    files(tmp_path, "holder,units\nAda,120\n", REQUESTS)
    names = ["--class", "A-1", "--holdings", tmp_path / "holdings.csv", "--requests", tmp_path / "requests.csv"]
    answer = ask("retail", FILES / "retail.yaml", *names, "--seed", 7, "--psa", 300)
    assert (answer.status, answer.out) == (2, "")
    assert "requests.csv:3: unknown holder 'Ben'" in answer.err
    assert "requests.csv:4: unknown holder 'Cleo'" in answer.err


def test_a_class_without_retail_terms_in_the_library(tmp_path) -> None:
    answer = ask("retail", "cmsi-2006-6", "--class", "A-3", "--holdings", "x.csv", "--seed", 1, "--psa", 100)
    assert answer.status == 2
    assert "CMSI 2006-6 has no retail class 'A-3'" in answer.err
