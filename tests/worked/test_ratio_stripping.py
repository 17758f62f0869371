"""Ratio stripping: the examples of the core prospectus and of 1999-7, as classes of a deal."""

from functools import cache

import pytest

import seriatim
from seriatim import Deal
from seriatim.basics.money import round_half_up
from seriatim.explain.statement import statement
from tests.worked.both import NOTHING, Both, small, worked_deal, written

PREMIUM = {
    "2006": {},
    "1999": {"7.25%": "7.75%", "target rate: 6%": "target rate: 7%", "100000, rate: 6%": "100000, rate: 7%"},
}
"""Net rates of 7 % at a target of 6 %, and of 7.5 % at 7 %."""
DISCOUNT = {
    "2006": {},
    "1999": {
        "5.65%": "5.85%",
        "target rate: 6%": "target rate: 7%",
        "90000, rate: 6%": "80000, rate: 7%",
        "PO, balance: 10000": "PO, balance: 20000",
    },
}
"""Net rates of 5.4 % at a target of 6 %, and of 5.6 % at 7 %."""


@pytest.mark.requirement("T-001", "T-002", "RATIO-01", "RATIO-02")
@pytest.mark.parametrize(("document", "target", "excess"), [("2006", 0.06, 0.01), ("1999", 0.07, 0.005)])
def test_a_premium_loan_is_a_target_rate_loan_and_an_io_loan(tmp_path, document, target, excess) -> None:
    told = Both(small("premium", tmp_path, PREMIUM[document]))
    assert told("balance", 0) == {"A": 100_000, "IO": 100_000}
    assert told("interest", 1) == {"A": round(100_000 * target / 12, 2), "IO": round(100_000 * excess / 12, 2)}


@pytest.mark.requirement("T-003", "T-004", "RATIO-01", "RATIO-03", "RATIO-04", "ALLOC-17")
@pytest.mark.parametrize(("document", "target", "part"), [("2006", 0.06, 0.1), ("1999", 0.07, 0.2)])
def test_a_discount_loan_is_a_target_rate_loan_and_a_po_loan(tmp_path, document, target, part) -> None:
    """All its interest is the target-rate loan's; the PO loan has its part of scheduled principal."""
    told = Both(small("discount", tmp_path, DISCOUNT[document]))
    assert told("balance", 0) == {"A": 100_000 * (1 - part), "PO": 100_000 * part}
    assert told("interest", 1) == {"A": round(100_000 * (1 - part) * target / 12, 2)}
    for period in (1, 60, 239):
        principal = told("principal", period)
        assert principal["PO"] == pytest.approx(part * sum(principal.values()), abs=0.011)


@pytest.mark.requirement("T-005", "RATIO-04", "ALLOC-17")
@pytest.mark.parametrize(("document", "target_rate", "po"), [("2006", 9000, 1000), ("1999", 8000, 2000)])
def test_a_prepayment_of_a_discount_loan(happen, tmp_path, document, target_rate, po) -> None:
    deal = small("discount", tmp_path, DISCOUNT[document])
    told, plain = happen(deal, {"period": 1, "prepayment": 10_000}), Both(deal)
    before, after = plain("principal", 1), told("principal", 1)
    more = {name: round(after[name] - before[name], 2) for name in after}
    assert more == {"A": target_rate, "PO": po}


@pytest.mark.requirement("T-006", "RATIO-05")
@pytest.mark.parametrize("document", PREMIUM)
def test_a_prepayment_of_a_premium_loan(happen, tmp_path, document) -> None:
    """It takes as much of the notional balance; the cash is the target-rate class's alone."""
    deal = small("premium", tmp_path, PREMIUM[document] | {"240,240": "240,240,239", "remaining_term": IO_COLUMN})
    told = happen(deal, {"period": 1, "prepayment": 10_000})
    assert told("principal", 1) == {"A": 10_000}
    assert told("balance", 1) == {"A": 90_000, "IO": 90_000}


IO_COLUMN = "remaining_term,remaining_io"


@pytest.mark.requirement("T-007", "RATIO-04", "RATIO-05", "LOSS-19")
@pytest.mark.parametrize("document", PREMIUM)
def test_a_loss_on_each(happen, tmp_path, document) -> None:
    """Nobody reimburses the IO class for the notional balance it loses."""
    loss = {"period": 1, "loss": 10_000}
    months = {"240,240": "240,240,239", "remaining_term": IO_COLUMN}
    told = happen(small("premium", tmp_path, PREMIUM[document] | months), loss)
    assert told("balance", 1) == {"A": 90_000, "IO": 90_000}
    assert told("principal", 1) == {}
    told = happen(small("discount", tmp_path, DISCOUNT[document] | months), loss)
    po = {"2006": 1000, "1999": 2000}[document]
    assert told("loss", 1) == {"A": 10_000 - po, "PO": po}
    assert told("balance", 1) == {"A": 9 * (10_000 - po), "PO": 9 * po}


@cache
def deal_at_no_speed(name: str) -> Both:
    return Both(seriatim.load(name))


@pytest.mark.requirement("T-008", "T-009", "RATIO-06", "INC-01")
@pytest.mark.parametrize(
    ("name", "po", "strip", "printed"),
    [("cmsi-2006-6", "A-PO", "675372.78", 675_373), ("cmsi-1999-7", "A-10", "1766835.71", 1_766_836)],
)
def test_the_po_strips_of_the_deals(name: str, po: str, strip: str, printed: int) -> None:
    """The class is paid what its strip pays; it is printed as the nearest dollar above, not below."""
    told = deal_at_no_speed(name)
    loans = told.deal.collateral().to_polars().filter(strip="po")
    assert str(round_half_up(float(loans["balance"][0] + loans["scheduled_principal"][0]), 2)) == strip
    paid = loans["scheduled_principal"].to_numpy()
    assert told.series(po, "principal")[:300] == pytest.approx(paid[:300], abs=1e-6)
    assert told.deal.terms.classes.named(po).balance == printed


@pytest.mark.requirement("T-010", "T-011", "RATIO-06", "RATIO-07")
@pytest.mark.parametrize(
    ("name", "notional", "percent"),
    [("cmsi-2006-6", "345669057", "0.3526"), ("cmsi-1999-7", "202047751", "0.4018")],
)
def test_the_io_classes_of_the_deals(name: str, notional: str, percent: str) -> None:
    told = deal_at_no_speed(name)
    balance, interest = (float(told.series("A-IO", item)[0]) for item in ("balance", "interest"))
    assert str(round_half_up(balance, 0)) == notional
    assert str(round_half_up(1200 * interest / balance, 4)) == percent


@pytest.mark.requirement("RATIO-07")
def test_the_io_rate_is_recomputed_each_month(happen) -> None:
    """Of the loans of 7 and 8 %, the second prepays: less above 6 % is left on average."""
    told = happen(worked_deal("mixed"), {"period": 1, "line": "eight", "prepayment": 60_000})
    assert told("interest", 1)["IO"] == (105_000 * 0.01 + 120_000 * 0.02) / 12
    assert told("balance", 1)["IO"] == 165_000
    assert told("interest", 2)["IO"] == (105_000 * 0.01 + 60_000 * 0.02) / 12


@pytest.mark.requirement("RATIO-09", "VAR-01")
def test_a_deal_without_stripping_has_one_strip() -> None:
    """1994-5: every class shares in the whole pool."""
    deal = seriatim.load("cmsi-1994-5")
    assert deal.terms.ratio_stripping is None
    told = Both(deal, NOTHING)
    opening = sum(float(told.series(name, "balance")[0]) for name in deal.classes)
    assert opening == pytest.approx(258_891_390.29, abs=0.005)


FIRST_PAYMENT = 100_000 * 0.0565 / 12 / (1 - (1 + 0.0565 / 12) ** -240)


@pytest.mark.requirement("RATIO-08")
@pytest.mark.parametrize("paid", [600, 300])
def test_a_partial_payment_is_interest_first_and_then_by_strips(tmp_path, paid: float) -> None:
    """Of $696.70 a borrower pays less: of what is missing of principal a tenth is the PO loan's; of interest nothing.

    The event file says which part of what is missing is principal, and counts interest net of the servicing fee.
    """
    interest = 100_000 * 0.0565 / 12
    short = round(min(FIRST_PAYMENT - interest, FIRST_PAYMENT - paid), 2), round(max(interest - paid, 0), 2)
    row = {"period": 1, "principal_withheld": short[0], "interest_withheld": short[1]}
    deal = worked_deal("discount").under(written((row,), tmp_path / "events.csv"))
    missing = missing_by_strip(deal)
    assert missing["principal withheld, target-rate strip"] == pytest.approx(-0.9 * short[0], abs=0.006)
    assert missing["principal withheld, PO strip"] == pytest.approx(-0.1 * short[0], abs=0.006)
    assert missing.get("interest withheld, target-rate strip", 0) == -short[1]


@pytest.mark.requirement("RATIO-08")
def test_missing_interest_of_a_premium_loan_is_both_strips(tmp_path) -> None:
    """7 % net: six sevenths are the target-rate loan's, one is the IO loan's; its principal is the former's alone."""
    row = {"period": 1, "principal_withheld": 100, "interest_withheld": 70}
    deal = small("premium", tmp_path, {}).under(written((row,), tmp_path / "events.csv"))
    missing = missing_by_strip(deal)
    assert missing["interest withheld, target-rate strip"] == -60
    assert missing["interest withheld, IO strip"] == -10
    assert missing["principal withheld, target-rate strip"] == -100


def missing_by_strip(deal: Deal) -> dict[str, float]:
    """What the statement of the first month takes from available cash."""
    entries = statement(deal.model, NOTHING, 1).received
    return {entry.words: round(float(entry.amount), 2) for entry in entries if entry.amount < 0}
