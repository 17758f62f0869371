"""Two worked examples of bad weather, by hand, on $900,000 of A, 60,000 of B-1 and 40,000 of B-2 at 6 %."""

from pathlib import Path

from seriatim import Deal
from tests.compile.small import variant
from tests.projection.histories import Row, write_history

REPAID = """half the servicing fee
  shortfall reimbursement:
    source: core p. 49
    from: the same day on
    principal-only class: with the seniors
"""


def told(deal: Deal, folder: Path, item: str, period: int, *rows: Row) -> dict[str, float]:
    run = deal.under(write_history(rows, folder / "events.csv")).run()
    values = {name: round(float(run.flows.item(name, item)[period - 1, 0]), 2) for name in deal.classes}
    return {name: value for name, value in values.items() if value}


def a_junior_class_gets_nothing_on_a_write_down_day(tmp_path: Path) -> None:
    """$50,000 are lost, B-2 has 40,000: B-1 is written down, and B-2's interest of $200 goes to the residual."""
    deal = variant("weather", tmp_path, {})
    lost = {"period": 1, "loss": 50_000}
    assert told(deal, tmp_path, "interest", 1, lost) == {"A": 4500, "B-1": 300, "R": 200}
    assert told(deal, tmp_path, "loss", 1, lost) == {"B-1": 10_000, "B-2": 40_000}


def a_shortfall_written_off_is_repaid_from_late_cash(tmp_path: Path) -> None:
    """$700 of interest do not come in: A takes 4,500 and 800 of the 900 of principal that it is allocated of 1,000.

    The other $200 are written off B-2; a month later the $700 pay the arrears of 300 and 200, and the rest repays it.
    """
    deal = variant("weather", tmp_path, {"half the servicing fee\n": REPAID})
    rows = {"period": 1, "prepayment": 1000, "interest_withheld": 700}, {"period": 2, "late_interest": 700}
    assert told(deal, tmp_path, "principal", 1, *rows) == {"A": 800}
    assert told(deal, tmp_path, "loss", 1, *rows) == {"B-2": 200}
    assert told(deal, tmp_path, "principal", 2, *rows) == {"B-2": 200}
    assert "R" not in told(deal, tmp_path, "interest", 2, *rows)
