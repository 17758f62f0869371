import json
from datetime import date

import numpy as np
import pytest

from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.result import BalanceChart, ComparedFigure, DealTieOut, TableTieOut, TieOut
from seriatim.reports.comfort_report import ComfortReport


def figure(printed: str, **inputs: float) -> PrintedFigure:
    return PrintedFigure("yield", ("A-5", "A-6"), printed, 3, measure="yield", **inputs)  # type: ignore[arg-type]


def tied_out() -> TieOut:
    wal = PrintedFigure("wal", ("A-1",), "3.57", 2, psa=350.0, date=date(2006, 11, 28), measure="wal")
    tables = (
        TableTieOut(
            "wal", (ComparedFigure(wal, 3.5712, agrees=True), ComparedFigure(wal, 3.58, agrees=False, noted=True))
        ),
        TableTieOut(
            "yield", (ComparedFigure(figure("**", libor=0.0332, liquidated=0.002), float("nan"), agrees=False),)
        ),
    )
    return TieOut((DealTieOut("cmsi-2006-6", "Series 2006-6", tables),))


def test_json_has_counts_and_differences_in_the_units_of_the_file() -> None:
    assert json.loads(ComfortReport.of(tied_out()).to_json()) == {
        "deals": [
            {
                "deal": "cmsi-2006-6",
                "matched": 1,
                "total": 3,
                "tables": [
                    {
                        "table": "wal",
                        "matched": 1,
                        "total": 2,
                        "differences": [
                            {
                                "class": "A-1",
                                "psa": 350.0,
                                "sda": None,
                                "severity": None,
                                "liquidated": None,
                                "libor": None,
                                "price": None,
                                "date": "2006-11-28",
                                "measure": "wal",
                                "printed": "3.57",
                                "decimals": 2,
                                "computed": 3.58,
                                "noted": True,
                            }
                        ],
                    },
                    {
                        "table": "yield",
                        "matched": 0,
                        "total": 1,
                        "differences": [
                            {
                                "class": "A-5;A-6",
                                "psa": None,
                                "sda": None,
                                "severity": None,
                                "liquidated": 0.2,
                                "libor": 3.32,
                                "price": None,
                                "date": None,
                                "measure": "yield",
                                "printed": "**",
                                "decimals": 3,
                                "computed": None,
                                "noted": False,
                            }
                        ],
                    },
                ],
            }
        ]
    }


def test_only_differences_without_a_note_are_unexplained() -> None:
    result = tied_out()
    assert (result.matched, result.total) == (1, 3)
    assert [comparison.figure.table for comparison in result.unexplained] == ["yield"]


def test_a_chart_has_a_row_a_class_and_a_column_a_day() -> None:
    days = (date(2006, 11, 28), date(2006, 12, 25))
    with pytest.raises(ValueError, match=r"balances \(2, 1\) are not \(1, 2\): \[class, month\]"):
        BalanceChart("350% PSA", days, ("A-1",), np.zeros((2, 1)))
