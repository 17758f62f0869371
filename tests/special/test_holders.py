"""A class to its holders: pro rata to their balances, to the cent, by wire, by check or on surrender."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seriatim
from seriatim import ProblemsError, Scenario
from seriatim.holders.certificates import Holding
from seriatim.holders.pro_rata import ClassDay, apportion, pay_pro_rata
from tests.cli.asking import ask
from tests.special.small import FILES, special_deal

SLOW = Scenario(smm=0.01)
THREE = "holder,balance\nAda,70000\nBen,30000\nCleo,20000\n"
LARGE = """holder,balance,wire
Ada,"80,000,000",yes
Ben,"1,000,000",yes
Cleo,"999,999.99",yes
Dora,"3,666,000.01",no
"""


def file(folder: Path, text: str) -> Path:
    (folder / "holdings.csv").write_text(text)
    return folder / "holdings.csv"


def paid(day: int, frame: polars.DataFrame) -> list[tuple[object, ...]]:
    return frame.filter(polars.col("period") == day).select("holder", "means", "interest", "principal").rows()


@pytest.mark.requirement("DIST-19")
def test_two_days_by_hand(tmp_path) -> None:
    """A-2 has interest of 600 and no principal while A-1 is paid: 7/12, 3/12 and 2/12 of it."""
    frame = special_deal("retail").holders("A-2", file(tmp_path, THREE), scenario=SLOW).to_polars()
    assert paid(1, frame) == [("Ada", "check", 350, 0), ("Ben", "check", 150, 0), ("Cleo", "check", 100, 0)]
    assert paid(2, frame) == paid(1, frame)


@pytest.mark.requirement("DIST-19")
def test_the_cents_of_a_day_by_hand() -> None:
    """Of 100 cents by 600:300:100 cents each has a whole share; of 7 the shares are 4.2, 2.1 and 0.7.

    The third has the largest remainder. On the last day each is paid what it has left, and all of it is held.
    """
    held = [Holding("Ada", 600), Holding("Ben", 300), Holding("Cleo", 100)]
    days = [
        ClassDay({"interest": 7, "principal": 100}, 900),
        ClassDay({"interest": 7, "principal": 7}, 893),
        ClassDay({"interest": 1, "principal": 893}, 0),
    ]
    told = list(pay_pro_rata(days, held))
    amounts = [(each.day, each.holder, each.paid["interest"], each.paid["principal"], each.closing) for each in told]
    assert amounts == [
        (1, "Ada", 4, 60, 540),
        (1, "Ben", 2, 30, 270),
        (1, "Cleo", 1, 10, 90),
        (2, "Ada", 4, 4, 536),
        (2, "Ben", 2, 2, 268),
        (2, "Cleo", 1, 1, 89),
        (3, "Ada", 1, 536, 0),
        (3, "Ben", 0, 268, 0),
        (3, "Cleo", 0, 89, 0),
    ]
    assert [each.means for each in told] == ["check"] * 6 + ["on surrender"] * 3


@pytest.mark.requirement("DIST-19")
def test_write_downs_and_accretion_are_shared_in_proportion() -> None:
    """A loss of 100 of 1,000; then 90 are added before 180 are paid of what is then 990."""
    held = [Holding("Ada", 600), Holding("Ben", 400)]
    days = [ClassDay({"principal": 0, "interest": 5}, 900), ClassDay({"principal": 180, "interest": 0}, 810)]
    told = list(pay_pro_rata(days, held))
    assert [each.closing for each in told] == [540, 360, 486, 324]
    assert [each.paid["principal"] for each in told] == [0, 0, 108, 72]


@pytest.mark.requirement("DIST-19")
def test_what_is_paid_when_the_balances_are_gone_follows_the_initial_ones() -> None:
    held = [Holding("Ada", 600), Holding("Ben", 400)]
    days = [ClassDay({"interest": 0, "principal": 0}, 0), ClassDay({"interest": 50, "principal": 0}, 0)]
    assert [(each.day, each.paid["interest"], each.means) for each in pay_pro_rata(days, held)] == [
        (2, 30, "on surrender"),
        (2, 20, "on surrender"),
    ]


@pytest.mark.requirement("DIST-19")
def test_wires_from_a_million_with_instructions_checks_else(tmp_path) -> None:
    deal = seriatim.load("cmsi-2006-6")
    frame = deal.holders("A-1", file(tmp_path, LARGE), scenario=Scenario(psa=350)).to_polars()
    assert [(holder, means) for holder, means, *_ in paid(1, frame)] == [
        ("Ada", "wire"),
        ("Ben", "wire"),
        ("Cleo", "check"),
        ("Dora", "check"),
    ]
    last = frame.filter(polars.col("closing_balance") == 0)
    assert sorted(last["holder"]) == ["Ada", "Ben", "Cleo", "Dora"]
    assert set(last["means"]) == {"on surrender"}
    assert set(frame.filter(polars.col("closing_balance") > 0)["means"]) == {"wire", "check"}


@pytest.mark.requirement("DIST-19")
@pytest.mark.parametrize(
    ("name", "scenario"),
    [
        ("A-1", Scenario(psa=350)),
        ("A-6", Scenario(psa=350, libor=0.07)),
        ("A-13", Scenario(psa=350, libor=0.0532)),
        ("A-PO", Scenario(psa=350, sda=300, severity=0.4)),
        ("B-3", Scenario(psa=350, sda=300, severity=0.4)),
    ],
)
def test_holders_add_up_to_the_class(tmp_path, name: str, scenario: Scenario) -> None:
    """Every day to the cent, over the whole life too; yield maintenance is shared like interest."""
    deal = seriatim.load("cmsi-2006-6")
    flows = deal.run(scenario)[name]
    initial = round(flows.balance[0] * 100)
    parts = [initial // 2, initial // 3, initial - initial // 2 - initial // 3]
    text = "".join(f"{holder},{cents // 100}.{cents % 100:02}\n" for holder, cents in zip("ABC", parts, strict=True))
    frame = deal.holders(name, file(tmp_path, f"holder,balance\n{text}"), scenario=scenario).to_polars()
    by_day = frame.group_by("period").agg(polars.col("interest", "principal", "closing_balance").sum())
    for period, interest, principal, closing in by_day.rows():
        assert interest == pytest.approx(flows.interest[period - 1], abs=0.00501)
        assert principal == pytest.approx(flows.principal[period - 1], abs=0.01)
        if closing:
            assert closing == pytest.approx(flows.balance[period], abs=0.0101)
    assert frame["principal"].sum() == pytest.approx(flows.principal.sum(), abs=0.00501)
    if name == "A-6":
        received = flows.flows.item(name, "yield_maintenance")[:, 0]
        assert received.sum() > 0
        assert frame["yield_maintenance"].sum() == pytest.approx(received.sum(), abs=0.005 * len(received))


weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=12).filter(any)


@pytest.mark.requirement("DIST-19")
@given(st.integers(0, 10**13), weights)
def test_laws_of_the_largest_remainder(cents: int, shares: list[int]) -> None:
    parts = apportion(cents, shares)
    assert sum(parts) == cents
    assert min(parts) >= 0
    for part, weight in zip(parts, shares, strict=True):
        assert abs(part - Fraction(cents * weight, sum(shares))) < 1
    if cents <= sum(shares):
        assert all(part <= weight for part, weight in zip(parts, shares, strict=True))


@pytest.mark.parametrize(("cents", "shares"), [(-1, [1]), (1, [0, 0]), (1, []), (1, [2, -1])])
def test_what_cannot_be_shared(cents: int, shares: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        apportion(cents, shares)


@st.composite
def courses(draw) -> tuple[list[int], list[ClassDay]]:
    """Initial balances, and days with principal, losses and accretion that the class can bear."""
    initial = draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=6))
    balance, days = sum(initial), []
    for _ in range(draw(st.integers(1, 8))):
        raised = balance + draw(st.integers(0, 500))
        principal = draw(st.integers(0, raised))
        balance = draw(st.integers(0, raised - principal))
        days.append(ClassDay({"interest": draw(st.integers(0, 5000)), "principal": principal}, balance))
    return initial, days


@pytest.mark.requirement("DIST-19")
@settings(max_examples=200)
@given(courses())
def test_laws_of_a_course(course: tuple[list[int], list[ClassDay]]) -> None:
    """Each day adds up, nobody is paid or left less than nothing, interest is pro rata within a cent."""
    initial, days = course
    told = list(pay_pro_rata(days, [Holding(str(each), cents) for each, cents in enumerate(initial)]))
    opening = sum(initial)
    for number, day in enumerate(days, 1):
        today = [each for each in told if each.day == number]
        for item, cents in day.paid.items():
            assert sum(each.paid[item] for each in today) == cents
        assert all(min(*each.paid.values(), each.closing) >= 0 for each in today)
        if len(today) == len(initial):
            assert sum(each.closing for each in today) == day.closing
        for each in today:
            whole = Fraction(each.opening, opening) if opening else Fraction(initial[int(each.holder)], sum(initial))
            assert abs(each.paid["interest"] - day.paid["interest"] * whole) < 1
        opening = day.closing


BAD = """holder,balance,wire
Ada,-5,yes
Ben,ten,no
,30000,
Cleo,20000.005,no
Dora,0,perhaps
Emil,10,no
Emil,10,no
"""


def refused(call) -> list[str]:
    with pytest.raises(ProblemsError) as raised:
        call()
    return [f"{Path(p.file).name}:{p.line}: {p.reason} ({p.hint})" for p in raised.value.problems]


def test_everything_wrong_with_holdings_at_once(tmp_path) -> None:
    assert refused(lambda: special_deal("retail").holders("A-2", file(tmp_path, BAD), scenario=SLOW)) == [
        "holdings.csv:2: -5 is negative: an amount must be 0 or more ()",
        "holdings.csv:3: 'ten' is not an amount: write 85,666,000.25 or 85666000.25 ()",
        "holdings.csv:4: no holder is named ()",
        "holdings.csv:5: 20000.005 is not in whole cents: write two decimals ()",
        "holdings.csv:6: a balance of zero (leave out who holds nothing)",
        "holdings.csv:6: wire is 'perhaps' (choose from 'yes', 'no')",
        "holdings.csv:8: holder 'Emil' is listed twice (first on line 7)",
    ]


def test_holdings_that_do_not_add_up_to_the_class(tmp_path) -> None:
    short = file(tmp_path, "holder,balance\nAda,119999.99\n")
    assert refused(lambda: special_deal("retail").holders("A-2", short)) == [
        "holdings.csv:None: the holdings are 119,999.99, class A-2 has 120,000.00 (difference -0.01)"
    ]
    assert refused(lambda: special_deal("retail").holders("A-2", tmp_path / "nowhere.csv")) == [
        "nowhere.csv:None: no such file (check the spelling and the folder)"
    ]


def test_classes_that_have_no_such_holders(tmp_path) -> None:
    held = file(tmp_path, THREE)
    assert refused(lambda: special_deal("retail").holders("A-1", held)) == [
        ":None: holders of retail class A-1 are paid by requests and by lot"
        " (give `RetailHoldings`, or use `seriatim retail`)"
    ]
    assert refused(lambda: special_deal("retail").holders("A-3", held)) == [
        ":None: retail has no class 'A-3' (did you mean 'A-2'?)"
    ]
    assert refused(lambda: special_deal("retail").holders("R", held)) == [
        ":None: class R has no balance by which it could be shared ()"
    ]
    assert refused(lambda: seriatim.load("example-two-pools").holders("IB-1", held)) == [
        ":None: no certificates are issued of component class IB-1 (they are of B-1)"
    ]


@pytest.mark.requirement("DIST-19")
def test_the_command(tmp_path) -> None:
    asked = ("holders", FILES / "retail.yaml", "--class", "A-2", "--holdings", file(tmp_path, THREE), "--psa", 300)
    answer = ask(*asked)
    assert answer.status == 0
    assert answer.out.splitlines()[0].split() == [
        "period", "date", "class", "holder", "means", "opening_balance", "interest", "principal", "closing_balance"
    ]  # fmt: skip
    assert answer.out.splitlines()[1].split()[2:8] == ["A-2", "Ada", "check", "70,000.00", "350.00", "0.00"]
    to_file = ask(*asked, "--csv", "-")
    assert to_file.out.splitlines()[1] == "1,2006-12-25,A-2,Ada,check,70000.0,350.0,0.0,70000.0"
    means = Counter(line.split(",")[4] for line in to_file.out.splitlines()[1:])
    assert means["on surrender"] == 3
    wrong = ask("holders", FILES / "retail.yaml", "--class", "A-1", "--holdings", tmp_path / "x.csv", "--psa", 300)
    assert (wrong.status, wrong.out) == (2, "")
    assert "paid by requests and by lot" in wrong.err
