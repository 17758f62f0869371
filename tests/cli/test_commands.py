"""The command table of the contract: every form, its columns and its status."""

import csv
import io
import json

import polars
import pytest

import seriatim
from seriatim.api.library import LIBRARY
from tests.cli.asking import DEALS, ask, ask_process, copied

CASHFLOWS = "period,date,class,opening_balance,interest,principal,accretion,loss,closing_balance,interest_shortfall"
COLLATERAL = (
    "period,date,pool,strip,balance,scheduled_principal,prepayment,default,liquidation_proceeds,loss,interest,"
    "servicing_fee"
)
TABLES = "table,class,psa,period,date,value"


def printed(deal: str, table: str) -> list[dict[str, str]]:
    with (LIBRARY / deal / "published" / "figures.csv").open() as file:
        return [row for row in csv.DictReader(file) if row["table"] == table]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


SHIPPED = (*DEALS, "example-two-pools")


def shown(printed: str) -> str:
    """A negative figure in parentheses, as the supplements have it."""
    return f"({printed[1:]})" if printed.startswith("-") else printed


def test_deals_lists_the_library_with_titles():
    answer = ask("deals")
    assert answer.status == 0
    assert [line.split()[0] for line in answer.out.splitlines()] == list(SHIPPED)
    assert "Series 1999-7" in answer.out


def test_deals_lists_a_path_too(tmp_path):
    folder = copied("cmsi-1999-7", tmp_path)
    broken = copied("cmsi-1994-5", tmp_path)
    (broken / "deal.yaml").write_text("deal: 7\n")
    answer = ask("deals", tmp_path)
    assert answer.status == 0
    assert [line.split()[0] for line in answer.out.splitlines()] == [*SHIPPED, str(broken), str(folder)]
    assert "see `seriatim check`" in answer.out.splitlines()[len(SHIPPED)]


@pytest.mark.parametrize("deal", DEALS)
def test_check_finds_nothing_in_the_library(deal):
    answer = ask("check", deal)
    assert (answer.status, answer.out, answer.err) == (0, f"{deal}: no problems\n", "")


def test_check_reports_all_problems_on_standard_output(tmp_path):
    file = copied("cmsi-1999-7", tmp_path) / "deal.yaml"
    file.write_text(file.read_text().replace("target rate: 7%", "target rate: 7").replace("clean-up call", "clean-up"))
    answer = ask("check", file.parent)
    assert (answer.status, answer.err) == (1, "")
    assert len(answer.out.splitlines()) == 2
    assert all(line.startswith(f"{file}:") for line in answer.out.splitlines())
    assert "write 7% or 0.07" in answer.out
    assert "did you mean 'clean-up call'?" in answer.out


def test_check_reads_the_printed_figures_too(tmp_path):
    folder = copied("cmsi-1999-7", tmp_path)
    figures = folder / "published" / "figures.csv"
    figures.write_text(figures.read_text().replace("wal,A-9,0,", "wal,A-99,0,"))
    answer = ask("check", folder)
    assert answer.status == 1
    assert answer.out.endswith("unknown class 'A-99' (did you mean 'A-9'?)\n")


def test_describe_says_the_deal_in_english():
    pytest.importorskip("seriatim.deal.describe")
    answer = ask("describe", "cmsi-1999-7")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.endswith("\n")
    assert "A-10" in answer.out
    assert "supplement p." in answer.out


def test_plan_prints_the_compiled_plan():
    answer = ask("plan", "cmsi-2006-6")
    assert answer.status == 0
    assert answer.out.startswith("plan of CMSI 2006-6: ")
    assert seriatim.load("cmsi-2006-6").plan.digest in answer.out


@pytest.mark.requirement("AN-02", "AN-03", "VAR-26")
@pytest.mark.parametrize("deal", DEALS)
def test_tables_equal_the_printed_ones(deal):
    """Every decrement percentage and life of the supplement, from the CSV file at full precision."""
    answer = ask("tables", deal, "--csv", "-")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == TABLES
    found = {
        (row["table"], row["class"], float(row["psa"]), row["date"]): float(row["value"]) for row in rows(answer.out)
    }
    closing = str(seriatim.load(deal).terms.dates.closing_date)
    for figure in printed(deal, "decrement"):
        day = closing if figure["date"] == "initial" else figure["date"]
        for name in figure["class"].split(";"):
            value = found.get(("decrement", name, float(figure["psa"]), day), 0.0)
            assert figure["printed"] == ("*" if 0 < value < 0.5 else f"{value + 1e-9:.0f}"), (name, figure)
    for figure in printed(deal, "wal"):
        for name in figure["class"].split(";"):
            value = found["wal", name, float(figure["psa"]), ""]
            assert abs(value - float(figure["printed"])) <= 0.5000001 * 10 ** -int(figure["decimals"])


def test_tables_at_other_speeds_and_under_stress():
    plain = ask("tables", "cmsi-1999-7", "--psa", "225")
    stressed = ask("tables", "cmsi-1999-7", "--psa", "225", "--sda", "200", "--severity", "40%")
    assert (plain.status, stressed.status) == (0, 0)
    assert "225%" in plain.out
    assert "Assumed" not in plain.out
    assert "Assumed: 200% SDA, severity 40%" in stressed.out
    assert plain.out.count("Weighted average life") > 2
    assert [line for line in plain.out.splitlines() if "average life" in line] != [
        line for line in stressed.out.splitlines() if "average life" in line
    ]


def test_tables_at_constant_prepayment_rates():
    answer = ask("tables", "cmsi-1999-7", "--psa", "6,12.5%", "--cpr", "--csv", "-")
    assert answer.out.splitlines()[0] == TABLES.replace("psa", "cpr")
    assert {row["cpr"] for row in rows(answer.out)} == {"6.0", "12.5"}


def test_cashflows_write_one_row_per_class_and_month():
    deal = seriatim.load("cmsi-1999-7")
    arguments = ("--psa", "225", "--sda", "320", "--severity", "55%", "--libor", "4.32%", "--lag", "12", "--csv", "-")
    answer = ask("cashflows", "cmsi-1999-7", *arguments)
    assert (answer.status, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == CASHFLOWS
    assert len(lines) == 1 + len(deal.classes) * deal.model.months
    frame = polars.read_csv(io.StringIO(answer.out), try_parse_dates=True)
    run = deal.run(seriatim.Scenario(psa=225, sda=320, severity=0.55, libor=0.0432, lag_months=12))
    assert frame.equals(run.to_polars())


def test_cashflows_write_the_pool_instead():
    answer = ask("cashflows", "cmsi-1999-7", "--psa", "225", "--collateral", "--csv", "-")
    assert answer.status == 0
    assert answer.out.splitlines()[0] == COLLATERAL
    assert {row["strip"] for row in rows(answer.out)} == {"target_rate", "po", "io"}


def test_cashflows_as_parquet_carry_the_same(tmp_path):
    file = tmp_path / "flows.parquet"
    answer = ask("cashflows", "cmsi-1994-5", "--psa", "150", "--liquidate", "0.5%@25-84", "--parquet", file)
    assert (answer.status, answer.out, answer.err) == (0, "", f"wrote {file}\n")
    scenario = seriatim.Scenario(psa=150, liquidate=seriatim.Liquidation(0.005, 25, 84))
    frame = polars.read_parquet(file)
    assert frame.columns == CASHFLOWS.split(",")
    assert frame.equals(seriatim.load("cmsi-1994-5").run(scenario).to_polars())
    piped = ask("cashflows", "cmsi-1994-5", "--psa", "150", "--liquidate", "0.5%@25-84", "--parquet", "-")
    assert polars.read_parquet(piped.raw).equals(frame)


def test_cashflows_as_text_are_rounded():
    answer = ask("cashflows", "cmsi-1999-7", "--psa", "6", "--cpr")
    heading, first, *_ = answer.out.splitlines()
    assert heading.split() == CASHFLOWS.split(",")
    assert first.split()[:5] == ["1", "1999-11-25", "A-1", "133,500,000.00", "778,750.00"]


def test_the_engines_agree():
    lanes, exact = (
        polars.read_csv(
            io.StringIO(ask("cashflows", "cmsi-1999-7", "--psa", "225", "--engine", name, "--csv", "-").out)
        )
        for name in ("lanes", "exact")
    )
    difference = (lanes["closing_balance"] - exact["closing_balance"]).abs().max()
    assert isinstance(difference, float)
    assert difference < 1e-3


@pytest.mark.parametrize(
    ("option", "values", "field"),
    [
        ("--cdr", ("2%", "0.02"), {"cdr": 0.02}),
        ("--psa", ("100,200,300", "100%, 200%, 300%"), {"psa": (100.0, 200.0, 300.0)}),
        ("--libor", ("4.32%,-0.5%", "0.0432,-0.005"), {"libor": (0.0432, -0.005)}),
        ("--advancing", ("none", "none"), {"advancing": "none"}),
        ("--severity-base", ("liquidation", "liquidation"), {"severity_base": "liquidation"}),
    ],
)
def test_options_say_what_the_scenario_says(option, values, field):
    """Percent and decimal are the same, and both are the field of `Scenario`."""
    common = {"psa": 150.0, "sda": 100.0, "severity": 0.2} | field
    if "cdr" in field:
        del common["sda"]
    arguments = {"--psa": "150", "--sda": "100", "--severity": "20%"}
    if option == "--cdr":
        del arguments["--sda"]
    expected = seriatim.load("cmsi-2006-6").run(seriatim.Scenario(**common)).to_polars().write_csv()
    for value in values:
        given = [each for pair in (arguments | {option: value}).items() for each in pair]
        assert ask("cashflows", "cmsi-2006-6", *given, "--csv", "-").out == expected


@pytest.mark.requirement("AN-04")
@pytest.mark.parametrize("deal", DEALS)
def test_yields_equal_the_printed_ones(deal):
    """Every class and price of the supplement at plain speeds, as the supplement prints it."""
    plain = [row for row in printed(deal, "yield") if not row["sda"] and not row["liquidated"] and not row["libor"]]
    for name, price in {(row["class"], row["price"]) for row in plain}:
        expected = [row for row in plain if (row["class"], row["price"]) == (name, price)]
        answer = ask("yield", deal, name, "--price", price, "--psa", ",".join(row["psa"] for row in expected))
        line = answer.out.split("\n\n")[1].splitlines()[1]
        assert line.replace(",", "").split()[1:] == [shown(row["printed"]) for row in expected]


@pytest.mark.requirement("AN-06", "AN-07")
@pytest.mark.parametrize("deal", DEALS)
def test_yields_with_losses_or_libor_equal_the_printed_ones(deal):
    for figure in printed(deal, "yield")[::7]:
        options = [
            *(("--sda", figure["sda"], "--severity", figure["severity"]) if figure["sda"] else ()),
            *(("--libor", f"{figure['libor']}%") if figure["libor"] else ()),
            *(("--liquidate", f"{figure['liquidated']}%@25-84") if figure["liquidated"] else ()),
            *(("--severity", figure["severity"]) if figure["liquidated"] else ()),
        ]
        answer = ask("yield", deal, figure["class"], "--price", figure["price"], "--psa", figure["psa"], *options)
        assert shown(figure["printed"]) in answer.out.split("\n\n")[1].replace(",", "").split(), figure


def test_prices_and_yields_are_inverse():
    there = ask("yield", "cmsi-1999-7", "A-10", "--yield", "8.145%", "--psa", "150")
    decimal, ticks = there.out.splitlines()[-1].split()[1:]
    assert (decimal, ticks) == ("54.9987", "55-00")
    matrix = ask("yield", "cmsi-1999-7", "A-10", "--price", "55,55-16", "--psa", "0,150,350")
    heading, first, second = matrix.out.splitlines()[-3:]
    assert heading.split() == ["Price", "0%", "PSA", "150%", "PSA", "350%", "PSA"]
    assert first.split() == ["55", "3.258", "8.145", "15.558"]
    assert second.split()[0] == "55.5"


def test_yields_without_speeds_take_those_of_the_tables():
    assert "500% PSA" in ask("yield", "cmsi-1999-7", "A-10", "--price", "55").out


@pytest.mark.requirement("AN-11")
def test_comfort_ties_out_the_library():
    answer = ask("comfort")
    assert (answer.status, answer.err) == (0, "")
    assert "1,837 of 1,837" in answer.out
    assert answer.out.splitlines()[-1].startswith("6,7")


def test_comfort_speaks_the_json_of_the_contract(tmp_path):
    page = tmp_path / "page.html"
    answer = ask("comfort", "cmsi-1994-5", "cmsi-2006-6", "--json", "--html", page)
    assert answer.status == 0
    assert answer.err == f"wrote {page}\n"
    tie_out = json.loads(answer.out)
    assert set(tie_out) == {"deals"}
    for deal in tie_out["deals"]:
        assert set(deal) == {"deal", "matched", "total", "tables"}
        assert deal["total"] == sum(table["total"] for table in deal["tables"])
        for table in deal["tables"]:
            assert set(table) == {"table", "matched", "total", "differences"}
            assert table["total"] - table["matched"] == len(table["differences"])
            assert all({"printed", "computed"} <= set(each) for each in table["differences"])
    assert page.read_text().startswith("<!DOCTYPE html>")


def test_comfort_writes_the_page_to_standard_output():
    answer = ask("comfort", "cmsi-1999-7", "--html", "-")
    assert answer.out.startswith("<!DOCTYPE html>")
    assert answer.out.rstrip().endswith("</html>")


def test_a_figure_that_differs_is_a_finding_unless_the_notes_list_it(tmp_path):
    folder = copied("cmsi-1999-7", tmp_path)
    figures = folder / "published" / "figures.csv"
    assert "wal,A-1,150,,,,,,,wal,4.93,2" in figures.read_text()
    figures.write_text(figures.read_text().replace("wal,A-1,150,,,,,,,wal,4.93,2", "wal,A-1,150,,,,,,,wal,4.94,2"))
    found = ask("comfort", folder)
    assert found.status == 1
    assert "printed 4.94  computed 4.93" in found.out
    assert ask("comfort", folder, "--json").status == 1
    notes = "| table | class | date | printed | computed |\n|---|---|---|---|---|\n| wal | A-1 | 150 | 4.94 | 4.93 |\n"
    (folder / "NOTES.md").write_text(notes)
    listed = ask("comfort", folder)
    assert listed.status == 0
    assert "(noted)" in listed.out


def test_a_deal_may_be_a_folder_or_a_file(tmp_path):
    folder = copied("cmsi-1999-7", tmp_path)
    by_name = ask("tables", "cmsi-1999-7", "--psa", "100")
    assert ask("tables", folder, "--psa", "100") == by_name
    assert ask("tables", folder / "deal.yaml", "--psa", "100") == by_name


def test_version_and_help():
    assert ask("--version").out == f"seriatim {seriatim.__version__}\n"
    for command in ("deals", "check", "describe", "plan", "comfort", "tables", "cashflows", "yield"):
        assert ask(command, "--help").status == 0
        assert command in ask("--help").out


def test_all_of_it_in_one_process_of_its_own(tmp_path):
    done = ask_process(
        "tables", "cmsi-1999-7", "--psa", "100", "--csv", tmp_path / "t.csv", "--xlsx", tmp_path / "t.xlsx"
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"wrote {tmp_path / 't.xlsx'}", f"wrote {tmp_path / 't.csv'}"]
