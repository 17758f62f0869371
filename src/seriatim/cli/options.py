"""The options that commands share: how they are spelled and what their help says."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import typer


class EngineName(StrEnum):
    """The engine that runs the plan."""

    lanes = "lanes"
    exact = "exact"


DealName: TypeAlias = Annotated[
    str, typer.Argument(metavar="DEAL", help="Name of a deal in the library, or path of a deal folder or deal file.")
]
SpeedsOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="LIST",
        help="Prepayment speeds in percent of PSA, each a scenario: 0,100,350. Without it, the speeds of the tables in"
        " the deal's own document.",
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
