"""explain, trace and diff, as a user asks them."""

import json

import pytest

from tests.cli.asking import ask

DEAL = "cmsi-2006-6"
LOSSES = ("--psa", "300", "--sda", "200", "--severity", "40%")


def test_explain_answers_in_words():
    answer = ask("explain", DEAL, "--class", "B-3", "--date", "2009-05-25", *LOSSES)
    assert (answer.status, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "CMSI 2006-6, distribution day 30, 2009-05-25"
    assert lines[1].startswith("Nothing, because B-2 impaired: yes, as 0.008002")
    assert "0.00  principal of B-3 on 2009-05-25" in lines


def test_explain_answers_in_json():
    answer = ask("explain", DEAL, "--class", "A-8", "--date", "20", "--item", "balance", "--psa", "350", "--json")
    record = json.loads(answer.out)
    assert (record["class"], record["item"], record["day"]) == ("A-8", "balance", 20)
    assert float(record["amount"]) == pytest.approx(record["shown"])


def test_explain_to_a_depth():
    whole = ask("explain", DEAL, "--class", "A-1", "--date", "20", "--psa", "350", "--whole")
    shallow = ask("explain", DEAL, "--class", "A-1", "--date", "20", "--psa", "350", "--depth", "1")
    assert len(shallow.out.splitlines()) < 10 < len(whole.out.splitlines())


def test_trace_balances():
    answer = ask("trace", DEAL, "--date", "2008-07-25", *LOSSES)
    assert (answer.status, answer.err) == (0, "")
    assert "Cash in less cash out" in answer.out
    record = json.loads(ask("trace", DEAL, "--date", "20", *LOSSES, "--json").out)
    assert record["faults"] == []


def test_diff_finds_the_prepayments():
    answer = ask("diff", DEAL, "--psa", "350", "--to", "psa=400", "--to", "severity=20%")
    assert answer.status == 1
    assert "an input differs: prepayments, target-rate strip" in " ".join(answer.out.split())


def test_diff_of_one_thing_with_itself_is_nothing():
    answer = ask("diff", DEAL, DEAL, "--psa", "350")
    assert answer.status == 0
    assert answer.out.splitlines()[-1] == "No figure of any class differs by more than 0.005."


@pytest.mark.parametrize("change", ["cpr=6", "sda=100", "cdr=2%", "libor=5%", "lag=6", "advancing=none"])
def test_diff_takes_every_assumption(change):
    answer = ask("diff", DEAL, *LOSSES, "--to", change, "--json")
    assert answer.status == 1
    assert json.loads(answer.out)["first_difference"]["cause"] == "input"


WRONG = {
    (
        "explain",
        DEAL,
        "--class",
        "B-33",
        "--date",
        "5",
        "--psa",
        "350",
    ): "there is no class 'B-33' (did you mean 'B-3'?)",
    (
        "explain",
        DEAL,
        "--class",
        "B-3",
        "--date",
        "June",
        "--psa",
        "350",
    ): "--date: 'June' is not a distribution day (write 2012-06-25, or its number)",
    (
        "trace",
        DEAL,
        "--date",
        "2009-02-30",
        "--psa",
        "350",
    ): "--date: '2009-02-30' is not a day of the calendar (write 2012-06-25)",
    (
        "trace",
        DEAL,
        "--date",
        "2009-02-24",
        "--psa",
        "350",
    ): "2009-02-24 is not a distribution day (the nearest is 2009-02-25)",
    (
        "diff",
        DEAL,
        "--psa",
        "350",
    ): "OTHER: there is nothing to compare with (name a second deal, or give --to psa=350)",
    ("diff", DEAL, "--psa", "350", "--to", "sdq=3"): "--to: there is no option --sdq (did you mean 'sda'?)",
    ("diff", DEAL, "--psa", "350", "--to", "psa"): "--to: 'psa' is not an assumption (write psa=350)",
    ("diff", DEAL, "--psa", "350", "--to", "severity=40"): "--to severity: 40 looks like percent (write 40% or 0.4)",
    ("diff", DEAL, "--psa", "350", "--to", "lag=six"): "--to lag: 'six' is not a number of months (write 12)",
    ("diff", DEAL, "--psa", "x", "--to", "sda=1"): (
        "--psa: 'x' is not a speed (write percents of the model, such as 350 or 0,100,350)"
    ),
}


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_question_is_refused_in_a_line(arguments):
    answer = ask(*arguments)
    assert (answer.status, answer.out, answer.err) == (2, "", f"{WRONG[arguments]}\n")
