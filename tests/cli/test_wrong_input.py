"""What a user gets wrong: a line each, the way out in it, status 2, nothing written."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.asking import ask, copied

DEAL = "cmsi-1999-7"

PINNED = {
    ("cashflows", DEAL, "--psa", "-5"): "--psa: -5 is negative (a speed is 0 or more)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "fast",
    ): "--psa: 'fast' is not a speed (write percents of the model, such as 350 or 0,100,350)",
    (
        "tables",
        DEAL,
        "--psa",
        "0,,100",
    ): "--psa: '' is not a speed (write percents of the model, such as 350 or 0,100,350)",
    ("cashflows", DEAL, "--psa", "225", "--cpr"): "--psa: 225 is more than 100% CPR",
    ("cashflows", DEAL, "--psa", "1", "--cpr"): "--psa: 1 may be 1% or 100% (write the percent sign)",
    ("tables", DEAL, "--cpr"): "--cpr: says how the numbers of --psa are meant (give --psa 6 --cpr)",
    ("cashflows", DEAL, "--psa", "9", "--severity", "35"): "--severity: 35 looks like percent (write 35% or 0.35)",
    ("cashflows", DEAL, "--psa", "9", "--severity", "-1%"): "--severity: -1% is negative (a rate must be 0 or more)",
    ("cashflows", DEAL, "--psa", "9", "--severity", "120%"): "--severity: 120% is more than 100%",
    ("cashflows", DEAL, "--psa", "9", "--libor", "5.32"): "--libor: 5.32 looks like percent (write 5.32% or 0.0532)",
    ("cashflows", DEAL, "--psa", "9", "--libor", "high"): "--libor: 'high' is not a rate (write 5.32% or 0.0532)",
    ("cashflows", DEAL, "--psa", "9", "--cdr", "2"): "--cdr: 2 looks like percent (write 2% or 0.02)",
    ("cashflows", DEAL, "--psa", "9", "--sda", "-1"): "--sda: -1 is negative (a speed is 0 or more)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "9",
        "--sda",
        "100",
        "--cdr",
        "2%",
    ): "sda and cdr are given together (give one default speed)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "9",
        "--liquidate",
        "0.5%",
    ): "--liquidate: '0.5%' is not a liquidation schedule (write 0.5%@25-84)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "9",
        "--liquidate",
        "0.5%@84-25",
    ): "--liquidate: liquidations end (25) before they begin (84) (swap them)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "9",
        "--liquidate",
        "5@25-84",
    ): "--liquidate: 5 looks like percent (write 5% or 0.05)",
    ("cashflows", "cmsi-1999-9", "--psa", "9"): "cmsi-1999-9: no such deal in the library, and no such path"
    " (did you mean 'cmsi-1999-7'?)",
    ("check", "nowhere"): "nowhere: no such deal in the library, and no such path"
    " (choose from 'cmsi-1994-5', 'cmsi-1999-7', 'cmsi-2006-6', 'example-two-pools')",
    ("deals", "nowhere"): "nowhere: does not exist",
    ("yield", DEAL, "A-99", "--price", "70"): "CMSI 1999-7 has no class 'A-99' (did you mean 'A-9'?)",
    (
        "yield",
        DEAL,
        "Residual",
        "--price",
        "70",
    ): "Residual has no balance, so it has neither price nor yield",
    (
        "yield",
        DEAL,
        "A-1",
        "--psa",
        "100",
    ): "--price: give prices or yields, one of the two (--price 70 or --yield 8.25%)",
    (
        "yield",
        DEAL,
        "A-1",
        "--price",
        "70",
        "--yield",
        "8%",
    ): "--price: give prices or yields, one of the two (--price 70 or --yield 8.25%)",
    (
        "yield",
        DEAL,
        "A-1",
        "--price",
        "0",
    ): "--price: 0 is out of range (a price is above 0 and up to 1,000,000 per 100 of balance)",
    (
        "yield",
        DEAL,
        "A-1",
        "--price",
        "par",
    ): "--price: 'par' is not a price (write 98.75, or 98-24 for 98 and 24/32)",
    ("yield", DEAL, "A-1", "--yield", "8"): "--yield: 8 looks like percent (write 8% or 0.08)",
    (
        "yield",
        DEAL,
        "A-1",
        "--yield",
        "-100%",
    ): "--yield: -100% is out of range (a yield is above -100% and up to 10,000%)",
    ("comfort", DEAL, "--json", "--html", "-"): "--html: --json is standard output already (name a file)",
    (
        "cashflows",
        DEAL,
        "--psa",
        "9",
        "--csv",
        "-",
        "--parquet",
        "-",
    ): "--parquet: --csv is standard output already (name a file)",
}

BY_TYPER = {
    ("cashflows", DEAL): "Missing option '--psa'",
    ("cashflows", DEAL, "--psa", "9", "--lag", "x"): "'--lag'",
    ("cashflows", DEAL, "--psa", "9", "--lag", "-1"): "'--lag'",
    ("cashflows", DEAL, "--psa", "9", "--engine", "fast"): "'lanes'",
    ("cashflows", DEAL, "--psa", "9", "--advancing", "some"): "'principal-and-interest'",
    ("tables",): "Missing argument 'DEAL'",
    ("tables", DEAL, "--pza", "9"): "--pza",
    ("comfrot",): "'comfort'",
    (): "Commands",
}


@pytest.mark.parametrize("arguments", PINNED, ids=" ".join)
def test_the_text_of_an_error_is_part_of_the_interface(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = ask(*arguments)
    assert (answer.status, answer.out, answer.err) == (2, "", PINNED[arguments] + "\n")


@pytest.mark.parametrize("arguments", BY_TYPER, ids=" ".join)
def test_wrong_usage_is_status_2(arguments):
    answer = ask(*arguments)
    assert answer.status == 2
    assert BY_TYPER[arguments] in answer.out + answer.err


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    answer = ask(
        *("cashflows", DEAL, "--psa", "x", "--sda", "-1", "--severity", "35", "--libor", "5.32"),
        *("--liquidate", "soon", "--csv", tmp_path / "no" / "x.csv"),
    )
    assert answer.status == 2
    starts = ["--psa:", "--sda:", "--liquidate:", "--severity:", "--libor:", "--csv:"]
    assert [line.split()[0] for line in answer.err.splitlines()] == starts
    assert answer.err.endswith(f"there is no directory {tmp_path / 'no'} (make it first)\n")


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("comfort", DEAL), "--html"),
        (("tables", DEAL), "--html"),
        (("tables", DEAL), "--xlsx"),
        (("tables", DEAL), "--csv"),
        (("cashflows", DEAL, "--psa", "9"), "--csv"),
        (("cashflows", DEAL, "--psa", "9"), "--parquet"),
    ],
)
def test_a_file_that_cannot_be_written_is_found_before_the_work(command, option, tmp_path):
    missing = tmp_path / "no" / "file"
    answer = ask(*command, option, missing)
    hint = f"there is no directory {missing.parent} (make it first)"
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"{option}: {missing} cannot be written: {hint}\n"
    answer = ask(*command, option, tmp_path)
    assert answer.err == f"{option}: {tmp_path} is a directory (name a file in it)\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_deal_is_wrong_input_not_a_finding(tmp_path):
    for command in ("check", "describe", "plan", "tables", "comfort"):
        if command == "describe":
            pytest.importorskip("seriatim.deal.describe")
        answer = ask(command, tmp_path)
        assert (answer.status, answer.out) == (2, "")
        assert "deal.yaml" in answer.err


def test_a_deal_with_problems_is_wrong_input_for_all_but_check(tmp_path):
    folder = copied(DEAL, tmp_path)
    (folder / "rep_lines.csv").unlink()
    assert ask("check", folder).status == 1
    for command in (("tables", folder), ("comfort", folder), ("cashflows", folder, "--psa", "9")):
        answer = ask(*command)
        assert (answer.status, answer.out) == (2, "")
        assert "rep_lines.csv" in answer.err


def test_comfort_says_which_deal_has_nothing_to_compare_with(tmp_path):
    folder = copied(DEAL, tmp_path)
    (folder / "published" / "figures.csv").unlink()
    answer = ask("comfort", folder, "nowhere")
    assert answer.status == 2
    first, second = answer.err.splitlines()
    hint = "write the figures of its document to published/figures.csv beside the deal file"
    assert first == f"{folder}: has no printed figures to compare with ({hint})"
    assert second.startswith("nowhere: no such deal")


WRONG_FIGURES = {
    "wal,A-99,100,,,,,,,wal,1.00,2": "unknown class 'A-99' (did you mean 'A-9'?)",
    "wal,pool,100,,,,,,,wal,1.00,2": "unknown class 'pool'",
    "yield,A-1,100,,,,,0,,yield,1.000,3": "price 0 has no yield (give the price per 100 of balance)",
    "planned_balance,A-1,,,,,,,2001-01-25,,1.00,2": "the deal has no schedule 'planned balance' (state it under"
    " schedules, or leave out the planned_balance figures)",
    "wal,A-1,100,,,,,,,wal,one,2": "printed 'one' is not a figure (write 12.34, (12.34), * or **)",
}


@pytest.mark.parametrize("line", WRONG_FIGURES)
def test_a_printed_figure_the_deal_cannot_have(line, tmp_path):
    folder = copied(DEAL, tmp_path)
    figures = folder / "published" / "figures.csv"
    header = figures.read_text().splitlines()[0]
    figures.write_text(f"{header}\n{line}\n")
    answer = ask("comfort", folder)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"{figures}:2: {WRONG_FIGURES[line]}")


def test_a_figure_of_a_schedule_needs_its_class_and_a_day_of_the_deal(tmp_path):
    folder = copied("cmsi-1994-5", tmp_path)
    figures = folder / "published" / "figures.csv"
    header = figures.read_text().splitlines()[0]
    lines = ["targeted_balance,B-1,,,,,,,1995-04-25,,1.00,2", "targeted_balance,A-1,,,,,,,2095-04-25,,1.00,2"]
    figures.write_text("\n".join([header, *lines, ""]))
    first, second = ask("comfort", folder).err.splitlines()
    assert "unknown class 'B-1'" in first
    assert "2095-04-25 is after the last distribution day" in second


def test_figures_of_running_text_alone_are_nothing_to_tie_out(tmp_path):
    folder = copied(DEAL, tmp_path)
    figures = folder / "published" / "figures.csv"
    header, *lines = figures.read_text().splitlines()
    figures.write_text("\n".join([header, *(line for line in lines if line.startswith("text,"))]) + "\n")
    answer = ask("comfort", folder)
    assert (answer.status, answer.err) == (2, f"{figures}: has no figure of a computed table\n")


WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "-", "--", "nan", "inf", "-inf", "1e400", "1e-400", "0x10", "%", "100%", "1,2", ",", "@", "5@1-2"]
    ),
    st.floats().map(str),
    st.integers().map(str),
    st.lists(st.floats(0, 1e6).map(str), min_size=1, max_size=3).map(",".join),
)
OPTIONS = ("--psa", "--sda", "--cdr", "--liquidate", "--severity", "--libor", "--lag", "--advancing", "--severity-base")


@settings(max_examples=150)
@given(
    command=st.sampled_from(["tables", "cashflows", "yield"]),
    options=st.dictionaries(st.sampled_from([*OPTIONS, "--price", "--yield", "--engine"]), WORDS, max_size=4),
    flags=st.sets(st.sampled_from(["--cpr", "--collateral", "--json"])),
)
def test_no_option_value_ends_in_a_traceback(command, options, flags):
    """An answer or an error with status 2; `ask` fails on anything else."""
    arguments = [command, DEAL, *(("A-1",) if command == "yield" else ())]
    answer = ask(*arguments, *(each for pair in options.items() for each in pair), *flags)
    assert answer.status in (0, 2)
    assert bool(answer.err) == (answer.status == 2)
    assert "Traceback" not in answer.err


@settings(max_examples=40)
@given(name=st.text(max_size=300))
def test_no_name_of_a_deal_ends_in_a_traceback(name):
    answer = ask("check", "--", name)
    assert answer.status == 2
    assert answer.err


def test_an_error_leaves_nothing_half_written(tmp_path, monkeypatch):
    """A page that cannot be made, and a disk that is full, leave what was there."""
    file = tmp_path / "page.html"
    file.write_text("before")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    answer = ask("tables", DEAL, "--psa", "100", "--html", file)
    assert answer.status == 2
    assert answer.err == f"{file}: cannot be written: No space left on device\n"
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
    assert file.read_text() == "before"
