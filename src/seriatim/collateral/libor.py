"""LIBOR of an accrual period, fixed from the quotations of its determination date.

Source: core prospectus 2006-6 pp. 53-54, LIBOR and inverse LIBOR classes; requirements SPEC-10, INC-07.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal, get_args

from seriatim.basics.dates import london_banking_day_before
from seriatim.basics.problems import Problem, ProblemsError, did_you_mean
from seriatim.basics.rates import parse_rate

SIXTEENTH = Decimal("0.000625")
"""1/16 of 1 %."""
LONDON_BANKS = 4
"""Banks in London that are asked, at least."""
LONDON_QUOTATIONS = 2
"""Quotations of theirs that make a LIBOR, at least."""
NEW_YORK_BANKS = 3
"""Banks in New York City that are asked."""
FIRST_DAYS = (1, 25)
"""Days of the month on which a LIBOR accrual period may begin."""

RateSource = Literal["screen", "london", "new york", "preceding"]
"""Sources of a LIBOR, in the order in which they are tried."""
Rounding = Literal["screen rate", "every rate", "none"]
"""Rates that are rounded up to a multiple of 1/16 of 1 %.

``screen rate`` is what the words say: they round the published rate, and neither an average of quotations nor the LIBOR
of the preceding period. ``every rate`` rounds averages as well, so that every LIBOR is a multiple of a sixteenth.
``none`` rounds nothing: a supplement's first rates (LIBOR + 0.65% = 5.97%) and its tables may be at a level such as
5.32%, which is no multiple. The default is ``screen rate``, because the supplement states the rates of the first period
itself and the core prospectus fixes only those that follow: the words bind, the printed levels are assumptions.
"""
_ROUNDED: Mapping[Rounding, tuple[RateSource, ...]] = {
    "screen rate": ("screen",),
    "every rate": ("screen", "london", "new york"),
    "none": (),
}
Quoted = Mapping[str, Decimal | None]
"""Quotation of each bank that was asked, by bank; None if it gave none."""


@dataclass(frozen=True)
class Quotations:
    """Quotations of a determination date; rates are decimals, 0.0532 for 5.32 %.

    ``screen`` is the British Bankers Association's one-month rate at 11 in London, None if none is published;
    ``london`` and ``new_york`` are the banks asked then.
    """

    screen: Decimal | None = None
    london: Quoted = field(default_factory=dict)
    new_york: Quoted = field(default_factory=dict)


@dataclass(frozen=True)
class Fixing:
    """LIBOR of a period, where it comes from, and what it was before rounding."""

    rate: Decimal
    source: RateSource
    unrounded: Decimal


def determination_date(period_begins: date) -> date:
    """The day on which LIBOR of an accrual period is fixed: the second London banking day before its first day.

    Raises ValueError for a period that begins neither on the 25th nor on the first of a month.

    >>> determination_date(date(2006, 12, 25))
    datetime.date(2006, 12, 21)
    """
    if period_begins.day not in FIRST_DAYS:
        raise ValueError(f"no LIBOR accrual period begins on {period_begins}: they begin on the 25th or on the first")
    return london_banking_day_before(period_begins, 2)


def fix_libor(
    quotations: Quotations, *, preceding: Decimal | None = None, rounding: Rounding = "screen rate"
) -> Fixing:
    """LIBOR from the quotations of a determination date, and if there are none, that of the preceding period.

    The published rate; else the average of all quotations of at least four London banks, if at least two quote; else
    the average of what three New York banks quote; else LIBOR of the preceding period. Raises ProblemsError with all
    that is wrong: too few banks asked, a rate that is none, no preceding LIBOR where one is needed.

    >>> fix_libor(Quotations(Decimal("0.0532"))).rate, fix_libor(Quotations(Decimal("0.0532")), rounding="none").rate
    (Decimal('0.053750'), Decimal('0.0532'))
    """
    problems = [Problem("", None, reason, hint) for reason, hint in _faults(quotations, preceding, rounding)]
    if problems:
        raise ProblemsError(problems)
    found, source = _found(quotations, preceding)
    return Fixing(_up_to_a_sixteenth(found) if source in _ROUNDED[rounding] else found, source, found)


def fix_libors(
    quotations: Sequence[Quotations], *, preceding: Decimal | None = None, rounding: Rounding = "screen rate"
) -> tuple[Fixing, ...]:
    """LIBOR of successive periods: where nothing is quoted, that of the period before stands again.

    ``[float(each.rate) for each in ...]`` is a path for `Scenario.libor`, whose first entry, like LIBOR of the first
    period, decides nothing: the supplement states the first rates. Raises ProblemsError as `fix_libor`.
    """
    fixings: list[Fixing] = []
    for each in quotations:
        before = fixings[-1].rate if fixings else preceding
        fixings.append(fix_libor(each, preceding=before, rounding=rounding))
    return tuple(fixings)


def _up_to_a_sixteenth(rate: Decimal) -> Decimal:
    return (rate / SIXTEENTH).to_integral_value(ROUND_CEILING) * SIXTEENTH


def _given(quoted: Quoted) -> list[Decimal]:
    return [rate for rate in quoted.values() if rate is not None]


def _found(quotations: Quotations, preceding: Decimal | None) -> tuple[Decimal, RateSource]:
    """The rate before rounding; the quotations are sound."""
    london, new_york = _given(quotations.london), _given(quotations.new_york)
    if quotations.screen is not None:
        return quotations.screen, "screen"
    if len(london) >= LONDON_QUOTATIONS:
        return sum(london, Decimal(0)) / len(london), "london"
    if new_york:
        return sum(new_york, Decimal(0)) / len(new_york), "new york"
    assert preceding is not None
    return preceding, "preceding"


def _faults(quotations: Quotations, preceding: Decimal | None, rounding: str) -> Iterator[tuple[str, str]]:
    """Faults of quotations, and of a preceding LIBOR that is missing."""
    if rounding not in get_args(Rounding):
        yield f"unknown rounding {rounding!r}", did_you_mean(rounding, get_args(Rounding))
    named = [("the screen rate", quotations.screen), ("LIBOR of the preceding period", preceding)]
    named += [(f"the quotation of {bank} (London)", rate) for bank, rate in quotations.london.items()]
    named += [(f"the quotation of {bank} (New York)", rate) for bank, rate in quotations.new_york.items()]
    for name, rate in named:
        if rate is not None:
            yield from _rate_faults(name, rate)
    if quotations.screen is None:
        yield from _missing(quotations, preceding)


def _rate_faults(name: str, rate: Decimal) -> Iterator[tuple[str, str]]:
    """A rate that is negative, infinite or written in percent."""
    try:
        parse_rate(rate)
    except ValueError as error:
        yield f"{name}: {error}", ""


def _missing(quotations: Quotations, preceding: Decimal | None) -> Iterator[tuple[str, str]]:
    """Banks that had to be asked when no rate is published, and the rate there is when they say nothing."""
    asked, new_york = len(quotations.london), len(quotations.new_york)
    if asked < LONDON_BANKS:
        yield f"no screen rate, and {asked} banks in London were asked", f"ask at least {LONDON_BANKS}"
    elif len(_given(quotations.london)) < LONDON_QUOTATIONS:
        if new_york != NEW_YORK_BANKS:
            reason = f"fewer than {LONDON_QUOTATIONS} banks in London quote, and {new_york} in New York were asked"
            yield reason, f"ask {NEW_YORK_BANKS}"
        elif not _given(quotations.new_york) and preceding is None:
            yield "nobody quotes a rate, and LIBOR of the preceding period is not given", "give it as 'preceding'"
