import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

from seriatim.comfort.printed import PrintedFigure
from seriatim.comfort.result import ComparedFigure, DealTieOut, TableTieOut, TieOut
from seriatim.reports.html import comfort_page
from tests.reports.made_up import decrement_figures, tied_out

VOID = {"meta", "br", "hr", "img", "input", "link", "path", "rect"}


class Page(HTMLParser):
    """What a browser would see: tags balanced, ids, links, and the text of each cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.cells: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if tag not in VOID or (tag == "path" and "fill" in found):
            self.open.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found[name] for name in ("href", "src") if name in found]
        if tag == "td":
            self.cells.append((found.get("class", ""), found.get("title", ""), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += len(attrs) > 0

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "td" in self.open:
            kind, title, text = self.cells[-1]
            self.cells[-1] = (kind, title, text + data)

    def figures(self) -> list[tuple[str, str, str]]:
        """Cells of the supplement's tables: those that agree have a title, those that differ a mark."""
        return [cell for cell in self.cells if cell[1] or cell[0].split(" ")[0] in ("d", "n")]


def test_the_page_is_well_formed_and_its_links_lead_somewhere() -> None:
    page = Page(comfort_page(tied_out()))
    assert page.open == []
    assert max(Counter(page.ids).values()) == 1
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_page_needs_nothing_from_outside() -> None:
    page = comfort_page(tied_out())
    assert not any(word in page for word in ("http:", "https:", "//", "@import", "url(", "<script", "<link", "<img"))


def test_every_figure_is_shown_once_ticked_or_marked() -> None:
    result = tied_out()
    figures = Page(comfort_page(result)).figures()
    assert len(figures) == result.total
    assert sum(kind.startswith("d") for kind, _, _ in figures) == 2
    assert sum(kind.startswith("n") for kind, _, _ in figures) == 1
    assert ("", "41.2346", "41") in figures
    assert ("z", "0.0000", "0") in figures
    assert ("g", "(15.4481000)", "(15.448)") in figures
    assert ("g", "7.5263000", "7.526") in figures
    assert ("g", "2011-05-25", "2011-05-25") in figures
    assert ("g", "2,371.2050000", "2,371.205%") in figures


def test_differences_are_listed_with_more_digits() -> None:
    page = Page(comfort_page(tied_out()))
    texts = [text for _, _, text in page.cells]
    at = texts.index("45,117,426.254525")
    assert texts[at - 5 : at + 2] == [
        "1",
        "Planned balances",
        "Classes S-1 and S-2",
        "March 25, 2012",
        "45,117,426.26",
        "45,117,426.254525",
        "† noted",
    ]
    assert "nan" in texts
    assert "3 differ" not in page.text
    assert "differ, 2 without a note" in page.text


def test_counts_head_the_page() -> None:
    page = Page(comfort_page(tied_out()))
    result = tied_out()
    assert f"{result.matched} of {result.total} printed figures agree" in page.text
    assert "All 160 figures agree." in page.text
    assert ("noted", "", "50 of 51") not in page.cells
    assert ("noted", "", "51 of 52") in page.cells
    assert ("short", "", "0 of 1") in page.cells


def test_hostile_words_stay_words() -> None:
    figure = PrintedFigure("decrement", ("<script>alert(1)</script>",), "41", 0, psa=100.0)
    table = TableTieOut(
        "decrement", (ComparedFigure(figure, 41.0, agrees=True), ComparedFigure(figure, 42.0, agrees=False))
    )
    odd = TableTieOut("<i>table</i>", (ComparedFigure(replace(figure, table="x", measure="<u>"), 41.0, agrees=True),))
    page = comfort_page(TieOut((DealTieOut('"><img src=x>', "<h1>", (table, odd)),)))
    assert not any(word in page for word in ("<script", "<img", "<h1></h1>", "<u>", "<i>table"))
    assert Page(page).open == []


def test_the_same_tie_out_gives_the_same_page() -> None:
    assert comfort_page(tied_out()) == comfort_page(tied_out())


def test_an_empty_tie_out_is_a_page() -> None:
    empty = Page(comfort_page(TieOut((DealTieOut("trust", "Trust", ()),))))
    assert "All 0 figures agree." in empty.text
    assert Page(comfort_page(TieOut(()))).open == []


def test_thousands_of_figures_are_typeset_well_under_a_second() -> None:
    figures = tuple(decrement_figures()) * 140
    assert len(figures) == 6720
    result = TieOut((DealTieOut("trust", "Trust", (TableTieOut("decrement", figures),)),))
    comfort_page(TieOut(()))
    started = time.perf_counter()
    comfort_page(result)
    assert time.perf_counter() - started < 1.5
