"""The order of distributions: less and less cash, and who is still paid of it, in both engines."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

import seriatim
from seriatim import Scenario
from tests.worked.both import Both, worked_deal

Steps = Sequence[tuple[str, Mapping[str, float]]]
"""One after the other; within a step cash that is short is shared by the amounts."""


def filled(cash: float, steps: Steps) -> dict[str, dict[str, float]]:
    """What each class gets of that cash, by item; the residual has the rest."""
    paid: dict[str, dict[str, float]] = {"interest": {}, "principal": {}, "insurer": {}}
    for item, amounts in steps:
        part = min(cash / sum(amounts.values()), 1.0)
        for name, amount in amounts.items():
            paid[item][name] = paid[item].get(name, 0.0) + amount * part
        cash -= sum(amounts.values()) * part
    paid["interest"]["R"] = cash
    return paid


def close(told: dict[str, float], expected: Mapping[str, float]) -> None:
    assert told == pytest.approx({name: value for name, value in expected.items() if value > 0.005}, abs=0.0101)


def insurer(told: Both, item: str, period: int) -> float:
    lanes, exact = (round(float(run.flows.item("Insurer", item)[period - 1, 0]), 2) for run in told.runs)
    assert lanes == exact
    return lanes


FIRST_DAY: Steps = (
    ("insurer", {"premium": 112.5}),
    ("interest", {"A": 1237.5, "IO": 287.5}),
    ("principal", {"A": 20_700, "PO": 1000}),
    ("interest", {"B-1": 90}),
    ("principal", {"B-1": 1380}),
    ("interest", {"B-2": 60}),
    ("principal", {"B-2": 920}),
)
ALL_CASH = 1787.5 + 24_000


@pytest.mark.requirement("DIST-03", "CS-09")
@pytest.mark.parametrize("lost", [0, 400, 950, 1000, 2000, 2420, 2500, 15_000, 24_000, 24_500, 25_700])
def test_a_day_of_2006_with_less_and_less_cash(happen, lost: float) -> None:
    """0: the premium; 1: senior interest; 2: senior and PO principal by allocations; 3: each junior in its turn.

    $20,000 are prepaid on premium loans, 4,000 on the discount loan; the interest part of a loss takes cash away.
    """
    rows = (
        {"period": 1, "line": "eight", "prepayment": 20_000, "interest_loss": lost},
        {"period": 1, "line": "discount", "prepayment": 4000},
    )
    told, expected = happen(worked_deal("order"), *rows), filled(ALL_CASH - lost, FIRST_DAY)
    for item in ("interest", "principal"):
        close(told(item, 1), expected[item])
    assert insurer(told, "received", 1) == round(expected["insurer"]["premium"], 2)


WITHHELD = {"eight": 790, "discount": 300, "seven": 410}
OWED = 1237.5 * (1 - (287.5 + 900 - 112.5) / 1525)
"""Of day 1's senior interest, what the insurer had to pay; A-IO's part is carried."""
CARRIED = 287.5 * (1 - (287.5 + 900 - 112.5) / 1525)
SECOND_DAY_CASH = 1782.67 + 2000
POOL = 270_000 + 18_000 + 11_200
A, B_1, B_2 = (2000 * balance / POOL for balance in (270_000, 18_000, 11_200))
SECOND_DAY: Steps = (
    ("insurer", {"premium": 112.5}),
    ("interest", {"A": 1237.5, "IO": 286.67}),
    ("interest", {"IO": CARRIED}),
    ("principal", {"A": A}),
    ("interest", {"B-1": 90 + 90}),
    ("principal", {"B-1": B_1}),
    ("interest", {"B-2": 56 + 60}),
    ("principal", {"B-2": B_2}),
    ("principal", {"written off B-2": 800}),
    ("insurer", {"owed": OWED * 1.01}),
)


@pytest.mark.requirement("DIST-03", "DIST-05", "DIST-11", "VAR-12", "CS-09")
@pytest.mark.parametrize("late", [0, 50, 100, 200, 300, 600, 1000, 1200, 1400, 1500])
def test_arrears_and_reimbursements_of_2006(happen, late: float) -> None:
    """Day 1 withholds $1,500: $900 of principal pay interest, and are written off, 800 on B-2 and 100 on PO.

    On day 2 interest comes in late. 4: PO's 100 out of the principal of B-2, then of B-1; 5: B-2's 800; 6: the
    insurer, with 1 % for the month; 7: the residual.
    """
    first = [{"period": 1, "line": name, "interest_withheld": amount} for name, amount in WITHHELD.items()]
    first[0]["prepayment"], first[1]["prepayment"] = 500, 400
    second = [{"period": 2, "line": name, "late_interest": late * each / 1500} for name, each in WITHHELD.items()]
    second[0]["prepayment"] = 2000
    told, expected = happen(worked_deal("order"), *first, *second), filled(SECOND_DAY_CASH + late, SECOND_DAY)
    assert told("interest", 1) == {"A": round(1237.5 - OWED, 2), "IO": round(287.5 - CARRIED, 2)}
    principal = expected["principal"]
    from_b_2 = min(principal["B-2"], 100)
    from_b_1 = min(principal["B-1"], 100 - from_b_2)
    principal |= {"PO": from_b_1 + from_b_2, "B-1": principal["B-1"] - from_b_1}
    principal["B-2"] += principal.pop("written off B-2") - from_b_2
    for item in ("interest", "principal"):
        close(told(item, 2), expected[item])
    assert insurer(told, "received", 2) == pytest.approx(sum(expected["insurer"].values()), abs=0.0101)


PARTS = {"cmsi-1999-7": (0.3, 4.6, 12.4, 13.5), "cmsi-1994-5": (0.3, 1.5, 4.4, 5.5)}
"""So many steps of the order are without cash, counted from the last one."""
FAST = Scenario(psa=300)


@pytest.mark.requirement("DIST-09", "DIST-10", "DIST-11")
@pytest.mark.parametrize(("name", "unpaid"), [(name, part) for name, parts in PARTS.items() for part in parts])
def test_a_day_of_1999_and_1994_with_less_and_less_cash(happen, name: str, unpaid: float) -> None:
    """Interest and principal of the seniors, then both of each junior; interest lost leaves all that is due as it was.

    What is not paid of interest is owed, class by class.
    """
    deal, plain = seriatim.load(name), undisturbed(name)
    amounts = [amount for _, amount in steps_of(plain, 7)]
    whole = int(unpaid)
    lost = sum(amounts[len(amounts) - whole :]) + (unpaid - whole) * amounts[len(amounts) - whole - 1]
    line = str(deal.model.pools[0].lines.name[-1])
    told = happen(deal, {"period": 7, "line": line, "interest_loss": round(lost, 2)}, scenario=FAST)
    left = sum(amounts) - round(lost, 2)
    for step, amount in steps_of(told, 7, plain):
        due = dict(steps_of(plain, 7))[step]
        assert amount == pytest.approx(min(due, left), abs=0.06), step
        left -= min(due, left)
    arrears = told("interest_shortfall", 7)
    for step in arrears:
        assert arrears[step] + told("interest", 7).get(step, 0) + accretion(told, step, 7) == pytest.approx(
            plain("interest", 7).get(step, 0) + accretion(plain, step, 7), abs=0.06
        )


@cache
def undisturbed(name: str) -> Both:
    return Both(seriatim.load(name), FAST)


def accretion(told: Both, name: str, period: int) -> float:
    return told("accretion", period).get(name, 0.0)


def steps_of(told: Both, period: int, listed: Both | None = None) -> list[tuple[str, float]]:
    """Cash by step of the order: all the seniors' interest, with what is redirected, all their principal, and so on."""
    classes = told.deal.terms.classes
    interest, principal, redirected = (told(item, period) for item in ("interest", "principal", "accretion"))
    seniors, juniors = ([each.name for each in kind] for kind in (classes.senior, classes.subordinated))
    moved = sum(redirected.values())
    steps = [
        ("senior interest", sum(interest.get(name, 0) for name in seniors) + moved),
        ("senior principal", sum(principal.get(name, 0) for name in seniors) - moved),
    ]
    for name in juniors:
        steps += [(f"{name} interest", interest.get(name, 0)), (f"{name} principal", principal.get(name, 0))]
    return steps


@pytest.mark.requirement("DIST-09", "DIST-05", "VAR-13")
def test_a_loss_of_class_a_10_is_repaid_out_of_junior_principal(happen) -> None:
    """1999, step 3: all of B-5's principal, then of B-4's, and no interest of anyone's.

    A loss that subordination never covers leaves the same loans, and is not repaid.
    """
    deal, part = seriatim.load("cmsi-1999-7"), 1 - (6.9863078406 - 0.25) / 7
    due = undisturbed("cmsi-1999-7")("principal", 7)
    loss = round((due["B-5"] + 0.4 * due["B-4"]) / part, 2)
    row = {"period": 7, "line": "discount"}
    told, free = (happen(deal, row | {kind: loss}, scenario=FAST) for kind in ("loss", "extraordinary_loss"))
    paid, due = told("principal", 7), free("principal", 7)
    assert paid["A-10"] - due["A-10"] == pytest.approx(loss * part, abs=0.02)
    assert "B-5" not in paid
    taken = {"A-10": -loss * part, "B-5": due["B-5"], "B-4": loss * part - due["B-5"]}
    close(paid, {name: amount - taken.get(name, 0) for name, amount in due.items()})
    assert told("interest", 7) == free("interest", 7)
