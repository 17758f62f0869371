from rich.console import Console

from seriatim.comfort.result import DealTieOut, TieOut
from seriatim.reports.text import tie_out_line, tie_out_table, tie_out_text
from tests.reports.made_up import tied_out

EXPECTED = """\
Second Trust
  Planned balances            51 of 52  the rest is noted
  Weighted average lives       0 of  1  1 differs
  Pre-tax yields to maturity   0 of  1  1 differs
  Interest rate cap            0 of  0
  all                         51 of 54
  differences:
    planned_balance, Classes S-1 and S-2, March 25, 2012  printed 45,117,426.26  computed 45,117,426.254525  (noted)
    wal, Class S-9, 350% PSA                              printed          3.57  computed          3.581200
    yield, Class J-1, 100% PSA, price 90                  printed       (0.350)  computed               nan

51 of 54 printed figures agree; 3 differ, 2 without a note.
"""


def test_text_has_counts_then_differences_then_the_total() -> None:
    assert tie_out_text(TieOut(tied_out().deals[1:])) == EXPECTED


def test_text_of_deals_that_agree_has_no_differences() -> None:
    text = tie_out_text(TieOut(tied_out().deals[:1]))
    assert "differ" not in text
    assert text.endswith("\nAll 160 printed figures agree.\n")


def test_the_sentence_says_whether_differences_are_noted() -> None:
    planned, life, *_ = tied_out().deals[1].tables
    noted = TieOut((DealTieOut("t", "T", (planned,)),))
    assert tie_out_line(noted) == "51 of 52 printed figures agree; 1 differs, each noted."
    assert tie_out_line(TieOut((DealTieOut("t", "T", (life,)),))) == "0 of 1 printed figures agree; 1 differs."


def test_the_table_for_a_terminal_has_a_row_a_deal() -> None:
    console = Console(width=220, color_system=None)
    with console.capture() as capture:
        console.print(tie_out_table(tied_out()))
    header, first, second = capture.get().splitlines()
    assert header.split()[0] == "Deal"
    assert first.split()[-2:] == ["160", "✓"]
    assert second.split()[-3:] == ["51", "of", "54"]
