"""The words of the supplements: how tables, classes, days, speeds and figures are typeset."""

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from seriatim.basics.money import round_half_up
from seriatim.basics.rates import format_rate
from seriatim.basics.words import listed
from seriatim.comfort.printed import NOTHING_LEFT, SMALL, PrintedFigure, printed_value

TABLE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "decrement": "Decrement tables",
        "wal": "Weighted average lives",
        "planned_balance": "Planned balances",
        "targeted_balance": "Targeted balances",
        "yield_maintenance_assumed_balance": "Yield maintenance assumed balances",
        "yield": "Pre-tax yields to maturity",
        "aggregate_realized_loss": "Aggregate realized losses",
        "text": "Figures in the text",
    }
)
"""Title of each table of printed figures, in the order in which a report shows them."""

_ACRONYMS: Mapping[str, str] = MappingProxyType({"wac": "WAC", "wam": "WAM", "wal": "WAL", "0psa": "0% PSA"})
_MORE_DECIMALS = 4


def table_title(table: str) -> str:
    """The name of a table in a report.

    >>> table_title("wal"), table_title("interest_rate_cap")
    ('Weighted average lives', 'Interest rate cap')
    """
    return TABLE_TITLES.get(table, table.replace("_", " ").capitalize())


def in_order(tables: Iterable[str]) -> tuple[str, ...]:
    """Kinds of table once each, in the order of a supplement; kinds of their own come last.

    >>> in_order(["interest_rate_cap", "yield", "wal", "yield"])
    ('wal', 'yield', 'interest_rate_cap')
    """
    names = dict.fromkeys(tables)
    return (*(name for name in TABLE_TITLES if name in names), *(name for name in names if name not in TABLE_TITLES))


def class_names(classes: Sequence[str]) -> str:
    """The heading of a column of one class or of several.

    >>> class_names(["A-1"]), class_names(["A-4", "A-11"])
    ('Class A-1', 'Classes A-4 and A-11')
    """
    return ("Class " if len(classes) == 1 else "Classes ") + listed(classes)


def percent(rate: float, decimals: int = 0) -> str:
    """A decimal rate in percent, with the digits it has but at least so many decimals.

    >>> percent(0.2), percent(0.0532), percent(0.0532, 3)
    ('20%', '5.32%', '5.320%')
    """
    digits = format_rate(Decimal(repr(rate))).removesuffix("%")
    shown = len(digits.partition(".")[2])
    return f"{Decimal(digits):.{max(shown, decimals)}f}%"


def speed(percent_of_model: float) -> str:
    """A percentage of the prepayment or default model.

    >>> speed(350.0), speed(137.5)
    ('350%', '137.5%')
    """
    return f"{percent_of_model:g}%"


def typeset(printed: str) -> str:
    """A printed figure with thousands commas, and parentheses for minus; marks and days stay as they are.

    >>> typeset("23547779.13"), typeset("-15.448"), typeset("*"), typeset("100")
    ('23,547,779.13', '(15.448)', '*', '100')
    """
    try:
        value = printed_value(printed)
    except ValueError:
        return printed
    return f"({-value:,f})" if value < 0 else f"{value:,f}"


def more_digits(figure: PrintedFigure, computed: float) -> str:
    """The computed figure with four decimals more than are printed; a day as a day, nan as itself.

    >>> more_digits(PrintedFigure("wal", ("A-1",), "3.57", 2), 3.5712345)
    '3.571235'
    """
    if not math.isfinite(computed):
        return str(computed)
    if figure.printed not in (SMALL, NOTHING_LEFT) and figure.printed.count("-") == 2:
        return datetime.date.fromordinal(round(computed)).isoformat()
    return typeset(str(round_half_up(computed, figure.decimals + _MORE_DECIMALS)))


def scenario(figure: PrintedFigure) -> str:
    """The scenario of a figure, and its price, in one line.

    >>> scenario(PrintedFigure("yield", ("B-2",), "6.172", 3, psa=100, sda=50, severity=0.2, price_per_100=98.75))
    '100% PSA, 50% SDA, 20% severity, price 98.75'
    """
    parts = [
        "" if figure.psa is None else f"{speed(figure.psa)} PSA",
        "" if figure.sda is None else f"{speed(figure.sda)} SDA",
        "" if figure.liquidated is None else f"{percent(figure.liquidated, 2)} liquidated",
        "" if figure.severity is None else f"{percent(figure.severity)} severity",
        "" if figure.libor is None else f"LIBOR {percent(figure.libor, 3)}",
        "" if figure.price_per_100 is None else f"price {figure.price_per_100:g}",
    ]
    return ", ".join(part for part in parts if part)


def measure_words(measure: str) -> str:
    """The measure of a figure of the running text, in words.

    >>> measure_words("wac_pct"), measure_words("subordination_level_usd")
    ('WAC (percent)', 'Subordination level (dollars)')
    """
    units = measure.replace("_pct", "_(percent)").replace("_usd", "_(dollars)")
    words = " ".join(_ACRONYMS.get(word, word) for word in units.split("_"))
    return words[:1].upper() + words[1:]
