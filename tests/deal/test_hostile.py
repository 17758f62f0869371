"""Files that mean harm, or are no files at all: refused at once, with a text, and nothing is built."""

import os
from pathlib import Path

import pytest

from seriatim.basics.problems import ProblemsError
from seriatim.deal.load import load_deal, read_deal
from seriatim.deal.text import MAX_BYTES, parse
from tests.deal.cases import BASE, problems

TEXT = (BASE / "deal.yaml").read_text(encoding="utf-8")


def refused(path, root):
    return problems(path, root).replace(f"{root}", "ROOT")


def test_no_such_path(tmp_path):
    wanted = "deals/deal.yaml: no such file (check the spelling and the folder)\n"
    assert refused(tmp_path / "deals" / "deal.yaml", tmp_path) == wanted


def test_a_folder_without_a_deal(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    assert refused(folder, tmp_path) == "folder: has no deal.yaml (a deal is a folder with that file in it)\n"


def test_a_folder_named_like_a_deal_file(tmp_path):
    (tmp_path / "deal.yaml").mkdir()
    assert refused(tmp_path, tmp_path) == "deal.yaml: is a directory, not a file (name a file inside it)\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device here")
def test_a_device():
    with pytest.raises(ProblemsError, match=r"^/dev/zero: is not a regular file \(name a file or a folder\)$"):
        load_deal(Path("/dev/zero"))


def test_a_name_the_system_cannot_hold(tmp_path):
    assert "is not the name of a file or folder" in refused(tmp_path / ("x" * 5000), tmp_path)
    assert "is not the name of a file or folder" in refused(tmp_path / "a\0b", tmp_path)


def test_a_file_of_fifty_megabytes(tmp_path):
    path = tmp_path / "deal.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert refused(path, tmp_path) == "deal.yaml: is larger than 0.4 MB (is it the right file?)\n"
    assert MAX_BYTES == 400_000


def test_a_file_in_another_encoding(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_bytes(TEXT.replace("title: A small deal", "title: Ein kleines Geschäft").encode("latin-1"))
    assert refused(path, tmp_path) == "deal.yaml:2: is not UTF-8 text (save it as UTF-8)\n"


def test_a_table_in_another_encoding(tmp_path):
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "planned_balance.csv").write_bytes("date,balance\n2026-04-25,1\n# Betrag in €".encode("cp1252"))
    assert refused(tmp_path, tmp_path) == "planned_balance.csv:3: is not UTF-8 text (save it as UTF-8)\n"


def test_a_byte_order_mark_is_no_fault(tmp_path):
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert refused(tmp_path, tmp_path) == ""


def test_windows_line_ends_are_no_fault(tmp_path):
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert refused(tmp_path, tmp_path) == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is readable to root")
def test_a_file_that_cannot_be_read(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    assert "cannot be read" in refused(path, tmp_path)


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", '["'])
def test_very_deep_nesting(opening):
    with pytest.raises(ProblemsError):
        parse("deal: " + opening * 40_000, "deal.yaml")


def test_nesting_is_reported_by_depth():
    with pytest.raises(ProblemsError, match=r"^deal\.yaml:1: nests deeper than 60 levels \(no deal needs that\)$"):
        parse("a: " + "[" * 100 + "]" * 100, "deal.yaml")


def test_numbers_too_long_to_be_numbers(tmp_path):
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "deal.yaml").write_text(TEXT.replace("100,000,000", "9" * 5000), encoding="utf-8")
    shown = "9" * 60 + "..."
    assert refused(tmp_path, tmp_path) == f"deal.yaml:19: 'balance': '{shown}' is not an amount: write 85,666,000\n"


def test_a_text_too_long_to_be_shown(tmp_path):
    for file in BASE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "deal.yaml").write_text(TEXT.replace("title: A", "title: " + "A" * 20_000), encoding="utf-8")
    assert refused(tmp_path, tmp_path) == "deal.yaml:2: a text of 20,045 characters (at most 10,000 are read)\n"


def test_thousands_of_faults_are_not_all_told(tmp_path):
    path = tmp_path / "deal.yaml"
    path.write_text("deal: X\n" + "".join(f"key {number}: 1\n" for number in range(5000)), encoding="utf-8")
    found = read_deal(path).problems
    assert len(found) < 300
    assert "more problems" in str(found[0])


def test_reading_leaves_nothing_behind(tmp_path):
    before = sorted(path.name for path in BASE.iterdir())
    load_deal(BASE)
    assert sorted(path.name for path in BASE.iterdir()) == before
