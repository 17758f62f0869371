"""How LIBOR is fixed: the published rate, else banks in London, else banks in New York, else what it was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriatim import ProblemsError, Quotations, Scenario, fix_libor
from seriatim.basics.dates import london_banking_day_before
from seriatim.collateral.libor import SIXTEENTH, determination_date, fix_libors

SILENT = {"Avon": None, "Brent": None, "Cam": None, "Dee": None}
NEW_YORK = {"Hudson": Decimal("0.0540"), "Mohawk": Decimal("0.0546"), "Oswego": Decimal("0.0541")}
HUSHED = dict.fromkeys(NEW_YORK)


def percent(text: str) -> Decimal:
    return Decimal(text) / 100


def london(**quoted: str) -> dict[str, Decimal | None]:
    return SILENT | {bank: Decimal(rate) for bank, rate in quoted.items()}


@pytest.mark.requirement("SPEC-10", "INC-07")
@pytest.mark.parametrize(
    ("screen", "rounded"),
    [
        ("5.32", "5.375"),
        ("5.375", "5.375"),
        ("5.3750001", "5.4375"),
        ("5.3125", "5.3125"),
        ("5.3126", "5.375"),
        ("0", "0"),
        ("0.01", "0.0625"),
    ],
)
def test_the_published_rate_goes_up_to_a_sixteenth(screen: str, rounded: str) -> None:
    fixing = fix_libor(Quotations(percent(screen)))
    assert (fixing.rate, fixing.source, fixing.unrounded) == (percent(rounded), "screen", percent(screen))


@pytest.mark.requirement("SPEC-10", "INC-07")
def test_the_level_of_the_supplement_is_an_unrounded_rate() -> None:
    """5.97 % of A-6 less 0.65 %, and 5.35 % less 0.03 % of A-5, are 5.32 %: eighty-five sixteenths and a bit."""
    level = percent("5.97") - percent("0.65")
    assert level == percent("5.35") - percent("0.03")
    assert fix_libor(Quotations(level), rounding="none").rate == percent("5.32")
    assert fix_libor(Quotations(level)).rate == 86 * SIXTEENTH


@pytest.mark.requirement("SPEC-10")
def test_two_of_four_banks_in_london_are_enough_and_all_quotations_count() -> None:
    two = london(Avon="0.0530", Dee="0.0533")
    assert fix_libor(Quotations(None, two)).rate == Decimal("0.05315")
    three = london(Avon="0.0530", Brent="0.0531", Dee="0.0535")
    assert fix_libor(Quotations(None, three)).rate == Decimal("0.0532")
    five = {**three, "Exe": Decimal("0.0540")}
    assert fix_libor(Quotations(None, five)).rate == Decimal("0.0534")
    assert fix_libor(Quotations(None, two, NEW_YORK), preceding=Decimal("0.05")).source == "london"


@pytest.mark.requirement("SPEC-10", "INC-07")
@pytest.mark.parametrize(("rounding", "rate"), [("screen rate", "5.315"), ("none", "5.315"), ("every rate", "5.375")])
def test_the_words_round_no_average(rounding, rate: str) -> None:
    asked = Quotations(None, london(Avon="0.0530", Dee="0.0533"))
    assert fix_libor(asked, rounding=rounding).rate == percent(rate)


@pytest.mark.requirement("SPEC-10")
def test_with_one_bank_in_london_those_of_new_york_count_alone() -> None:
    """5.40, 5.46 and 5.41 are 5.42333... on average; what the one bank in London said counts no more."""
    fixing = fix_libor(Quotations(None, london(Avon="0.09"), NEW_YORK), preceding=Decimal("0.05"))
    assert fixing.source == "new york"
    assert abs(fixing.rate - Decimal("0.0542333333333333")) < Decimal("1e-15")
    one = HUSHED | {"Mohawk": Decimal("0.0546")}
    assert fix_libor(Quotations(None, SILENT, one)).rate == Decimal("0.0546")


@pytest.mark.requirement("SPEC-10")
def test_when_nobody_quotes_the_preceding_rate_stands() -> None:
    fixing = fix_libor(Quotations(None, SILENT, HUSHED), preceding=Decimal("0.05315"))
    assert (fixing.rate, fixing.source) == (Decimal("0.05315"), "preceding")
    again = fix_libor(Quotations(None, SILENT, HUSHED), preceding=Decimal("0.05315"), rounding="every rate")
    assert again == fixing


@pytest.mark.requirement("SPEC-10")
def test_a_path_of_fixings_is_a_path_of_a_scenario() -> None:
    silence = Quotations(None, SILENT, HUSHED)
    fixings = fix_libors([silence, Quotations(Decimal("0.0532")), silence, silence], preceding=Decimal("0.05"))
    path = [float(each.rate) for each in fixings]
    assert path == [0.05, 0.05375, 0.05375, 0.05375]
    assert [each.source for each in fixings] == ["preceding", "screen", "preceding", "preceding"]
    assert Scenario(libor=tuple(path)).libor == tuple(path)
    assert fix_libors([]) == ()


@pytest.mark.requirement("SPEC-10")
@pytest.mark.parametrize(
    ("begins", "fixed", "why"),
    [
        (date(2006, 11, 25), date(2006, 11, 23), "a Saturday; Thanksgiving is no holiday in London"),
        (date(2006, 12, 25), date(2006, 12, 21), "a Monday: Friday and Thursday before it"),
        (date(2007, 1, 25), date(2007, 1, 23), "a Thursday"),
        (date(2011, 4, 25), date(2011, 4, 20), "Easter Monday: Good Friday lies before"),
        (date(2000, 1, 1), date(1999, 12, 29), "December 31, 1999 was a bank holiday"),
        (date(2007, 1, 1), date(2006, 12, 28), "a period from the first of the month"),
    ],
)
def test_determination_dates(begins: date, fixed: date, why: str) -> None:
    assert determination_date(begins) == fixed, why


@pytest.mark.requirement("SPEC-10")
def test_periods_begin_on_the_25th_or_the_first() -> None:
    with pytest.raises(ValueError, match="no LIBOR accrual period begins on 2006-11-26"):
        determination_date(date(2006, 11, 26))
    with pytest.raises(ValueError, match="count from 1"):
        london_banking_day_before(date(2006, 11, 25), 0)


@pytest.mark.requirement("SPEC-10")
@pytest.mark.parametrize(
    ("quotations", "lines"),
    [
        (Quotations(), ["no screen rate, and 0 banks in London were asked (ask at least 4)"]),
        (
            Quotations(None, {"Avon": Decimal("0.05"), "Brent": Decimal("0.05"), "Cam": None}, NEW_YORK),
            ["no screen rate, and 3 banks in London were asked (ask at least 4)"],
        ),
        (
            Quotations(None, london(Avon="0.05"), {"Hudson": Decimal("0.05")}),
            ["fewer than 2 banks in London quote, and 1 in New York were asked (ask 3)"],
        ),
        (
            Quotations(None, SILENT, HUSHED),
            ["nobody quotes a rate, and LIBOR of the preceding period is not given (give it as 'preceding')"],
        ),
        (
            Quotations(Decimal("5.32"), london(Avon="-0.01"), {"Hudson": Decimal("NaN")}),
            [
                "the screen rate: 5.32 looks like percent: write 5.32% or 0.0532",
                "the quotation of Avon (London): -0.01 is negative: a rate must be 0 or more",
                "the quotation of Hudson (New York): NaN is not a rate: it must be finite",
            ],
        ),
    ],
)
def test_what_is_wrong_is_told_at_once(quotations: Quotations, lines: list[str]) -> None:
    with pytest.raises(ProblemsError) as raised:
        fix_libor(quotations)
    assert str(raised.value).splitlines() == lines


def test_an_unknown_rounding() -> None:
    with pytest.raises(ProblemsError, match="did you mean 'screen rate'"):
        fix_libor(Quotations(Decimal("0.05")), rounding="screen rates")  # type: ignore[arg-type]


@pytest.mark.requirement("SPEC-10", "INC-07")
@given(st.decimals(0, "0.3", places=9))
def test_laws_of_the_rounding(screen: Decimal) -> None:
    rate = fix_libor(Quotations(screen)).rate
    assert rate % SIXTEENTH == 0
    assert screen <= rate < screen + SIXTEENTH
    assert fix_libor(Quotations(rate)).rate == rate
