"""Decrement tables and lives as rows at full precision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from seriatim.reports.tables import PERCENT, DecrementTables

if TYPE_CHECKING:
    import polars

DECREMENT, LIFE = "decrement", "wal"
"""Kinds of row, in the words of the files of printed figures."""


def tables_frame(tables: DecrementTables) -> polars.DataFrame:
    """One row per class, speed and day, then one per class and speed.

    Columns ``table,class,psa,period,date,value`` (``cpr`` for ``psa`` where the speeds are constant prepayment rates,
    in percent): a ``decrement`` row has the percent of the initial balance outstanding, a ``wal`` row the life in years
    and no day.
    """
    import polars as pl

    speeds, days = len(tables.speeds), len(tables.dates)
    names = [each.name for each in tables.classes]
    speed_column = tables.speed_model.lower()
    decrement = pl.DataFrame(
        {
            "table": DECREMENT,
            "class": np.repeat(names, speeds * days),
            speed_column: np.tile(np.repeat(tables.speeds, days), len(names)),
            "period": np.tile(tables.periods, len(names) * speeds),
            "date": list(tables.dates) * (len(names) * speeds),
            "value": np.concatenate([each.outstanding.T.ravel() for each in tables.classes]) * PERCENT,
        }
    )
    lives = pl.DataFrame(
        {
            "table": LIFE,
            "class": np.repeat(names, speeds),
            speed_column: np.tile(tables.speeds, len(names)),
            "value": np.concatenate([each.life_years for each in tables.classes]),
        }
    ).with_columns(pl.col("value").fill_nan(None))
    return pl.concat([decrement, lives], how="diagonal").select(decrement.columns)
