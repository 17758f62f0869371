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
        show_default="the deal's table speeds",
        help="Prepayment speeds in percent of PSA, each a scenario: 0,100,350.",
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
    str | None, typer.Option(metavar="RATE", show_default="0%", help="Part of a defaulted balance that is lost: 35%.")
]
Libor: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="RATE",
        show_default="0%",
        help="LIBOR from the second period on, such as 4.32%; a list is a path by distribution.",
    ),
]
Lag: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="MONTHS", min=0, max=600, show_default="the deal's, else 12", help="Months from default to liquidation."
    ),
]
Advances: TypeAlias = Annotated[
    Advancing | None,
    typer.Option(
        "--advancing",
        show_default="the deal's, else principal-and-interest",
        help="What the servicer advances on a defaulted loan until liquidation.",
    ),
]
LossBase: TypeAlias = Annotated[
    SeverityBase | None,
    typer.Option(
        "--severity-base",
        show_default="the deal's, else default",
        help="The balance that --severity is a part of: at default, or at liquidation.",
    ),
]
CsvFile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write CSV at full precision; - is standard output.")
]
HtmlFile: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write one self-contained HTML page; - is standard output.")
]
