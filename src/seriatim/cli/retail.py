"""`seriatim retail`: what each holder of a retail class is paid, by requests and by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seriatim.cli import options
from seriatim.cli.assuming import Assumed, assuming
from seriatim.cli.output import remark, show, write
from seriatim.cli.progress import working
from seriatim.cli.reading import Reading
from seriatim.cli.scenarios import read_scenario

if TYPE_CHECKING:
    import polars


@assuming
def retail(
    deal: options.DealName,
    class_name: Annotated[str, typer.Option("--class", metavar="CLASS", help="A retail class of the deal.")],
    holdings: Annotated[
        str, typer.Option(metavar="FILE", help="Who holds how many units at closing, a CSV file: holder, units.")
    ],
    seed: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, max=2**31, help="Seed of the lot; the same seed, the same lot.")
    ],
    psa: options.Speed,
    requests: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Who asked to be paid, a CSV file: date, holder, units, kind (deceased or other)."
        ),
    ] = None,
    *,
    assumed: Assumed,
    csv: options.CsvFile = None,
) -> None:
    """Show what each holder of a retail class is paid, in whole units, one row per day, holder and kind of payment.

    Requests come first, of deceased holders before others, each by date; then units are drawn by lot.
    """
    from seriatim.api.library import load
    from seriatim.api.retail import Holders

    reading = Reading()
    scenario = read_scenario(reading, psa, assumed)
    reading.target("--csv", csv)
    reading.finish()
    with working(f"running {deal}"):
        holders = Holders(holdings, requests, seed)
        frame = load(deal).retail(class_name, holders, scenario=scenario, events=assumed.events)
    if csv:
        write(csv, frame.write_csv().encode())
    else:
        _show(frame)
    remark(f"lot drawn with seed {seed}")


def _show(frame: polars.DataFrame) -> None:
    from seriatim.reports.tables_text import rows_text

    for line in rows_text(frame):
        show(f"{line}\n")
