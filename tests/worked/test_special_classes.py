"""Accrual, LIBOR and tied classes, and the end of a deal, in both engines."""

from functools import cache

import pytest

import seriatim
from seriatim import Scenario
from tests.compile.small import small_deal, variant
from tests.worked.both import Both, small, worked_deal


@pytest.mark.requirement("T-037", "SPEC-01")
def test_sixty_dollars_of_an_accrual_class() -> None:
    told = Both(small_deal("accrual"))
    assert told("accretion", 1) == {"A-1": 60}
    assert told("principal", 1) == {"A-2": 20, "A-3": 40}
    before, after = told("balance", 0), told("balance", 1)
    assert [round(after.get(name, 0) - before[name], 2) for name in ("A-1", "A-2", "A-3")] == [60, -20, -40]


@pytest.mark.requirement("SPEC-02", "VAR-15")
@pytest.mark.parametrize(
    ("ends", "principal", "interest"),
    [("following day", {"A-1": 30.90, "A-3": 29.70}, {"A-3": 0.15, "A-4": 39.25}), ("same day", {"A-3": 29.70}, None)],
)
def test_the_last_day_of_accrual(tmp_path, ends: str, principal: dict[str, float], interest) -> None:
    """A-3 takes $29.70 of 60.60: the rest is principal of the accrual class, or its interest; its balance is the same.

    From the next day on its interest is its own.
    """
    told = Both(variant("accrual", tmp_path, {"ends: following day": f"ends: {ends}"}))
    assert told("principal", 3) == principal
    assert told("interest", 3) == (interest or {"A-1": 30.90, "A-3": 0.15, "A-4": 39.25})
    assert told("balance", 3) == {"A-1": 12_150, "A-4": 7850}
    assert told("interest", 4) == {"A-1": 60.75, "A-4": 39.25}


@pytest.mark.requirement("T-039", "SPEC-08", "CLASS-05")
@pytest.mark.parametrize(("libor", "floater", "inverse"), [(0.06, 6.5, 1.5), (0.01, 1.5, 6.5), (0.09, 8.0, 0.0)])
def test_a_libor_class_and_its_inverse(libor: float, floater: float, inverse: float) -> None:
    """LIBOR + 0.5 % to 8 %, and 7.5 % less LIBOR on its balance: together 8 %."""
    told = Both(small_deal("libor"), Scenario(libor=libor, psa=200))
    for period in (1, 2, 60):
        balance = told.series("A-1", "balance")[period - 1]
        assert told.series("A-2", "balance")[period - 1] == balance
        rates = [told.series(name, "interest")[period - 1] * 1200 / balance for name in ("A-1", "A-2")]
        assert rates == pytest.approx([floater, inverse], abs=1e-9)


@cache
def deal_of_2006(libor: float) -> Both:
    return Both(seriatim.load("cmsi-2006-6"), Scenario(psa=350, libor=libor))


FIRST = {"A-5": 0.03, "A-6": 5.97, "A-12": 5.62, "A-13": 1.38}


@pytest.mark.requirement("T-040", "SPEC-08", "SPEC-09", "INC-07")
@pytest.mark.parametrize("name", FIRST)
def test_the_libor_classes_of_2006_at_532(name: str) -> None:
    """The first period has these rates at any LIBOR; every period has thirty days."""
    told = deal_of_2006(0.0532)
    balance, interest = told.series(name, "balance"), told.series(name, "interest")
    assert interest[:12] / balance[:12] * 1200 == pytest.approx([FIRST[name]] * 12, abs=1e-9)
    other = deal_of_2006(0.08)
    assert other.series(name, "interest")[0] == pytest.approx(interest[0])


@pytest.mark.requirement("CLASS-05")
@pytest.mark.parametrize(("notional", "tied"), [("A-5", "A-6"), ("A-13", "A-12")])
def test_the_notional_balances_of_2006(notional: str, tied: str) -> None:
    told = deal_of_2006(0.0532)
    assert told.series(notional, "balance").tolist() == pytest.approx(told.series(tied, "balance").tolist(), abs=1e-6)
    assert not told.series(notional, "principal").any()


@pytest.mark.requirement("SPEC-08")
@pytest.mark.parametrize(
    ("libor", "rates"), [(0.0, (5.35, 0.65, 0.3, 6.7)), (0.08, (0, 6, 7, 0)), (0.06, (0, 6, 6.3, 0.7))]
)
def test_caps_and_floors_of_2006(libor: float, rates: tuple[float, ...]) -> None:
    told = deal_of_2006(libor)
    for name, rate in zip(FIRST, rates, strict=True):
        balance, interest = told.series(name, "balance")[1], told.series(name, "interest")[1]
        assert interest / balance * 1200 == pytest.approx(rate, abs=1e-9)


@pytest.mark.requirement("T-038", "SPEC-04", "INC-02")
def test_the_greater_of_two_balances_is_scheduled(tmp_path) -> None:
    """The class paid first has 1,000,000 at 100 % and 900,000 at 300 % after a day: 1,000,000 are planned."""
    unused = {"{to: P, until: planned balance}": "P", "classes: [P]": "classes: [P]\n    purpose: assumed balance"}
    free = small("planned", tmp_path, unused)
    balances = [Both(free, Scenario(psa=psa)).series("P", "balance")[1] for psa in (100, 300)]
    assert [round(float(balance)) for balance in balances] == [1_000_000, 900_000]
    told = Both(worked_deal("planned"), Scenario(psa=300))
    assert told("balance", 1)["P"] == 1_000_000


@pytest.mark.requirement("SPEC-06")
def test_a_schedule_is_kept_missed_and_caught_up() -> None:
    """What is above it goes to the support class; below it is made good later, before the support class is paid."""
    schedule = [float(value) for value in worked_deal("planned").model.tables["planned balance"].of("balance")[:4]]
    told = Both(worked_deal("planned"), Scenario(psa=(300, 0, 300)))
    paid = [told("principal", period) for period in (1, 2, 3)]
    assert told("balance", 1)["P"] == schedule[0]
    assert paid[0]["S"] > 0
    assert paid[1] == {}
    assert told("balance", 2)["P"] == schedule[0] > schedule[1]
    assert told("balance", 3)["P"] == schedule[2]
    assert paid[2]["P"] == round(schedule[0] - schedule[2], 2)


CALL = {"period": 3, "repurchase": 905_000}


@pytest.mark.requirement("CALL-01", "CALL-04")
@pytest.mark.parametrize(("part", "period"), [("10%", 4), ("9.5%", None), ("5%", None)])
def test_the_call_when_less_than_its_part_is_left(happen, tmp_path, part: str, period: int | None) -> None:
    """$95,000 of a million are less than 10 %, and not less than 9.5 %."""
    deal = variant("weather", tmp_path, {"below: 10%": f"below: {part}"})
    told = happen(deal, CALL, scenario=Scenario(call="first"))
    if period is None:
        assert told("principal", 4) == {}
        return
    assert told("principal", period) == {"A": 85_500, "B-1": 5700, "B-2": 3800}
    assert told("interest", period) == {"A": 427.5, "B-1": 28.5, "B-2": 19}
    assert told("balance", period) == told("interest", period + 1) == {}


@pytest.mark.requirement("CALL-01", "VAR-18")
@pytest.mark.parametrize(("name", "part"), [("cmsi-2006-6", 0.10), ("cmsi-1999-7", 0.05), ("cmsi-1994-5", 0.05)])
def test_the_calls_of_the_deals(name: str, part: float) -> None:
    """On the first distribution day that begins with less than that part of the pool."""
    deal = seriatim.load(name)
    told, free = Both(deal, Scenario(psa=300, call="first")), Both(deal, Scenario(psa=300))
    with_balance = [each.name for each in deal.terms.classes.regular if each.notional is None]
    left = sum(free.series(name, "balance") for name in with_balance)
    day = next(period for period in range(1, len(left)) if left[period - 1] < part * left[0])
    called = sum(told.series(name, "balance") for name in with_balance)
    assert called[day - 1] == pytest.approx(left[day - 1], abs=1)
    assert called[day] == 0 < left[day]


@pytest.mark.requirement("CALL-02", "CALL-04", "VAR-18")
@pytest.mark.parametrize("missing", [0, 100])
def test_the_price_of_the_call_is_balance_and_interest(happen, missing: float) -> None:
    """$95,000 of loans with a month's interest of 475; what is missing of it is B-2's loss, and all balances end."""
    told = happen(
        small_deal("weather"), CALL, {"period": 4, "interest_withheld": missing}, scenario=Scenario(call="first")
    )
    paid = sum(sum(told(item, 4).values()) for item in ("principal", "interest"))
    assert paid == 95_000 + 95_000 * 0.06 / 12 - missing
    assert told("interest", 4) == {"A": 427.5, "B-1": 28.5, "B-2": 19}
    assert told("principal", 4) == {"A": 85_500, "B-1": 5700, "B-2": 3800 - missing}
    assert told("loss", 4) == ({"B-2": missing} if missing else {})
    assert told("balance", 4) == {}


SPLIT = {
    "- {class: A, balance: 270000, rate: 6%}": "- {class: A-1, balance: 180000, rate: 6%}\n"
    "    - {class: A-P, balance: 90000, rate: 0%}\n    - {class: A-I, notional: balance of A-1, rate: 3%}",
    "      - A\n": "      - pro rata: [A-1, A-P]\n",
}


@pytest.mark.requirement("CLASS-04", "CLASS-05")
def test_po_and_io_classes_of_the_target_rate_strip(happen, tmp_path) -> None:
    """They have nothing to do with the PO and IO strips: A-P's 6 % are A-I's, which is paid on A-1's balance."""
    told = happen(small("mixed", tmp_path, SPLIT), {"period": 1, "line": "eight", "prepayment": 10_000})
    assert told("interest", 1) == {"A-1": 900, "A-I": 450, "IO": 287.5, "B-1": 90, "B-2": 60}
    assert told("principal", 1) == {"A-1": 6000, "A-P": 3000, "B-1": 600, "B-2": 400}
    assert told("balance", 1)["A-I"] == told("balance", 1)["A-1"] == 174_000
    assert told("interest", 2)["A-I"] == 435
