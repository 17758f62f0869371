"""The deal back in prospectus English: nothing of it is lost."""

import re
from pathlib import Path
from shutil import copytree

import pytest

import seriatim
from seriatim.basics.rates import format_rate, parse_rate
from seriatim.deal.describe import PAGE_WIDTH, describe
from seriatim.deal.load import load_deal
from seriatim.deal.series import groups_of
from tests.deal.cases import BASE, BASE_OF_GROUPS

HERE = Path(__file__).parent
LIBRARY = sorted(path.parent for path in Path(seriatim.__file__).parent.glob("library/*/deal.yaml"))
TWO_POOLS = HERE.parent / "compile" / "deals" / "two-pools.yaml"
DEALS = [*LIBRARY, BASE, BASE_OF_GROUPS, TWO_POOLS, *sorted((HERE / "good").iterdir())]
every_deal = pytest.mark.parametrize("folder", DEALS, ids=lambda folder: folder.name)


def told(folder: Path) -> str:
    """The description in one line, page numbers beside their p. again."""
    return " ".join(describe(load_deal(folder).deal).split())


def stated(folder: Path) -> str:
    """The deal file without its comments."""
    file = folder / "deal.yaml" if folder.is_dir() else folder
    return re.sub(r"#.*", "", file.read_text(encoding="utf-8"))


@every_deal
def test_every_class_appears(folder):
    text = told(folder)
    deal = load_deal(folder).deal
    components = [security.name for group in groups_of(deal) for security in group.classes.regular]
    for name in [*(security.name for security in deal.classes.regular), *components, deal.residual_class]:
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
    text = told(next(folder for folder in LIBRARY if folder.name == "cmsi-2006-6"))
    clauses = text[text.index("First,") : text.index("From the day after")]
    assert re.findall(r"(?:First|Second|Third|Fourth),|\b[A-D]\. ", clauses) == [
        *("First,", "Second,", "A. ", "B. ", "C. ", "D. ", "Third,", "Fourth,"),
    ]


OPTIONS = (
    ("cash support: senior target-rate classes", "cash support: all senior classes", "all senior classes of its group"),
    ("cash: own pool first, then by seniority", "cash: by group", "what is left of their own pool's cash only"),
    ("cash: own pool first, then by seniority", "cash: combined", "what is left of the cash of all pools"),
    ("reimbursed from: own group", "reimbursed from: all groups", "its own group and then, in the same order"),
    ("average months: 6", "average months: 1", "on the distribution day 50% or more"),
    ("average months: 6", "component balances: unchanged", "are not adjusted for it"),
)


@pytest.mark.parametrize(("old", "new", "said"), OPTIONS, ids=[new for _, new, _ in OPTIONS])
def test_every_option_of_cross_collateralization_is_said(old, new, said, tmp_path):
    text = (BASE_OF_GROUPS / "deal.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    copied = Path(copytree(BASE_OF_GROUPS, tmp_path, dirs_exist_ok=True))
    (copied / "deal.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert said not in told(BASE_OF_GROUPS)
    assert said in told(copied)


def test_groups_that_do_not_support_each_other_say_so():
    folder = HERE / "good" / "agency-groups"
    assert "The groups do not support each other" in told(folder)
    assert "except as stated under" not in told(folder)


def test_what_holds_for_the_series_is_said_once():
    lines = describe(load_deal(BASE_OF_GROUPS).deal).splitlines()
    for once in ("Documents", "Dates", "Distributions when cash falls short", "Clean-up call", "Group I", "Group II"):
        assert lines.count(once) == 1, once
    assert lines.count("The mortgage loans") == 2
    assert told(BASE_OF_GROUPS).count("The residual class, R, has no balance") == 1


def test_a_chapter_that_groups_do_not_share_stands_in_each(tmp_path):
    text = (BASE_OF_GROUPS / "deal.yaml").read_text(encoding="utf-8")
    shared = "distributions:\n  source: core p. 6, Distributions\n  junior on a write-down day: is paid\n"
    own = "    distributions:\n      source: core p. 6, Distributions\n      junior on a write-down day: {}\n"
    parts = text.replace(shared, "").split("    allocations:\n")
    paid, unpaid = own.format("is paid"), own.format("is not paid")
    text = f"{parts[0]}{paid}    allocations:\n{parts[1]}{unpaid}    allocations:\n{parts[2]}"
    copied = Path(copytree(BASE_OF_GROUPS, tmp_path, dirs_exist_ok=True))
    (copied / "deal.yaml").write_text(text, encoding="utf-8")
    assert told(copied).count("Distributions when cash falls short") == 2


def test_special_classes_of_a_group_are_said_in_it(tmp_path):
    text = (BASE_OF_GROUPS / "deal.yaml").read_text(encoding="utf-8")
    first, second = text.split("  - group: II\n")
    insured = ("source: core p. 9", "class: IIA-1", "insurer: Guaranty", "premium: 0.05%")
    joined = "\n        ".join(insured)
    chapter = f"    insurance:\n      - {joined}\n"
    copied = Path(copytree(BASE_OF_GROUPS, tmp_path, dirs_exist_ok=True))
    (copied / "deal.yaml").write_text(f"{first}  - group: II\n{chapter}{second}", encoding="utf-8")
    assert told(copied).index("Guaranty insures class IIA-1") > told(copied).index("paid from pool II.")


def test_the_whole_text_of_the_base_deal():
    """After a deliberate change of the wording: `python -m tests.deal.test_describe`, and read the difference."""
    assert describe(load_deal(BASE).deal) + "\n" == (HERE / "base.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    (HERE / "base.txt").write_text(describe(load_deal(BASE).deal) + "\n", encoding="utf-8")
