"""Planned and targeted balances of the supplements, as both engines reach them by the rules the texts give."""

from collections.abc import Mapping

import pytest

from seriatim import Scenario
from seriatim.basics.money import round_half_up
from tests.worked.both import Both, library

WITHOUT_ITS_TARGET = {
    "                - to: A-6\n                  until: targeted balance\n": "                - to: A-6\n",
    "    class: A-7\n    directed to:\n      - to: A-6\n        until: targeted balance\n": (
        "    class: A-7\n    directed to:\n      - to: A-6\n"
    ),
    "    class: A-8\n    directed to:\n      - to: A-6\n        until: targeted balance\n": (
        "    class: A-8\n    directed to:\n      - to: A-6\n"
    ),
    "TAC classes\n    classes: [A-6]\n": "TAC classes\n    classes: [A-6]\n    purpose: assumed balance\n",
}


def cents(value: float) -> str:
    return f"{round_half_up(float(value), 2):,}"


@pytest.fixture(scope="module")
def targeted(tmp_path_factory) -> Both:
    """2006-6 at 100 % PSA, A-6 paid as if it had no target."""
    deal = library("cmsi-2006-6", tmp_path_factory.mktemp("targeted"), WITHOUT_ITS_TARGET)
    return Both(deal, Scenario(psa=100))


@pytest.mark.requirement("T-061", "SPEC-03", "SPEC-04a", "STRUCT-08")
def test_the_first_rows_of_the_targeted_balance(targeted: Both) -> None:
    """In month 1 A-7's 8,500 and A-8's 4,250 are all that A-6 is paid."""
    assert targeted("accretion", 1) == {"A-7": 8500, "A-8": 4250}
    assert [cents(value) for value in targeted.series("A-6", "balance")[1:4]] == [
        "100,068,250.00",
        "100,055,436.25",
        "100,042,558.43",
    ]


@pytest.mark.requirement("T-062", "SPEC-04a", "STRUCT-08")
def test_all_rows_of_the_targeted_balance(targeted: Both) -> None:
    """288 distribution days to November 2030, each to the cent or beside it."""
    printed = [float(value) for value in targeted.deal.model.tables["targeted balance"].of("A-6")]
    computed = targeted.series("A-6", "balance")[1:]
    assert len(printed) == 288
    assert targeted.deal.run().flows.dates[287].isoformat() == "2030-11-25"
    assert printed[-1] == 0 < printed[-2]
    assert computed[:288] == pytest.approx(printed, abs=0.0151)


ROWS_2006: Mapping[int, str] = {
    1: "126,159,197.12",
    2: "125,801,152.93",
    3: "125,390,943.13",
    84: "22,010,775.50",
    85: "21,086,631.48",
    138: "155,075.59",
}
"""November and December 2013 are the 84th and 85th distribution, May 2018 the 138th."""


@pytest.mark.requirement("T-063", "T-064", "SPEC-04", "SPEC-06", "STRUCT-08", "INC-02")
def test_the_planned_balance_of_2006(tmp_path) -> None:
    """Derived from the deal, not read from its table, and kept at a speed within the band."""
    deal = library("cmsi-2006-6", tmp_path, {"    table: planned_balance.csv\n": ""})
    told = Both(deal, Scenario(psa=200))
    group = sum(told.series(name, "balance") for name in ("A-1", "A-2", "A-12"))
    assert [deal.run().flows.dates[day - 1].isoformat()[:7] for day in (84, 85, 138)] == [
        "2013-11",
        "2013-12",
        "2018-05",
    ]
    found = {day: cents(group[day]) for day in ROWS_2006}
    apart = [abs(float(found[day].replace(",", "")) - float(ROWS_2006[day].replace(",", ""))) for day in ROWS_2006]
    assert max(apart) < 0.0101, found
    assert [found[day] for day in (1, 2, 3)] == [ROWS_2006[day] for day in (1, 2, 3)]


@pytest.fixture(scope="module")
def on_target(tmp_path_factory) -> Both:
    """1994-5 at 350 % PSA, the TAC balances derived from the deal and not read from its table."""
    folder = tmp_path_factory.mktemp("derived")
    deal = library("cmsi-1994-5", folder, {"    table: targeted_balance.csv\n": ""})
    return Both(deal, Scenario(psa=350))


@pytest.mark.requirement("T-065", "T-067", "SPEC-05", "SPEC-03", "STRUCT-08")
@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (1, {"A-1": "23,547,779.13", "A-2": "62,370,715.42", "A-3": "45,840,593.86", "A-4": "49,650,549.93"}),
        (60, {"A-3": "1,901,050.36", "A-4": "3,874,527.61"}),
        (120, {"A-6": "49,089.50"}),
    ],
)
def test_targeted_balances_of_1994(on_target: Both, day: int, printed: dict[str, str]) -> None:
    """April 1994, March 1999 and March 2004: at their own speed the classes are at their targets."""
    assert {name: cents(on_target.series(name, "balance")[day]) for name in printed} == printed


@pytest.mark.requirement("T-066", "SPEC-05")
def test_class_a_principal_of_1994(on_target: Both) -> None:
    classes = [each.name for each in on_target.deal.terms.classes.senior]
    paid = sum(on_target.series(name, "principal") - on_target.series(name, "accretion") for name in classes)
    assert paid[:3] == pytest.approx([3_092_361.66, 3_225_746.99, 3_354_450.65], abs=0.01)
