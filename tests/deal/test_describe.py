"""The deal back in prospectus English: nothing of it is lost."""

import re
from pathlib import Path

import pytest

import seriatim
from seriatim.basics.rates import format_rate, parse_rate
from seriatim.deal.describe import PAGE_WIDTH, describe
from seriatim.deal.load import load_deal
from tests.deal.cases import BASE

HERE = Path(__file__).parent
LIBRARY = sorted(path.parent for path in Path(seriatim.__file__).parent.glob("library/*/deal.yaml"))
DEALS = [*LIBRARY, BASE, *sorted((HERE / "good").iterdir())]
every_deal = pytest.mark.parametrize("folder", DEALS, ids=lambda folder: folder.name)


def told(folder: Path) -> str:
    """The description in one line, page numbers beside their p. again."""
    return " ".join(describe(load_deal(folder).deal).split())


def stated(folder: Path) -> str:
    """The deal file without its comments."""
    return re.sub(r"#.*", "", (folder / "deal.yaml").read_text(encoding="utf-8"))


@every_deal
def test_every_class_appears(folder):
    text = told(folder)
    classes = load_deal(folder).deal.classes
    for name in [*(security.name for security in classes.regular), classes.residual.name]:
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)


@every_deal
def test_every_percentage_appears(folder):
    text = told(folder)
    for percentage in set(re.findall(r"\d[\d.]*%", stated(folder))):
        assert re.search(rf"(?<![\d.]){re.escape(format_rate(parse_rate(percentage)))}", text), percentage


@every_deal
def test_every_source_appears(folder):
    text = told(folder)
    for source in set(re.findall(r"source: (.*)", stated(folder))):
        assert source.strip() in text


@every_deal
def test_every_amount_appears(folder):
    text = told(folder)
    for amount in set(re.findall(r"(?:balance|amount): (\d[\d,]*)$", stated(folder), re.MULTILINE)):
        assert f"${amount}" in text


@every_deal
def test_every_schedule_and_title_appears(folder):
    text = told(folder)
    deal = load_deal(folder).deal
    assert deal.title in text
    for schedule in deal.schedules:
        assert schedule.name in text


@every_deal
def test_lines_fit_the_page(folder):
    for line in describe(load_deal(folder).deal).splitlines():
        assert len(line) <= PAGE_WIDTH
        assert line == line.rstrip()


def test_rules_keep_their_order():
    text = told(LIBRARY[-1])
    clauses = text[text.index("First,") : text.index("From the day after")]
    assert re.findall(r"(?:First|Second|Third|Fourth),|\b[A-D]\. ", clauses) == [
        *("First,", "Second,", "A. ", "B. ", "C. ", "D. ", "Third,", "Fourth,"),
    ]


def test_the_whole_text_of_the_base_deal():
    """After a deliberate change of the wording: `python -m tests.deal.test_describe`, and read the difference."""
    assert describe(load_deal(BASE).deal) + "\n" == (HERE / "base.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    (HERE / "base.txt").write_text(describe(load_deal(BASE).deal) + "\n", encoding="utf-8")
