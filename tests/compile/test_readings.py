"""Readings of the text, each an option of its rule: what is paid under the default and under the other, by hand."""

import pytest

from seriatim import Scenario
from tests.compile.small import losing, variant
from tests.projection.test_events import NOTHING, Outcomes

TWO_SENIORS = {
    "- {class: A, balance: 900000, rate: 6%}": "- {class: A-1, balance: 1000, rate: 6%}\n"
    "    - {class: A-2, balance: 899000, rate: 6%}",
    "      - A\n": "      - sequentially: [A-1, A-2]\n",
}
NO_INTEREST = {"period": 1, "interest_withheld": 500}
"""All of a month's $500; with $1,100 of principal A is due 900 and PO 100, and A's interest of 450 comes first."""


@pytest.fixture
def happen(tmp_path):
    return lambda deal, *rows, scenario=NOTHING: Outcomes(deal, tmp_path, *rows, scenario=scenario)


def weather(folder, *changes: dict[str, str]):
    every = {old: new for each in changes for old, new in each.items()}
    return variant("weather", folder, every)


def distributions(wording: str) -> dict[str, str]:
    return {"  prepayment interest:\n": f"  {wording}\n  prepayment interest:\n"}


def losses(wording: str) -> dict[str, str]:
    return {"  recoveries:\n": f"  {wording}\n  recoveries:\n"}


def recoveries(wording: str) -> dict[str, str]:
    return {"    written up: unreimbursed losses\n": f"    written up: unreimbursed losses\n    {wording}\n"}


@pytest.mark.requirement("INC-18")
@pytest.mark.parametrize(
    ("wording", "principal"),
    [
        ("in proportion", {"A": 585, "PO": 65}),
        ("principal-only class first", {"A": 550, "PO": 100}),
        ("seniors first", {"A": 650}),
    ],
)
def test_the_po_class_and_the_seniors_short_of_cash(happen, tmp_path, wording, principal) -> None:
    """Of $1,100, A's interest leaves 650 for 1,000 of principal."""
    chapter = "distributions:\n  source: supplement p. 1\n  principal-only class and seniors: " + wording
    deal = variant("stripped", tmp_path, {"losses:\n": f"{chapter}\n\nlosses:\n"})
    told = happen(deal, NO_INTEREST, scenario=Scenario(smm=(0.01, 0.0)))
    assert told("interest", 1) == {"A": 450}
    assert told("principal", 1) == principal


@pytest.mark.requirement("ALLOC-24")
@pytest.mark.parametrize(
    ("wording", "principal"),
    [
        ("in proportion to allocations", {"A-1": 611.11, "A-2": 4888.89}),
        ("by the senior rules", {"A-1": 1000, "A-2": 4500}),
    ],
)
def test_seniors_short_of_cash(happen, tmp_path, wording, principal) -> None:
    """Of $10,000, 4,500 of interest leave 5,500 for 1,000 and 8,000; the rules pay A-1 before A-2."""
    deal = weather(tmp_path, TWO_SENIORS, distributions(f"seniors short of cash: {wording}"))
    told = happen(deal, {"period": 1, "interest_withheld": 5000, "prepayment": 10_000})
    assert told("principal", 1) == principal
    assert told("loss", 1) == {"B-2": 4500}
    assert sum(told("balance", 1).values()) == 990_000


@pytest.mark.parametrize("wording", ["in proportion to allocations", "by the senior rules"])
def test_with_enough_cash_there_is_nothing_to_share(happen, tmp_path, wording) -> None:
    deal = weather(tmp_path, TWO_SENIORS, distributions(f"seniors short of cash: {wording}"))
    told = happen(deal, {"period": 1, "prepayment": 10_000})
    assert told("principal", 1) == {"A-1": 1000, "A-2": 8000, "B-1": 600, "B-2": 400}


@pytest.mark.requirement("CLASS-08")
@pytest.mark.parametrize(("wording", "paid", "left"), [("lost", {}, 200), ("kept", {"B-2": 200}, 0)])
def test_the_carryforward_of_a_class_that_is_gone(happen, tmp_path, wording, paid, left) -> None:
    """B-2 is not paid its $200 and loses all it has; next month the 200 come in."""
    deal = weather(tmp_path, distributions(f"carryforward of a retired class: {wording}"))
    gone = {"period": 1, "line": "first", "interest_withheld": 200, "loss": 40_000}
    told = happen(deal, gone, {"period": 2, "line": "first", "late_interest": 200})
    assert told("interest_shortfall", 1) == {"B-2": 200}
    assert told("balance", 1) == {"A": 900_000, "B-1": 60_000}
    residual = {"R": left} if left else {}
    assert told("interest", 2) == {"A": 4500, "B-1": 300, **paid, **residual}


@pytest.mark.parametrize(
    ("wording", "principal", "balance"),
    [
        ("net of shared losses", {"A-1": 990, "A-2": 8010}, 899_000 - 8990 - 8010),
        ("whole balance", {"A-1": 1000, "A-2": 8000}, 899_000 - 8990 - 8000),
    ],
)
def test_room_for_principal_on_a_day_with_shared_losses(happen, tmp_path, wording, principal, balance) -> None:
    """A hundredth of every balance is lost, $10 of A-1's 1,000; 9,000 of principal go to A-1, then A-2."""
    deal = weather(tmp_path, TWO_SENIORS, losses(f"room for principal: {wording}"))
    told = happen(deal, {"period": 1, "extraordinary_loss": 10_000, "prepayment": 10_000})
    assert told("principal", 1) == principal | {"B-1": 600, "B-2": 400}
    assert told("balance", 1) == {"A-2": balance, "B-1": 58_800, "B-2": 39_200}


EIGHTHS = {
    "A, balance: 900000": "A, balance: 125000",
    "B-1, balance: 60000": "B-1, balance: 375000",
    "B-2, balance: 40000": "B-2, balance: 500000",
}


@pytest.mark.parametrize(
    ("wording", "principal", "raised"),
    [
        ("before the day", {"A": 125, "B-1": 375, "B-2": 500}, {"B-1": 0, "B-2": 0}),
        ("the day's too", {"A": 212.5, "B-1": 337.5, "B-2": 450}, {"B-1": 300, "B-2": 400}),
    ],
)
def test_a_recovery_on_the_day_of_a_shared_loss(happen, tmp_path, wording, principal, raised) -> None:
    """100, 300 and 400 are lost and 1,000 come in: held against losses before the day it is all new principal."""
    deal = weather(tmp_path, EIGHTHS, recoveries(f'losses counted: "{wording}"'))
    told = happen(deal, {"period": 1, "extraordinary_loss": 800, "recovery": 1000})
    assert told("principal", 1) == principal
    for name, opening, lost in (("B-1", 375_000, 300), ("B-2", 500_000, 400)):
        assert told("balance", 1)[name] == opening - lost - principal[name] + raised[name]


@pytest.mark.parametrize(("wording", "balance"), [("before the day", 898_500), ("the day's too", 899_000)])
def test_a_recovery_on_the_day_of_a_loss_that_only_seniors_bear(happen, tmp_path, wording, balance) -> None:
    """B-1 and B-2 are gone; of the second day's $1,000 loss 500 come back, with or without a change of balance."""
    deal = weather(tmp_path, recoveries(f'losses counted: "{wording}"'))
    day = {"period": 2, "line": "others", "loss": 1000, "recovery": 500}
    told = happen(deal, {"period": 1, "line": "others", "loss": 100_000}, day)
    assert told("principal", 2) == {"A": 500}
    assert told("balance", 2) == {"A": balance}


@pytest.mark.parametrize(
    ("wording", "b_2"),
    [("after adjustments", 10_000), ("before distributions", 20_000)],
)
def test_when_a_recovery_raises_balances(happen, tmp_path, wording, b_2) -> None:
    """$10,000 of B-2's 30,000 come back; the subordinated share of them goes by balances with or without them."""
    deal = weather(tmp_path, recoveries(f"write up: {wording}"))
    told = happen(deal, {"period": 1, "line": "first", "loss": 30_000}, {"period": 2, "recovery": 10_000})
    subordinated = 10_000 * 70 / 970
    shares = {name: subordinated * balance / (60_000 + b_2) for name, balance in (("B-1", 60_000), ("B-2", b_2))}
    principal, balances = told("principal", 2), told("balance", 2)
    assert principal["B-1"] == round(shares["B-1"], 2)
    assert principal["B-2"] == round(shares["B-2"], 2)
    assert balances["B-2"] == round(20_000 - shares["B-2"], 2)
    assert sum(balances.values()) == pytest.approx(970_000, abs=0.01)


A_1_SUPPORTED = "class: A-1, support class: A-3, amount: 700"


@pytest.mark.requirement("LOSS-18")
@pytest.mark.parametrize(
    ("wording", "loss"),
    [
        ("the day after the depletion date", {"A-1": 60.61, "A-2": 30.30, "A-3": 9.09, "B": 1000}),
        ("the depletion date", {"A-2": 30.30, "A-3": 69.70, "B": 1000}),
    ],
)
def test_support_on_the_depletion_date(happen, tmp_path, wording, loss) -> None:
    """$100 fall on the seniors 60 : 30 : 9 on the day B is gone; A-1 is supported on it or not yet."""
    deal = variant("super-senior", tmp_path, {A_1_SUPPORTED: f"{A_1_SUPPORTED}, supported from: {wording}"})
    told = happen(deal, {"period": 1, "loss": 1100})
    assert told("loss", 1) == loss


@pytest.mark.parametrize(
    ("wording", "loss"),
    [
        ("losses", {"A-1": 300, "A-2": 150, "A-3": 45}),
        ("losses and shortfalls", {"A-2": 150, "A-3": 345}),
    ],
)
@pytest.mark.parametrize("since", ["the day after the depletion date", "the depletion date"])
def test_support_against_shortfalls(happen, tmp_path, since, wording, loss) -> None:
    """Interest takes half of $990 of principal, 600 : 300 : 90; A-1's 300 fall on A-3 or stay."""
    wording = f"{A_1_SUPPORTED}, supported from: {since}, supported against: {wording}"
    deal = variant("super-senior", tmp_path, {A_1_SUPPORTED: wording})
    told = happen(deal, {"period": 1, "loss": 1000}, {"period": 2, "interest_withheld": 495, "prepayment": 990})
    assert told("principal", 2) == {"A-1": 300, "A-2": 150, "A-3": 45}
    assert told("loss", 2) == loss


@pytest.mark.requirement("ALLOC-22")
@pytest.mark.parametrize(
    ("wording", "interest", "shortfall"),
    [
        ("reduce principal allocations", {"A": 4500, "B-1": 300, "B-2": 95}, {"B-2": 100}),
        ("reduce principal and interest allocations", {"A": 4409.91, "B-1": 293.99, "B-2": 191.1}, {}),
    ],
)
def test_interest_of_debt_service_reductions_that_are_not_covered(
    happen, tmp_path, wording, interest, shortfall
) -> None:
    """The limit of $1,000 is used up; of 4,995 of interest 100 are reduced: B-2's to get back, or everyone's loss."""
    deal = weather(tmp_path, losses(f"debt service reductions: {wording}"))
    reduced = {"period": 2, "debt_service_reduction_interest": 100}
    told = happen(deal, {"period": 1, "bankruptcy_loss": 1000}, reduced)
    assert told("interest", 2) == interest
    assert told("interest_shortfall", 2) == shortfall


@pytest.mark.requirement("DIST-05")
@pytest.mark.parametrize(
    ("wording", "first", "second"),
    [("the same day on", 50 + 50, 98.5 + 50), ("later days", 50, 98.5 + 89.5)],
)
def test_a_po_loss_is_reimbursed_that_day_or_later(happen, tmp_path, wording, first, second) -> None:
    """$100 of the PO strip are lost; the subordinated classes have 50 of principal, the next day 89.50."""
    reading = "    subordinated write-down: reimbursed amount\n"
    deal = variant("stripped", tmp_path, {reading: f"{reading}    reimbursed from: {wording}\n"})
    told = happen(deal, {"period": 1}, scenario=losing(0.01, smm=(0.005, 0.01, 0.0)))
    assert told("principal", 1)["PO"] == first
    own = 1 if wording == "later days" else 0
    assert told("principal", 1).get("B-1", 0) == 30 * own
    assert told("principal", 2)["PO"] == pytest.approx(second, abs=0.02)


@pytest.mark.requirement("ALLOC-06")
@pytest.mark.parametrize(
    ("wording", "senior"), [("principal", 970_100 - 0.3 * 70_100), ("principal and interest", 970_100)]
)
def test_which_losses_are_cumulative(happen, tmp_path, wording, senior) -> None:
    """$2,990,000 of principal and 20,000 of interest are lost; 3,000,000 are the limit of year 6."""
    words = {"satisfied when: at most": f"satisfied when: at most\n        counted: {wording}"}
    deal = variant("step-down", tmp_path, words)
    lost = {"period": 10, "line": "pool", "loss": 2_990_000, "interest_loss": 20_000}
    told = happen(deal, lost, scenario=Scenario(smm=(*[0.0] * 60, 0.01, 0.0)))
    assert told("principal", 61)["A"] == pytest.approx(senior, abs=0.01)
