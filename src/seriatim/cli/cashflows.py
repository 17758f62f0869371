"""`seriatim cashflows`: what every class receives, month by month, in one scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.output import show, write
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import read_scenario
from seriatim.cli.warned import warn

if TYPE_CHECKING:
    import polars


@assuming
def cashflows(
    deal: options.DealName,
    psa: options.Speed,
    *,
    assumed: Assumed,
    engine: Annotated[
        options.EngineName, typer.Option(help="lanes is compiled and fast; exact computes in decimals, slowly.")
    ] = options.EngineName.lanes,
    collateral: Annotated[
        bool, typer.Option("--collateral", help="What the loans pay, one row per pool, strip and month, instead.")
    ] = False,
    parties: Annotated[
        bool,
        typer.Option(
            "--parties", help="Insurers, providers of yield maintenance and reserve funds, one row per month, instead."
        ),
    ] = False,
    csv: options.CsvFile = None,
    parquet: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write Parquet at full precision; - is standard output.")
    ] = None,
) -> None:
    """Show the cash flows of one scenario, one row per class and month, the residual included.

    As text rounded to the cent, unless a file is asked for.
    """
    from seriatim.api.library import load

    reading = Reading()
    scenario = read_scenario(reading, psa, assumed)
    if collateral and parties:
        reading.refuse("--parties", "what the loans pay is another table", "ask for one of the two")
    reading.target("--csv", csv)
    reading.target("--parquet", parquet)
    reading.finish()
    with working(f"running {deal}"):
        loaded = load(deal)
        flows = None
        if collateral:
            frame = loaded.collateral(scenario, events=assumed.events)
        else:
            run = loaded.run(scenario, events=assumed.events, engine=engine.value)
            frame, flows = (run.parties() if parties else run.to_polars()), run.flows
    if flows is not None:
        warn(flows)
    if csv:
        write(csv, frame.write_csv().encode())
    if parquet:
        write(parquet, _parquet(frame))
    if not csv and not parquet:
        _show(frame)


def _parquet(frame: polars.DataFrame) -> bytes:
    from io import BytesIO

    content = BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


def _show(frame: polars.DataFrame) -> None:
    from seriatim.reports.tables_text import rows_text

    for line in rows_text(frame):
        show(f"{line}\n")
