"""The options that commands share: how they are spelled and what their help says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class Advancing(StrEnum):
    """What the servicer advances on a defaulted loan until liquidation."""

    both = "principal-and-interest"
    interest = "interest"
    nothing = "none"


class SeverityBase(StrEnum):
    """The balance that a loss severity is a part of."""

    default = "default"
    liquidation = "liquidation"


class EngineName(StrEnum):
    """Which engine runs the plan."""

    lanes = "lanes"
    exact = "exact"


DealName: TypeAlias = Annotated[
    str, typer.Argument(metavar="DEAL", help="Name of a deal in the library, or path of a deal folder or deal file.")
]
Speeds: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="LIST",
        help="Prepayment speeds in percent of PSA, each a scenario: 0,100,350. Without it, the speeds of the tables in"
        " the deal's own document.",
    ),
]
Cpr: TypeAlias = Annotated[
    bool, typer.Option("--cpr", help="The numbers of --psa are constant prepayment rates: 6 is 6% a year.")
]
Sda: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="PERCENT", help="Default speed in percent of SDA; a list is a path by distribution."),
]
Cdr: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="RATE", help="Constant default rate a year, such as 2%; a list is a path by distribution."),
]
Liquidate: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="PART@FIRST-LAST",
        help="Fixed liquidations instead of a default speed: 0.5%@25-84 spreads half a percent of the initial balance"
        " over distributions 25 to 84.",
    ),
]
Severity: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="RATE", help="Part of a defaulted balance that is lost, such as 35%; nothing without it."),
]
Libor: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="RATE",
        help="LIBOR from the second period on, such as 4.32%; a list is a path by distribution. 0% without it.",
    ),
]
Lag: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="MONTHS",
        min=0,
        max=600,
        help="Months from default to liquidation. Without it, the deal's, else the market's 12.",
    ),
]
Advances: TypeAlias = Annotated[
    Advancing | None,
    typer.Option(
        "--advancing",
        help="What the servicer advances on a defaulted loan until liquidation. Without it, what the deal says, else"
        " principal-and-interest.",
    ),
]
LossBase: TypeAlias = Annotated[
    SeverityBase | None,
    typer.Option(
        "--severity-base",
        help="The balance that --severity is a part of, at default or at liquidation. Without it, the deal's, else at"
        " default.",
    ),
]
Call: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="WHEN",
        help="When the clean-up call is used: first (as soon as the deal allows it), never, or a day from which on it"
        " is used, such as 2014-06-25. Never without it.",
    ),
]
EventFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="What happens to the loans month by month on top of the speeds, a CSV file: losses by kind, recoveries,"
        " prepayments, amounts withheld and received late.",
    ),
]
CsvFile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write CSV at full precision; - is standard output.")
]
HtmlFile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write one self-contained HTML page; - is standard output.")
]
Speed: TypeAlias = Annotated[
    str, typer.Option(metavar="SPEED", help="Prepayment speed in percent of PSA; a list is a path by distribution.")
]
DistributionDay: TypeAlias = Annotated[
    str, typer.Option(metavar="DAY", help="The distribution day: its date, such as 2012-06-25, or its number.")
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="As JSON, amounts with all their digits.")]
