from datetime import date

from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.result import ComparedFigure, TableTieOut
from seriatim.reports.grids import Heading, Section, sections
from tests.reports.made_up import decrement_figures, life_figures, schedule_figures, tied_out


def by_name() -> dict[str, Section]:
    return {section.name: section for section in sections(tied_out().deals[0].tables)}


def test_every_figure_is_in_one_cell() -> None:
    for deal in tied_out().deals:
        shown = [
            id(cell)
            for section in sections(deal.tables)
            for grid in section.grids
            for row in (*grid.rows, *grid.totals)
            for cell in row.cells
            if cell is not None
        ]
        assert sorted(shown) == sorted(id(c) for table in deal.tables for c in table.comparisons)


def test_decrement_tables_have_three_classes_across_and_lives_at_the_foot() -> None:
    section = by_name()["decrement"]
    first, second = section.grids
    assert (section.total, section.matched) == (60, 60)
    assert first.headings[0] == (Heading("Class S-1", 3), Heading("Classes S-2 and S-3", 3), Heading("Class S-4", 3))
    assert [heading.text for heading in first.headings[1]] == ["0%", "150%", "350%"] * 3
    days = ["Initial", "February 25, 2002", "February 25, 2003", "February 25, 2004"]
    assert [row.label for row in first.rows] == days
    assert [row.label for row in first.totals] == ["Weighted average life (years)"]
    assert [cell.figure.printed for cell in second.totals[0].cells if cell] == ["1.34"] * 3
    assert second.groups == (3,)
    assert section.notes[0].startswith("* Indicates that between zero and 0.5%")


def test_a_table_that_does_not_begin_at_closing_has_no_initial_row() -> None:
    later = tuple(c for c in decrement_figures() if c.figure.printed != "100")
    (section,) = sections([TableTieOut("decrement", later)])
    assert section.grids[0].rows[0].label == "February 25, 2002"


def test_average_lives_alone_are_a_table_of_their_own() -> None:
    (section,) = sections([TableTieOut("wal", tuple(life_figures()))])
    labels = [row.label for row in section.grids[0].rows]
    assert labels == ["Class S-1", "Classes S-2 and S-3", "Class S-4", "Class J-1"]


def test_a_schedule_of_many_classes_is_one_table_and_of_one_class_is_cut() -> None:
    (together,) = by_name()["targeted_balance"].grids
    assert [row.label for row in together.rows[:2]] == ["Initial", "March 25, 2001"]
    assert len(together.rows) == 31
    one = TableTieOut("planned_balance", tuple(schedule_figures("planned_balance", ("S-1", "S-2"), months=50)))
    (section,) = sections([one])
    assert [len(grid.rows) for grid in section.grids] == [17, 17, 17]
    assert section.grids[1].rows[0].label == "July 25, 2002"


def test_yields_stand_by_what_they_depend_on() -> None:
    captions = {grid.caption: grid for grid in by_name()["yield"].grids}
    assert list(captions) == [
        "At a price of 55%",
        "Class J-1 at a price of 93.25%",
        "Class S-5 at a price of 0.21875%",
        "Class J-2 at a price of 88.5%",
    ]
    assert [row.label for row in captions["At a price of 55%"].rows] == ["Class S-PO"]
    junior = captions["Class J-1 at a price of 93.25%"]
    assert junior.headings[0] == (Heading("20% loss severity", 3), Heading("40% loss severity", 3))
    assert (junior.stub, [row.label for row in junior.rows]) == ("SDA percentage", ["50%", "200%"])
    floater = captions["Class S-5 at a price of 0.21875%"]
    assert (floater.stub, [row.label for row in floater.rows]) == ("Level of LIBOR", ["3.320%", "7.320%"])
    assert captions["Class J-2 at a price of 88.5%"].rows[0].label == "0.20% liquidated, 20% loss severity"
    assert by_name()["yield"].notes == ("** Indicates a pre-tax yield less than or equal to (100)%.",)


def test_figures_that_would_share_a_cell_take_another_row() -> None:
    figures = [PrintedFigure("wal", ("S-1",), "1.34", 2, psa=100.0, sda=sda) for sda in (1.0, 2.0)]
    (section,) = sections([TableTieOut("wal", tuple(ComparedFigure(figure, 1.34, agrees=True) for figure in figures))])
    assert [row.label for row in section.grids[0].rows] == ["Class S-1", "Class S-1"]


def test_tables_of_an_unknown_kind_are_listed_and_empty_ones_left_out() -> None:
    figure = PrintedFigure("interest_rate_cap", ("S-1",), "5.32", 2, date=date(2001, 3, 25), measure="cap_pct")
    known = TableTieOut("interest_rate_cap", (ComparedFigure(figure, 5.32, agrees=True),))
    found = sections([known, TableTieOut("wal", ())])
    assert [section.name for section in found] == ["interest_rate_cap"]
    assert found[0].grids[0].rows[0].label == "S-1: Cap (percent)"
