"""`seriatim cashflows`: cash of every class, month by month, in one scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assumptions import ONE_SPEED, Assumed, assuming
from seriatim.cli.output import show, warn, write
from seriatim.cli.progress import working
from seriatim.cli.reader import OptionReader
from seriatim.cli.scenarios import read_scenario

if TYPE_CHECKING:
    import polars


@assuming(ONE_SPEED)
def cashflows(
    deal: options.DealName,
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
        typer.Option("--parties", help="Who is paid or pays beside the classes, one row per party and month, instead."),
    ] = False,
    csv: options.CsvFile = None,
    parquet: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write Parquet at full precision; - is standard output.")
    ] = None,
) -> None:
    """Show the cash flows of one scenario, one row per class and month, the residual included.

    As text rounded to the cent, unless a file is asked for.
    """
    import seriatim

    reader = OptionReader()
    scenario = read_scenario(reader, assumed)
    if collateral and parties:
        reader.refuse("--parties", "what the loans pay is another table", "ask for one of the two")
    reader.target("--csv", csv)
    reader.target("--parquet", parquet)
    reader.finish()
    with working(f"running {deal}"):
        loaded = seriatim.load(deal).under(assumed.events)
        run = None if collateral else loaded.run(scenario, engine=engine.value)
        rows = loaded.collateral(scenario) if run is None else run.parties() if parties else run.cash_flows()
    warn(run.warned if run else ())
    if csv:
        write(csv, rows.to_polars().write_csv().encode())
    if parquet:
        write(parquet, _parquet(rows.to_polars()))
    if not csv and not parquet:
        show(rows.to_text())


def _parquet(frame: polars.DataFrame) -> bytes:
    from io import BytesIO

    content = BytesIO()
    frame.write_parquet(content)
    return content.getvalue()
